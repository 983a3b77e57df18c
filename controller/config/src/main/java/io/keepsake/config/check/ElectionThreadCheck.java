package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.process.ElectionThread;
import io.keepsake.config.process.ElectionThread.WhenLate;
import io.keepsake.config.values.Values;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code vrrp_priority} and its like. */
final class ElectionThreadCheck {
    /** As many as the kernel counts at most. */
    private static final int CPUS_MOST = 8191;

    private static final int REALTIME_MOST = 99;
    private static final int LATE_MICROS_MOST = 10_000_000;
    private static final long NANOS_A_MICRO = 1_000L;

    private ElectionThreadCheck() {}

    static ElectionThread read(Problems problems, Values values) {
        var nice = values.whole("vrrp_priority", -20, 19, "ignored");
        var realtime = values.whole("vrrp_rt_priority", 1, REALTIME_MOST, "ignored");
        boolean elections = values.bare("vrrp_no_swap");
        boolean checks = values.bare("checker_no_swap");
        return new ElectionThread(
                nice == null ? 0 : nice,
                realtime == null ? 0 : realtime,
                elections || checks,
                cpus(problems, values),
                whenLate(values));
    }

    /** Without a number it is the most; -1 is for keepalived's warning that the default is none. */
    private static WhenLate whenLate(Values values) {
        var line = values.last("max_auto_priority");
        var most = line == null
                ? Integer.valueOf(0)
                : line.values().isEmpty()
                        ? Integer.valueOf(REALTIME_MOST)
                        : values.whole("max_auto_priority", -1, REALTIME_MOST, "no priority is given when late");
        var after = values.whole("min_auto_priority_delay", 1, LATE_MICROS_MOST, "taken as 1000000");
        return new WhenLate(
                most == null ? 0 : Math.max(0, most),
                after == null ? WhenLate.NOTHING.afterNanos() : after * NANOS_A_MICRO);
    }

    private static List<Integer> cpus(Problems problems, Values values) {
        var line = values.last("vrrp_cpu_affinity");
        var cpus = new ArrayList<Integer>();
        if (line == null || values.first(line) == null) {
            return cpus;
        }
        for (var word : line.values()) {
            var cpu = Values.whole(problems, "vrrp_cpu_affinity", word, 0, CPUS_MOST, "ignored");
            if (cpu != null) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
