package io.keepsake.history.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what comes again and again: what has the same key, one after another without a break. Of more keys than have
 * room the one that waits longest is told first.
 *
 * @param <K> what makes two of them one streak
 */
final class Streaks<K> {
    private static final int MOST = 4_096;

    /** A streak that goes on. */
    static final class Streak<K> {
        final K key;
        final Stamp first;
        Stamp last;
        long count = 1;
        long longest;
        int firstId;
        int lastId;
        int leastStep;
        int mostStep;
        long failed;

        private Streak(K key, Stamp first) {
            this.key = key;
            this.first = first;
            this.last = first;
        }
    }

    private final SequencedMap<K, Streak<K>> open = new LinkedHashMap<>();
    private final Consumer<Streak<K>> told;

    /** @param told takes each when it is over */
    Streaks(Consumer<Streak<K>> told) {
        this.told = told;
    }

    /**
     * One more.
     *
     * @param pause a silence after which it is another streak, in nanoseconds
     */
    Streak<K> add(K key, Stamp at, long pause) {
        return add(key, open.get(key), at, pause);
    }

    /** @param streak that goes on with this key, as {@link #get} gave it */
    Streak<K> add(K key, @Nullable Streak<K> streak, Stamp at, long pause) {
        if (streak != null && streak.last.clock().equals(at.clock()) && at.moment() - streak.last.moment() <= pause) {
            streak.longest = Math.max(streak.longest, at.moment() - streak.last.moment());
            streak.last = at;
            streak.count++;
            return streak;
        }
        if (streak != null) {
            open.remove(key);
            told.accept(streak);
        }
        if (open.size() == MOST) {
            told.accept(open.pollFirstEntry().getValue());
        }
        var begun = new Streak<>(key, at);
        open.putLast(key, begun);
        return begun;
    }

    @Nullable Streak<K> get(K key) {
        return open.get(key);
    }

    /** Those that go on are over for which this holds. */
    void end(java.util.function.Predicate<K> which) {
        List<K> ending = new ArrayList<>();
        open.keySet().stream().filter(which).forEach(ending::add);
        for (var key : ending) {
            var streak = open.remove(key);
            if (streak != null) {
                told.accept(streak);
            }
        }
    }

    void endAll() {
        end(_ -> true);
    }

    /** Tells those that go on as if they were over; they go on all the same. */
    void tellAll() {
        open.values().forEach(told);
    }
}
