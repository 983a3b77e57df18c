package io.keepsake.history.clock;

import io.keepsake.history.clock.ClockLog.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The adverts that are in what two clocks stamped. One with an identification that comes once is the one it says. Others
 * come again, after 65,536 events or in another run, and which one it was is told by how far the two clocks are apart then:
 * of all pairs that could be one, those count whose distance most of their neighbours share.
 */
final class AdvertMatches {
    /** An advert that left when one clock showed {@code sent} and arrived when the other showed {@code heard}. */
    record AdvertMatch(long sent, long heard) {}

    private static final long FAR_NANOS = 3_600_000_000_000L;

    /** So many adverts are looked at together; in between, clocks do not drift apart by more than the window. */
    private static final int TOGETHER = 128;

    private static final long TOGETHER_NANOS = 100_000_000_000L;

    /** Distances within this are taken for the same: what adverts are under way, and the drift. */
    private static final long WINDOW_NANOS = 60_000_000;

    /** Fewer may agree by chance where a key comes again: each run counts its events anew. */
    private static final int AGREEING = 3;

    /** Pairs that are looked at for one arrival. */
    private static final int CANDIDATES_MAX = 64;

    private final Stretch from;
    private final Stretch to;

    private final Keys keys;
    private final LongPredicate mayHaveLeft;
    private final LongPredicate mayHaveArrived;

    private AdvertMatches(
            Stretch from, Stretch to, Keys keys, LongPredicate mayHaveLeft, LongPredicate mayHaveArrived) {
        this.from = from;
        this.to = to;
        this.keys = keys;
        this.mayHaveLeft = mayHaveLeft;
        this.mayHaveArrived = mayHaveArrived;
    }

    /** How often each key is among what all clocks of the sender, and of the listener, stamped. */
    record Keys(Map<Long, Integer> sent, Map<Long, Integer> heard) {
        static Keys of(List<Stretch> senders, List<Stretch> listeners) {
            return new Keys(
                    counted(senders.stream().map(stretch -> stretch.sent).toList()),
                    counted(listeners.stream().map(stretch -> stretch.heard).toList()));
        }

        /**
         * Whether what left and what arrived with this key is one advert. One with an identification may arrive twice, as a
         * duplicate; without, two that arrived are two.
         */
        private boolean isSole(long key, boolean identified) {
            return sent.getOrDefault(key, 0) == 1 && (identified || heard.getOrDefault(key, 0) == 1);
        }
    }

    private static Map<Long, Integer> counted(List<Samples> stamped) {
        var counts = new HashMap<Long, Integer>();
        for (var samples : stamped) {
            for (int i = 0; i < samples.size(); i++) {
                counts.merge(samples.key(i), 1, Integer::sum);
            }
        }
        return counts;
    }

    /**
     * In the order of their arrival.
     *
     * @param mayHaveLeft whether one that left at this moment may have come to this listener's clock
     * @param mayHaveArrived whether one that arrived at this moment may have left by this sender's clock
     */
    static List<AdvertMatch> between(
            Stretch from, Stretch to, Keys keys, LongPredicate mayHaveLeft, LongPredicate mayHaveArrived) {
        var found = new AdvertMatches(from, to, keys, mayHaveLeft, mayHaveArrived);
        var all = found.match(true);
        return all.isEmpty() ? found.match(false) : all;
    }

    /** @param identified those with an identification, or the first ones after a silence */
    private List<AdvertMatch> match(boolean identified) {
        Map<Long, long[]> sends = sends(identified);
        var all = new ArrayList<AdvertMatch>();
        var together = new ArrayList<Integer>();
        var sole = new ArrayList<AdvertMatch>();
        for (int i = 0; i < to.heard.size(); i++) {
            var candidates = sends.get(to.heard.key(i));
            if ((to.heard.key(i) & 0xffff) != 0 == identified
                    && candidates != null
                    && mayHaveArrived.test(to.heard.at(i))) {
                var pair = new AdvertMatch(candidates[0], to.heard.at(i));
                if (keys.isSole(to.heard.key(i), identified) && isNear(pair)) {
                    sole.add(pair);
                }
                boolean full = together.size() == TOGETHER
                        || !together.isEmpty() && to.heard.at(i) - to.heard.at(together.getFirst()) > TOGETHER_NANOS;
                if (full && identified) {
                    all.addAll(agreed(together, sends));
                    together.clear();
                }
                together.add(i);
            }
        }
        all.addAll(agreed(together, sends));
        var both = consistent(all);
        both.addAll(sole);
        both.sort(Comparator.comparingLong(AdvertMatch::heard).thenComparingLong(AdvertMatch::sent));
        return both;
    }

