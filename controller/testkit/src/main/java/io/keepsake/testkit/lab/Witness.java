package io.keepsake.testkit.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices when the machine itself, or this JVM, stood still: a thread sleeps 5 ms again and again and records when it
 * woke late. Any thread may ask.
 */
public final class Witness implements AutoCloseable {
    private static final long PERIOD_NANOS = 5_000_000;
    private static final int STALLS_MAX = 10_000;

    private record Stall(Instant from, Instant to) {
        Duration within(Instant begin, Instant end) {
            var first = from.isAfter(begin) ? from : begin;
            var last = to.isBefore(end) ? to : end;
            return Duration.between(first, last);
        }
    }

    private final ConcurrentLinkedDeque<Stall> stalls = new ConcurrentLinkedDeque<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("witness").unstarted(this::look);

    private Witness() {}

    /** A witness that has begun to look. */
    public static Witness start() {
        var witness = new Witness();
        witness.thread.start();
        return witness;
    }

    private void look() {
        while (!thread.isInterrupted()) {
            var wallBefore = Instant.now();
            long before = System.nanoTime();
            LockSupport.parkNanos(PERIOD_NANOS);
            long lateNanos = System.nanoTime() - before - PERIOD_NANOS;
            if (lateNanos > PERIOD_NANOS) {
                var due = wallBefore.plusNanos(PERIOD_NANOS);
                stalls.add(new Stall(due, due.plusNanos(lateNanos)));
                if (stalls.size() > STALLS_MAX) {
                    stalls.removeFirst();
                }
            }
        }
    }

    /** The longest standstill between two moments of the wall clock; those under 5 ms count as zero. */
    public Duration stalledBetween(Instant begin, Instant end) {
        return stalls.stream()
                .map(stall -> stall.within(begin, end))
                .max(Comparator.naturalOrder())
                .filter(longest -> !longest.isNegative())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
