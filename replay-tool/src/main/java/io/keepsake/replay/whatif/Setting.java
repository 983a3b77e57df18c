package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One {@code [NODE:][NAME.]KEY=VALUE}.
 *
 * @param node empty for all
 * @param name of an instance or a {@code vrrp_script}; empty for all
 */
public record Setting(String node, String name, Key key, String value, String text) {
    private static final long CENTI = 10_000_000L;
    private static final long NANOS = 1_000_000_000L;

    /** What can be set, by the words of {@code keepalived.conf}. */
    public enum Key {
        PRIORITY,
        ADVERT_INT,
        NOPREEMPT,
        PREEMPT_DELAY,
        DOWN_TIMER_ADVERTS,
        LOWER_PRIO_NO_ADVERT,
        HIGHER_PRIO_SEND_ADVERT,
        /** Of lines of {@code track_script}. */
        WEIGHT,
        /** Of a {@code vrrp_script}. */
        INTERVAL,
        RISE,
        FALL;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static String words() {
            return String.join(", ", Arrays.stream(values()).map(Key::word).toList());
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none, with what was expected and what was found
     */
    public static Setting parse(String text, Collection<String> nodes) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("--set " + text
                    + ": expected [NODE:][NAME.]KEY=VALUE such as advert_int=0.1 or VI_1.priority=120, found no value");
        }
        var left = text.substring(0, equals);
        int colon = left.indexOf(':');
        var node = colon < 0 ? "" : left.substring(0, colon);
        if (colon >= 0 && !nodes.contains(node)) {
            throw new IllegalArgumentException("--set " + text + ": expected one of the nodes "
                    + String.join(", ", nodes) + " before the colon, found " + node);
        }
        var rest = left.substring(colon + 1);
        int dot = rest.lastIndexOf('.');
        var word = rest.substring(dot + 1);
        for (var key : Key.values()) {
            if (key.word().equals(word)) {
                var setting =
                        new Setting(node, dot < 0 ? "" : rest.substring(0, dot), key, text.substring(equals + 1), text);
                setting.check();
                return setting;
            }
        }
        throw new IllegalArgumentException("--set " + text + ": expected one of " + Key.words() + ", found " + word
                + "; anything else can be changed with --config");
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("--set " + text + ": expected " + expected + ", found " + value);
    }

    private void check() {
        switch (key) {
            case PRIORITY -> number(1, 255);
            case ADVERT_INT -> interval();
            case NOPREEMPT, LOWER_PRIO_NO_ADVERT, HIGHER_PRIO_SEND_ADVERT -> flag();
            case PREEMPT_DELAY -> nanos(0, 1000);
            case DOWN_TIMER_ADVERTS -> number(1, 100);
            case WEIGHT -> number(-TrackedScript.MOST, TrackedScript.MOST);
            case INTERVAL -> nanos(1, 1_000_000);
            case RISE, FALL -> number(1, 1_000_000);
        }
    }

