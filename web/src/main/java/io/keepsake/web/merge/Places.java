package io.keepsake.web.merge;

import io.keepsake.history.clock.ClockId;
import io.keepsake.history.clock.Clocks;
import io.keepsake.web.index.RunIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the moments of one node lie on the clock of the first node, in microseconds since 1970. They are where
 * {@link Clocks} has them; what was recorded since that was made lies as its last moment does, and where there are no
 * clocks each lies where its own wall clock had it. For any thread.
 */
public final class Places {
    private static final long MICRO = 1_000;

    private final String node;
    private final @Nullable Clocks clocks;
    private final List<ClockId> known;
    private final @Nullable Long low;
    private final long shift;
    private final @Nullable Long high;

    Places(String node, @Nullable Clocks clocks) {
        this.node = node;
        this.clocks = clocks;
        known = clocks == null ? List.of() : clocks.of(node);
        if (clocks == null || known.isEmpty()) {
            low = null;
            shift = 0;
            high = null;
        } else {
            var last = known.getLast();
            long moment = clocks.last(last);
            long own = clocks.own(last, moment);
            low = ahead(own, clocks.notAfter(last, moment));
            shift = Math.floorDiv(own - clocks.at(last, moment), MICRO);
            high = ahead(own, clocks.notBefore(last, moment));
        }
    }

    private static @Nullable Long ahead(long own, @Nullable Long place) {
        return place == null ? null : (Long) Math.floorDiv(own - place, MICRO);
    }

    /** The place of a moment of a run. */
    public long of(RunIndex run, long micros) {
        long moment = micros * MICRO;
        var clock = clocks == null ? null : clocks.clock(node, run.run(), moment);
        return clocks == null || clock == null
                ? run.wallOf(micros) - shift
                : Math.floorDiv(clocks.at(clock, moment), MICRO);
    }

    /** The last moment of a run that lies at this place or before it. */
    public long momentOf(RunIndex run, long place) {
        long low = run.first();
        long high = run.last();
        if (place < of(run, low)) {
            return low - (of(run, low) - place);
        }
        if (place >= of(run, high)) {
            return high + (place - of(run, high));
        }
        while (high - low > 1) {
            long middle = low + high >>> 1;
            if (of(run, middle) <= place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What the node's own wall clock showed at a place, in microseconds since 1970. */
    public long wallAt(long place) {
        if (clocks != null) {
            for (var clock : known) {
                long moment = clocks.firstAt(clock, place * MICRO);
                if (moment <= clocks.last(clock)) {
                    return Math.floorDiv(clocks.own(clock, moment), MICRO);
                }
            }
        }
        return place + shift;
    }

    /** The place of a moment that its own wall clock had at {@code wall}, after all that is known here. */
    public long ofWall(long wall) {
        return wall - shift;
    }

    /** How far the wall clock was ahead of where the node's last moment lies: 0 unless adverts prove that it was wrong. */
    public long shift() {
        return shift;
    }

    /** At its last moment the wall clock was ahead by this at least; null when nothing says so. */
    public @Nullable Long low() {
        return low;
    }

    /** At its last moment the wall clock was ahead by this at most; null when nothing says so. */
    public @Nullable Long high() {
        return high;
    }

    /** In words, how the node's clock stands. */
    public String text() {
        return clocks == null || known.isEmpty() ? "nothing is known of its clock" : clocks.text(known.getLast());
    }
}
