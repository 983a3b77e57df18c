package io.keepsake.testkit.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Notices when the machine itself, or this JVM, stood still, or had more to do than it could: a thread sleeps 5 ms again
 * and again, and records when it woke late and while there were more than twice as many who wanted a CPU than there are.
 * Any thread may ask.
 */
public final class Witness implements AutoCloseable {
    private static final long PERIOD_NANOS = 5_000_000;
    private static final int CROWD_LOOKS = 4;
    private static final int STALLS_MAX = 10_000;

    /** @param crowd not that nothing ran, but that too many wanted to */
    private record Stall(Instant from, Instant to, boolean crowd) {
        Duration within(Instant begin, Instant end) {
            var first = from.isAfter(begin) ? from : begin;
            var last = to.isBefore(end) ? to : end;
            return Duration.between(first, last);
        }
    }

    private final ConcurrentLinkedDeque<Stall> stalls = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Instant crowdedFrom;
    private final Thread thread = Thread.ofPlatform().daemon().name("witness").unstarted(this::look);

    private Witness() {}

    /** A witness that has begun to look. */
    public static Witness start() {
        var witness = new Witness();
        witness.thread.start();
        return witness;
    }

    private void look() {
        for (int look = 0; !thread.isInterrupted(); look++) {
            var wallBefore = Instant.now();
            long before = System.nanoTime();
            LockSupport.parkNanos(PERIOD_NANOS);
            long lateNanos = System.nanoTime() - before - PERIOD_NANOS;
            var due = wallBefore.plusNanos(PERIOD_NANOS);
            boolean crowded = look % CROWD_LOOKS == 0 ? Patience.crowded() : crowdedFrom != null;
            if (crowded && crowdedFrom == null) {
                crowdedFrom = wallBefore;
            } else if (!crowded && crowdedFrom != null) {
                add(new Stall(crowdedFrom, wallBefore, true));
                crowdedFrom = null;
            }
            if (lateNanos > PERIOD_NANOS) {
                add(new Stall(due, due.plusNanos(lateNanos), false));
            }
        }
    }

    private void add(Stall stall) {
        stalls.add(stall);
        if (stalls.size() > STALLS_MAX) {
            stalls.removeFirst();
        }
    }

    /** The longest standstill between two moments of the wall clock; those under 5 ms count as zero. */
    public Duration stalledBetween(Instant begin, Instant end) {
        var from = crowdedFrom;
        var open = Stream.ofNullable(from == null ? null : new Stall(from, end, true));
        return longest(Stream.concat(stalls.stream(), open), begin, end);
    }

    /** The same of standstills alone, not counting how many wanted a CPU; for bounds that are scaled by that. */
    public Duration stoodStillBetween(Instant begin, Instant end) {
        return longest(stalls.stream().filter(stall -> !stall.crowd()), begin, end);
    }

    private static Duration longest(Stream<Stall> stalls, Instant begin, Instant end) {
        return stalls.map(stall -> stall.within(begin, end))
                .max(Comparator.naturalOrder())
                .filter(longest -> !longest.isNegative())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
