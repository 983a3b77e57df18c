package io.keepsake.testkit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long to wait for what ought to come, counted as a machine with nothing else to do would count it: where ten want
 * two CPUs, a second counts as 200 ms, and while this JVM stood still nothing counts. No test gives up because its machine
 * is busy; one whose machine is not gives up in time.
 */
public final class Patience {
    private static final int CPUS = Runtime.getRuntime().availableProcessors();
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final long LOOKED_MAX_NANOS = 100_000_000;
    private static final long FRESH_NANOS = 250_000_000;

    /** In a user-mode kernel: how slow the machine around it was when it booted, which cannot be seen from inside. */
    private static final String AROUND = "KEEPSAKE_SLOWNESS";

    private final Duration within;
    private double leftNanos;
    private long lookedNanos = System.nanoTime();
    private long measuredNanos = lookedNanos;
    private double slowness = slowness();

    private Patience(Duration within) {
        this.within = within;
        leftNanos = within.toNanos();
    }

    /** Begins now. */
    public static Patience of(Duration within) {
        return new Patience(within);
    }

    /** A bound on something that a busy machine does more slowly, for the machine as busy as it is now. */
    public static Duration scaled(Duration bound) {
        return Duration.ofNanos((long) (bound.toNanos() * slowness()));
    }

    /** How many times longer than on a machine of its own a program may take: 1 when there are CPUs for all who want one. */
    public static double slowness() {
        var around = System.getenv(AROUND);
        var load = load();
        double inside = Math.max(1, Math.max(load.minute, load.now) / CPUS);
        return around == null ? inside : inside * Double.parseDouble(around);
    }

    /** Whether more than twice as many want a CPU at this moment as there are. */
    static boolean crowded() {
        return load().now > 2 * CPUS;
    }

    /** How many want a CPU: the mean of the last minute, and now, this one not counted. */
    private record Load(double minute, double now) {}

    private static Load load() {
        try {
            // 0.20 0.18 0.12 1/80 11206: means of 1, 5 and 15 minutes, running of all, last pid
            var words = Files.readString(LOAD).split("[ /]", -1);
            return new Load(Double.parseDouble(words[0]), Double.parseDouble(words[3]) - 1);
        } catch (IOException e) {
            return new Load(0, 0);
        }
    }

    /** Whether it is at an end. To be asked again and again: what lies between two askings counts 100 ms at most. */
    public boolean over() {
        long now = System.nanoTime();
        if (now - measuredNanos > FRESH_NANOS) {
            measuredNanos = now;
            slowness = slowness();
        }
        leftNanos -= Math.min(now - lookedNanos, LOOKED_MAX_NANOS) / slowness;
        lookedNanos = now;
        return leftNanos <= 0;
    }

    @Override
    public String toString() {
        return within.toMillis() + " ms";
    }
}