    private int number(int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong("a whole number from " + least + " to " + most);
        }
        throw wrong("a whole number from " + least + " to " + most);
    }

    private boolean flag() {
        return switch (value) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw wrong("on or off");
        };
    }

    private long nanos(int least, int most) {
        try {
            var seconds = new BigDecimal(value);
            if (seconds.compareTo(BigDecimal.valueOf(least)) >= 0 && seconds.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return seconds.multiply(BigDecimal.valueOf(NANOS)).longValue();
            }
        } catch (NumberFormatException notANumber) {
            throw wrong("seconds from " + least + " to " + most);
        }
        throw wrong("seconds from " + least + " to " + most);
    }

    private AdvertInterval interval() {
        long nanos = nanos(0, 255);
        if (nanos < CENTI || nanos % CENTI != 0 || isV3Only(nanos) && nanos > AdvertInterval.V3_CENTIS_MAX * CENTI) {
            throw wrong("0.01 to 40.95 in steps of 0.01 s, or whole seconds up to 255");
        }
        return AdvertInterval.ofNanos(nanos);
    }

    private static boolean isV3Only(long nanos) {
        return nanos % NANOS != 0;
    }

    /** Whether there is something in this configuration that it is about. */
    boolean isIn(ControllerConfig config) {
        return isOfScript()
                ? config.vrrpScripts().stream()
                        .anyMatch(s -> name.isEmpty() || s.name().equals(name))
                : config.instances().stream().anyMatch(i -> isAbout(i.name().value(), i.trackedScripts()));
    }

    private boolean isOfScript() {
        return key == Key.INTERVAL || key == Key.RISE || key == Key.FALL;
    }

    private boolean isAbout(String instance, List<TrackedScript> scripts) {
        return key == Key.WEIGHT
                ? scripts.stream().anyMatch(s -> isAbout(instance, s))
                : name.isEmpty() || name.equals(instance);
    }

    private boolean isAbout(String instance, TrackedScript script) {
        return name.isEmpty() || name.equals(instance) || name.equals(script.script());
    }

    /** The configuration with this changed. */
    ControllerConfig applied(ControllerConfig config) {
        if (isOfScript()) {
            return config.but()
                    .vrrpScripts(
                            config.vrrpScripts().stream().map(this::applied).toList())
                    .build();
        }
        return config.but()
                .instances(config.instances().stream()
                        .map(i -> {
                            if (!isAbout(i.name().value(), i.trackedScripts())) {
                                return i;
                            }
                            var edited = new EditedInstance(i);
                            apply(i.name().value(), edited);
                            return edited.build();
                        })
                        .toList())
                .build();
    }

    private VrrpScript applied(VrrpScript script) {
        if (!name.isEmpty() && !name.equals(script.name())) {
            return script;
        }
        return new VrrpScript(
                script.name(),
                script.script(),
                key == Key.INTERVAL ? nanos(1, 1_000_000) : script.intervalNanos(),
                script.timeoutNanos(),
                key == Key.RISE ? number(1, 1_000_000) : script.rise(),
                key == Key.FALL ? number(1, 1_000_000) : script.fall(),
                script.initFail());
    }

    private void apply(String instance, EditedInstance edited) {
        switch (key) {
            case PRIORITY -> edited.priority = new Priority(number(1, 255));
            case ADVERT_INT -> {
                edited.interval = interval();
                if (isV3Only(edited.interval.nanos())) {
                    edited.version = VrrpVersion.V3;
                    edited.auth = AuthType.NONE;
                }
            }
            case NOPREEMPT -> edited.preempt = !flag();
            case PREEMPT_DELAY -> edited.preemptDelayNanos = nanos(0, 1000);
            case DOWN_TIMER_ADVERTS -> edited.downTimerAdverts = number(1, 100);
            case LOWER_PRIO_NO_ADVERT -> edited.lowerPrioNoAdvert = flag();
            case HIGHER_PRIO_SEND_ADVERT -> edited.higherPrioSendAdvert = flag();
            case WEIGHT ->
                edited.trackedScripts = edited.trackedScripts.stream()
                        .map(s -> isAbout(instance, s)
                                ? new TrackedScript(
                                        s.script(), number(-TrackedScript.MOST, TrackedScript.MOST), s.reverse())
                                : s)
                        .toList();
            case INTERVAL, RISE, FALL -> {}
        }
    }

    /**
     * Requires that there is something that this is about.
     *
     * @throws IllegalArgumentException when there is nothing, with what there is
     */
    void require(Collection<ControllerConfig> configs) {
        if (configs.stream().anyMatch(this::isIn)) {
            return;
        }
        var names = new TreeSet<String>();
        Consumer<ControllerConfig> each = config -> {
            if (!isOfScript()) {
                config.instances().forEach(i -> names.add(i.name().value()));
            }
            if (isOfScript() || key == Key.WEIGHT) {
                config.vrrpScripts().forEach(s -> names.add(s.name()));
            }
        };
        configs.forEach(each);
        throw new IllegalArgumentException("--set " + text + ": expected "
                + (names.isEmpty()
                        ? "a configuration with a vrrp_script, and none is recorded"
                        : "the name of one of " + String.join(", ", names)
                                + (key == Key.WEIGHT ? " that is tracked with a weight line" : ""))
                + ", found " + (name.isEmpty() ? "nothing it is about" : name));
    }
}
