package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.GarpConfig;
import org.jspecify.annotations.Nullable;

/** What a file says about gratuitous ARP at one level; null where it says nothing. Times in nanoseconds. */
record GarpChoices(
        @Nullable Long delayNanos,
        @Nullable Integer repeat,
        @Nullable Long refreshNanos,
        @Nullable Integer refreshRepeat,
        @Nullable Long lowerPrioDelayNanos,
        @Nullable Integer lowerPrioRepeat,
        @Nullable Integer extraSeconds) {
    private static final long SECOND = 1_000_000_000L;

    /**
     * The refresh when no file asks for one. keepalived has none, and clients then stay wrong after a partition that
     * heals silently; an explicit 0 turns it off.
     */
    private static final long REFRESH = 5 * SECOND;

    private static final String OLD_NAME = "vmac_garp_intvl";

    private static final int EXTRA_SECONDS_MAX = 86_400;

    static GarpChoices read(Problems problems, Values values, String prefix) {
        return new GarpChoices(
                seconds(values, prefix + "garp_master_delay"),
                repeat(values, prefix + "garp_master_repeat"),
                seconds(values, prefix + "garp_master_refresh"),
                repeat(values, prefix + "garp_master_refresh_repeat"),
                seconds(values, prefix + "garp_lower_prio_delay"),
                values.whole(prefix + "garp_lower_prio_repeat", 0, Integer.MAX_VALUE, "ignored"),
                extra(problems, values, prefix));
    }

    /** Without {@code all} it is for virtual MACs alone. */
    private static @Nullable Integer extra(Problems problems, Values values, String prefix) {
        var node = values.last(prefix + "garp_extra_if", prefix + OLD_NAME);
        if (node == null || values.first(node) == null) {
            return null;
        }
        if (node.name().endsWith(OLD_NAME)) {
            problems.warn(
                    node.keyword().place(),
                    node.name() + " is an old name, and keepalived finds fault with it; it counts",
                    "write " + prefix + "garp_extra_if");
        }
        boolean all = node.values().getFirst().text().equals("all");
        if (all && node.values().size() == 1) {
            problems.warn(
                    node.keyword().place(),
                    node.name() + " needs a number of seconds, has none; ignored",
                    "write " + node.name() + " all 100");
            return null;
        }
        var seconds =
                Values.whole(problems, node.name(), node.values().get(all ? 1 : 0), 0, EXTRA_SECONDS_MAX, "ignored");
        if (seconds != null && seconds != 0 && !all) {
            problems.trap(
                    node.keyword().place(),
                    node.name() + " without all is for virtual MACs, and there are none; nothing is sent",
                    "write " + node.name() + " all " + seconds + " for the interfaces of addresses with dev");
            return 0;
        }
        return seconds;
    }

    private static @Nullable Long seconds(Values values, String keyword) {
        var seconds = values.whole(keyword, 0, Integer.MAX_VALUE, "ignored");
        return seconds == null ? null : seconds * SECOND;
    }

    private static @Nullable Integer repeat(Values values, String keyword) {
        var node = values.last(keyword);
        boolean given = node != null && !node.values().isEmpty();
        var repeat = values.whole(keyword, 1, Integer.MAX_VALUE, "taken as 1");
        return repeat == null && given ? Integer.valueOf(1) : repeat;
    }

    /** What {@code global_defs} comes to: the batch for a lower master follows the master's own. */
    GarpConfig completed() {
        long delay = orElse(delayNanos, 5 * SECOND);
        int count = orElse(repeat, 5);
        return over(new GarpConfig(delay, count, REFRESH, 1, delay, count, 0));
    }

    /** These choices, and those of {@code wider} where there are none. */
    GarpConfig over(GarpConfig wider) {
        return new GarpConfig(
                orElse(delayNanos, wider.delayNanos()),
                orElse(repeat, wider.repeat()),
                orElse(refreshNanos, wider.refreshNanos()),
                orElse(refreshRepeat, wider.refreshRepeat()),
                orElse(lowerPrioDelayNanos, wider.lowerPrioDelayNanos()),
                orElse(lowerPrioRepeat, wider.lowerPrioRepeat()),
                orElse(extraSeconds, wider.extraSeconds()));
    }

    /** The choices of {@code vrrp_min_garp}, one packet and no second batch, where these do not say otherwise. */
    GarpChoices orMinimum() {
        return new GarpChoices(
                orElse(delayNanos, 0L),
                orElse(repeat, 1),
                refreshNanos,
                refreshRepeat,
                lowerPrioDelayNanos,
                lowerPrioRepeat,
                extraSeconds);
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
