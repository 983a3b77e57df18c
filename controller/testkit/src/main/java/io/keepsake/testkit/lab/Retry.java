package io.keepsake.testkit.lab;

import java.time.Duration;
import java.time.Instant;

/** Repeats a test with bounds on real time, but only when the machine itself stood still or was crowded meanwhile. */
public final class Retry {
    private Retry() {}

    /** The body of a test. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    /**
     * Runs {@code body} up to {@code attempts} times. A failure counts at once unless the machine stood still longer than
     * {@code bound} during that attempt; every repetition is announced on stderr.
     */
    public static void onMachineStall(int attempts, Duration bound, Body body) throws Exception {
        try (var witness = Witness.start()) {
            for (int attempt = 1; ; attempt++) {
                var begin = Instant.now();
                try {
                    body.run();
                    return;
                } catch (Exception | AssertionError failure) {
                    var stall = witness.stalledBetween(begin, Instant.now());
                    if (attempt == attempts || stall.compareTo(bound) <= 0) {
                        throw failure;
                    }
                    System.err.println("RETRY: attempt " + attempt + " of " + attempts
                            + " failed, and the machine stood" + " still for " + stall.toMillis() + " ms (bound "
                            + bound.toMillis() + " ms): " + failure);
                }
            }
        }
    }
}
