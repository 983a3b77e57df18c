package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.process.ElectionThread;
import io.keepsake.config.values.Values;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code vrrp_priority} and its like. */
final class ElectionThreadCheck {
    /** As many as the kernel counts at most. */
    private static final int CPUS_MOST = 8191;

    private ElectionThreadCheck() {}

    static ElectionThread read(Problems problems, Values values) {
        var nice = values.whole("vrrp_priority", -20, 19, "ignored");
        var realtime = values.whole("vrrp_rt_priority", 1, 99, "ignored");
        return new ElectionThread(
                nice == null ? 0 : nice,
                realtime == null ? 0 : realtime,
                values.flag("vrrp_no_swap", false) || values.flag("checker_no_swap", false),
                cpus(problems, values));
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
