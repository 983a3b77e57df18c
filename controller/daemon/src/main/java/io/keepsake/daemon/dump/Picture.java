package io.keepsake.daemon.dump;

import io.keepsake.core.NodeState;
import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.track.Tracked;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.Script;
import io.keepsake.core.vrrp.VrrpState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a dump shows, and the words that more than one of them have for it.
 *
 * @param configured of {@code state}
 * @param now of the monotonic clock, which shows {@code wall} on the other
 */
record Picture(
        NodeState state,
        Configured configured,
        Counters counters,
        @Nullable String netNamespace,
        Moment now,
        Instant wall) {
    private static final int SCOPE_SITE = 200;
    private static final int SCOPE_LINK = 253;
    private static final int SCOPE_HOST = 254;

    /** What stands for a password, as in keepalived 2.4. */
    static final String HIDDEN = "********";

    List<InstanceConfig> instances() {
        return configured.config().instances();
    }

    VrrpState state(InstanceConfig instance) {
        return configured.vrrp().state(instance.name());
    }

    Tracked tracked(InstanceConfig instance) {
        return configured.track().at(configured.track().place(instance.name()));
    }

    /** What it is on its way to be: what it is, or before the start what the file says. */
    Role wanted(InstanceConfig instance) {
        var role = state(instance).role();
        return role == Role.INIT ? instance.startRole() : role;
    }

    Instant wall(Moment moment) {
        return wall.plusNanos(moment.since(now));
    }

    /** Seconds and millionths of it. */
    static String seconds(Instant instant) {
        return instant.getEpochSecond() + "." + padded(instant.getNano() / 1_000);
    }

    static String padded(int micros) {
        return String.valueOf(1_000_000 + micros).substring(1);
    }

    /** A line of {@code virtual_ipaddress}. */
    String address(VirtualAddress address) {
        var ip = address.address().ip();
        int most = ip.family() == Family.IPV4 ? 32 : 128;
        int length = address.address().prefixLength();
        var out = new StringBuilder(ip.toString());
        var peer = address.peer();
        if (length != most && peer == null) {
            out.append('/').append(length);
        }
        if (address.broadcast() != null) {
            out.append(" brd ").append(address.broadcast());
        }
        out.append(" dev ").append(address.link()).append(" scope ").append(scope(address.scope()));
        if (address.label() != null) {
            out.append(" label ").append(address.label());
        }
        if (peer != null) {
            out.append(" peer ").append(peer).append('/').append(length);
        }
        if (address.noPrefixRoute()) {
            out.append(" noprefixroute");
        }
        if (ip.family() == Family.IPV6) {
            int preferred = address.flags().preferredSeconds();
            boolean deprecated = preferred == 0 || preferred < 0 && length == most;
            out.append(deprecated ? " deprecated" : " preferred_lft " + (preferred < 0 ? "forever" : preferred));
        }
        var links = state.links();
        return out.append(links.owns(address.place()) && links.holds(address.place()) ? " set" : "")
                .toString();
    }

    private static String scope(int number) {
        return switch (number) {
            case 0 -> "global";
            case SCOPE_SITE -> "site";
            case SCOPE_LINK -> "link";
            case SCOPE_HOST -> "host";
            default -> Integer.toString(number);
        };
    }

    /** The virtual routes of an instance, or its rules, without the word that says which. */
    static List<String> routing(InstanceConfig instance, Class<? extends Routing> kind) {
        return instance.options().routing().stream()
                .filter(wanted -> kind.isInstance(wanted.what()))
                .map(wanted -> wanted.what().text().replaceFirst("^(route unicast|route|rule) ", ""))
                .toList();
    }

    /** Each word of a command in quotes. */
    static String command(Script script) {
        return script.argv().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /** The weight of a script with those who track it: of the first of them. */
    int scriptWeight(String script) {
        return instances().stream()
                .flatMap(instance -> instance.trackedScripts().stream())
                .filter(tracked -> tracked.script().equals(script))
                .mapToInt(TrackedScript::weight)
                .findFirst()
                .orElse(0);
    }

    int processWeight(String process) {
        return instances().stream()
                .flatMap(instance -> instance.trackedProcesses().stream())
                .filter(tracked -> tracked.process().equals(process))
                .mapToInt(TrackedProcess::weight)
                .findFirst()
                .orElse(0);
    }

    int fileWeight(String file) {
        return instances().stream()
                .flatMap(instance -> instance.trackedFiles().stream())
                .filter(tracked -> tracked.file().equals(file))
                .mapToInt(TrackedFile::weight)
                .findFirst()
                .orElse(0);
    }
}
