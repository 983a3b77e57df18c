package io.keepsake.history.clock;

import io.keepsake.history.clock.ClockLog.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the moments of one clock lie, and within which bounds they must. */
final class Line {
    private final ClockId id;
    private final long first;
    private final long last;
    private final long base;
    private Envelope highs = new Envelope();
    /** Of the clock turned round, so that it too says what is most. */
    private Envelope lows = new Envelope();

    private final List<long[]> newHighs = new ArrayList<>();
    private final List<long[]> newLows = new ArrayList<>();
    /** What the adverts alone allow, wherever other clocks were placed. */
    private Envelope provenHighs = highs;

    private Envelope provenLows = lows;
    private boolean fixed;

    /** @param stretch as it is now; it may grow */
    Line(Stretch stretch) {
        id = stretch.id;
        first = stretch.first;
        last = stretch.last;
        base = stretch.base;
    }

    ClockId id() {
        return id;
    }

    /** The first that it stamped. */
    long firstMoment() {
        return first;
    }

    /** The last that it stamped. */
    long lastMoment() {
        return last;
    }

    /** The place by the node's own wall clock. */
    long own(long moment) {
        return moment + base;
    }

    /** From here on it lies where it lies, and others are bounded by that. */
    void fix() {
        fixed = true;
    }

    boolean isFixed() {
        return fixed;
    }

    /** What is known until now is what adverts prove. */
    void proven() {
        provenHighs = highs;
        provenLows = lows;
    }

    /** Forgets all bounds. */
    void forget() {
        highs = new Envelope();
        lows = new Envelope();
    }

    /** Takes what is news, with the next {@link #settle}. */
    void notBefore(long moment, long place) {
        var known = lows.at(moment);
        long ahead = own(moment) - place;
        if (known == null || ahead < known) {
            newLows.add(new long[] {moment, ahead});
        }
    }

    /** Takes what is news, with the next {@link #settle}. */
    void notAfter(long moment, long place) {
        var known = highs.at(moment);
        long ahead = place - own(moment);
        if (known == null || ahead < known) {
            newHighs.add(new long[] {moment, ahead});
        }
    }

    /** Takes what waits; whether there was any. */
    boolean settle() {
        boolean news = !newLows.isEmpty() || !newHighs.isEmpty();
        if (!newLows.isEmpty()) {
            lows.add(newLows);
            newLows.clear();
        }
        if (!newHighs.isEmpty()) {
            highs.add(newHighs);
            newHighs.clear();
        }
        return news;
    }

    /** The least place of a moment; null when nothing bounds it. */
    @Nullable Long low(long moment) {
        return fixed ? (Long) at(moment) : least(lows, moment);
    }

    /** The greatest place of a moment; null when nothing bounds it. */
    @Nullable Long high(long moment) {
        return fixed ? (Long) at(moment) : greatest(highs, moment);
    }

    @Nullable Long provenLow(long moment) {
        return least(provenLows, moment);
    }

    @Nullable Long provenHigh(long moment) {
        return greatest(provenHighs, moment);
    }

    private @Nullable Long least(Envelope envelope, long moment) {
        var behind = envelope.at(moment);
        return behind == null ? null : (Long) (own(moment) - behind);
    }

    private @Nullable Long greatest(Envelope envelope, long moment) {
        var ahead = envelope.at(moment);
        return ahead == null ? null : (Long) (own(moment) + ahead);
    }

    /** Whether something bounds it on one side and nothing on the other. */
    boolean isOneSided() {
        return lows.isEmpty() != highs.isEmpty();
    }

    /** Where the moment is placed: by its own wall clock, or as near to that as the bounds allow. */
    long at(long moment) {
        var low = least(lows, moment);
        var high = greatest(highs, moment);
        long own = own(moment);
        if (low != null && high != null && low > high) {
            return low + (high - low) / 2;
        }
        if (low != null && low > own) {
            return low;
        }
        return high != null && high < own ? high : own;
    }

    /** Whether its last moment is placed by the node's own wall clock. */
    boolean isByItsOwn() {
        return at(last) == own(last);
    }

    /** How well it is bounded at its best, in nanoseconds; below 0 where bounds contradict each other. */
    long width() {
        long best = Long.MAX_VALUE;
        for (long moment : lows.moments()) {
            var low = least(lows, moment);
            var high = greatest(highs, moment);
            best = low == null || high == null ? best : Math.min(best, high - low);
        }
        return best;
    }
}