    private Map<Long, long[]> sends(boolean identified) {
        var sends = new HashMap<Long, long[]>();
        for (int i = 0; i < from.sent.size(); i++) {
            long key = from.sent.key(i);
            long at = from.sent.at(i);
            if ((key & 0xffff) != 0 == identified && mayHaveLeft.test(at)) {
                sends.merge(key, new long[] {at}, AdvertMatches::joined);
            }
        }
        return sends;
    }

    private static long[] joined(long[] one, long[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Those of these arrivals whose distance from a send is that of most. */
    private List<AdvertMatch> agreed(List<Integer> arrivals, Map<Long, long[]> sends) {
        var pairs = new ArrayList<AdvertMatch>();
        for (int place : arrivals) {
            long heard = to.heard.at(place);
            for (long sent : nearest(sends.getOrDefault(to.heard.key(place), new long[0]), heard)) {
                pairs.add(new AdvertMatch(sent, heard));
            }
        }
        pairs.sort((a, b) -> Long.compare(a.heard - a.sent, b.heard - b.sent));
        int best = 0;
        int bestFrom = 0;
        int second = 0;
        for (int begin = 0, end = 0; begin < pairs.size(); begin++) {
            while (end < pairs.size() && distance(pairs.get(end)) - distance(pairs.get(begin)) <= WINDOW_NANOS) {
                end++;
            }
            boolean apart = distance(pairs.get(begin)) - distance(pairs.get(bestFrom)) > WINDOW_NANOS;
            if (end - begin > best) {
                second = apart ? best : second;
                best = end - begin;
                bestFrom = begin;
            } else if (apart) {
                second = Math.max(second, end - begin);
            }
        }
        boolean clear = best >= AGREEING && best * 2 > arrivals.size() && best > second * 2;
        return clear ? pairs.subList(bestFrom, bestFrom + best) : List.of();
    }

    private static long distance(AdvertMatch pair) {
        return pair.heard - pair.sent;
    }

    /** Not further apart than wall clocks of two nodes ever are. */
    private boolean isNear(AdvertMatch pair) {
        return Math.abs(distance(pair) + to.base - from.base) < FAR_NANOS;
    }

    /** By the wall clocks. */
    private long[] nearest(long[] sent, long heard) {
        if (sent.length <= CANDIDATES_MAX) {
            return sent;
        }
        long there = heard + to.base - from.base;
        int place = Arrays.binarySearch(sent, there);
        int begin = Math.clamp((place < 0 ? -place - 1 : place) - CANDIDATES_MAX / 2L, 0, sent.length - CANDIDATES_MAX);
        return Arrays.copyOfRange(sent, begin, begin + CANDIDATES_MAX);
    }

    /** Without those that no drift of clocks brings together with the most. */
    private static List<AdvertMatch> consistent(List<AdvertMatch> pairs) {
        var sorted = new ArrayList<>(pairs);
        sorted.sort((a, b) -> Long.compare(a.heard, b.heard));
        var best = new ArrayList<AdvertMatch>();
        var chain = new ArrayList<AdvertMatch>();
        for (var pair : sorted) {
            if (!chain.isEmpty() && !follows(chain.getLast(), pair)) {
                best = chain.size() > best.size() ? chain : best;
                chain = new ArrayList<>();
            }
            chain.add(pair);
        }
        return chain.size() > best.size() ? chain : best;
    }

    private static boolean follows(AdvertMatch before, AdvertMatch after) {
        long drifted = Math.abs(distance(after) - distance(before));
        return drifted <= 2 * WINDOW_NANOS + Envelope.drift(after.heard - before.heard);
    }

    /** Without those that say nothing beside the others, however the clocks drift within the bounds. */
    static List<AdvertMatch> tightest(List<AdvertMatch> pairs) {
        var forward = tighter(pairs);
        var backward = tighter(forward.reversed());
        return backward.reversed();
    }

    /** Those that none before them makes superfluous. */
    private static List<AdvertMatch> tighter(List<AdvertMatch> pairs) {
        var tight = new ArrayList<AdvertMatch>();
        for (var pair : pairs) {
            var last = tight.isEmpty() ? null : tight.getLast();
            if (last == null || distance(pair) < distance(last) + 2 * Envelope.drift(pair.heard - last.heard)) {
                tight.add(pair);
            }
        }
        return tight;
    }
}
