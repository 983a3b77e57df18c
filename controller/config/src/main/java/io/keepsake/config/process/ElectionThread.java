package io.keepsake.config.process;

import java.util.List;

/**
 * How the kernel is to run the thread of the elections; keepalived has the same keywords for its VRRP process.
 *
 * @param nice {@code vrrp_priority}, -20 to 19
 * @param realtime {@code vrrp_rt_priority} of SCHED_RR, 1 to 99; 0 for none
 * @param locked {@code vrrp_no_swap} or {@code checker_no_swap}: no memory of the one process is swapped out
 * @param cpus {@code vrrp_cpu_affinity}; empty for all
 * @param late what it is given when it was late
 */
public record ElectionThread(int nice, int realtime, boolean locked, List<Integer> cpus, WhenLate late) {
    /** As the process was started. */
    public static final ElectionThread AS_STARTED = new ElectionThread(0, 0, false, List.of(), WhenLate.NOTHING);

    /**
     * One more priority of SCHED_RR each time that it was late.
     *
     * @param most {@code max_auto_priority}, 1 to 99; 0 for none
     * @param afterNanos {@code min_auto_priority_delay}: less does not count as late
     */
    public record WhenLate(int most, long afterNanos) {
        public static final WhenLate NOTHING = new WhenLate(0, 1_000_000_000L);
    }

    public ElectionThread {
        cpus = List.copyOf(cpus);
    }
}
