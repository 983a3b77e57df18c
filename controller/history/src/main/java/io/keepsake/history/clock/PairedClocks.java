package io.keepsake.history.clock;

import io.keepsake.history.clock.AdvertMatches.AdvertMatch;
import io.keepsake.history.clock.AdvertMatches.Keys;
import io.keepsake.history.clock.ClockLog.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two clocks of two nodes that ran at the same time, with the adverts from the one to the other that show it. Each run
 * counts its events anew, so the same identifications come again after each boot, as regularly as before: what was heard
 * of one boot fits another one too, some minutes away. But a node has one clock after the other, and never two at once. So
 * those for which most speaks are found first; whatever arrived meanwhile is theirs, and others must go with them.
 *
 * @param from the sender's
 * @param to the listener's
 * @param ofFirst the place of the first node's clock among those of that node
 * @param ofSecond the place of the second node's
 * @param forward whether the first node is the sender
 * @param adverts in the order of their arrival
 */
record PairedClocks(Stretch from, Stretch to, int ofFirst, int ofSecond, boolean forward, List<AdvertMatch> adverts) {
    /** Clocks that follow each other may seem to overlap by what adverts are under way and notices late. */
    private static final long OVERLAP_NANOS = 1_000_000_000L;

    /** Wall clocks that somebody keeps in time are not further apart; by chance another boot hardly fits so well. */
    private static final long SAME_NANOS = 2_000_000_000L;

    private static final long SAME_WEIGHT = 8;

    /** Those of two nodes, each with its clocks in their order. */
    static List<PairedClocks> of(List<Stretch> first, List<Stretch> second) {
        var there = Keys.of(first, second);
        var back = Keys.of(second, first);
        var open = new ArrayList<PairedClocks>();
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < second.size(); j++) {
                open.add(new PairedClocks(first.get(i), second.get(j), i, j, true, List.of()));
                open.add(new PairedClocks(second.get(j), first.get(i), i, j, false, List.of()));
            }
        }
        var kept = new ArrayList<PairedClocks>();
        open.replaceAll(pair -> pair.matched(pair.forward ? there : back, kept));
        open.removeIf(pair -> pair.adverts.isEmpty());
        while (!open.isEmpty()) {
            var most = open.stream()
                    .max(Comparator.comparingLong(PairedClocks::weight)
                            .thenComparing(PairedClocks::apart, Comparator.reverseOrder()))
                    .orElseThrow();
            open.remove(most);
            if (kept.stream().allMatch(most::agrees)) {
                kept.add(most);
                open.replaceAll(pair -> pair.isBeside(most) ? pair.matched(pair.forward ? there : back, kept) : pair);
                open.removeIf(pair -> pair.adverts.isEmpty());
            }
        }
        return kept;
    }

    /** With the adverts that are not those of others. */
    private PairedClocks matched(Keys keys, List<PairedClocks> others) {
        var ofSender = others.stream()
                .filter(pair -> pair.from == from && pair.forward == forward)
                .toList();
        var ofListener = others.stream()
                .filter(pair -> pair.to == to && pair.forward == forward)
                .toList();
        var found = AdvertMatches.between(
                from,
                to,
                keys,
                left -> ofSender.stream().noneMatch(pair -> pair.sends(left)),
                arrived -> ofListener.stream().noneMatch(pair -> pair.hears(arrived)));
        return new PairedClocks(from, to, ofFirst, ofSecond, forward, found);
    }

    private boolean isBeside(PairedClocks other) {
        return forward == other.forward && (from == other.from || to == other.to);
    }

    private boolean sends(long moment) {
        return adverts.getFirst().sent() <= moment
                && moment <= adverts.getLast().sent();
    }

    private boolean hears(long moment) {
        return adverts.getFirst().heard() <= moment
                && moment <= adverts.getLast().heard();
    }

    /** So many adverts speak for it; and where both wall clocks say the same, they do too. */
    private long weight() {
        return apart() <= SAME_NANOS ? adverts.size() * SAME_WEIGHT : adverts.size();
    }

    /** By the wall clocks, at the first advert. */
    private long apart() {
        return Math.abs(adverts.getFirst().heard() - adverts.getFirst().sent() + to.base - from.base);
    }

    /** Whether both can be so, as the clocks of a node follow each other. */
    private boolean agrees(PairedClocks other) {
        int first = Integer.compare(ofFirst, other.ofFirst);
        int second = Integer.compare(ofSecond, other.ofSecond);
        if (first == 0 && second == 0) {
            return true;
        }
        if (first == 0 || second == 0) {
            return first + second < 0 ? precedes(other, first == 0) : other.precedes(this, first == 0);
        }
        return first == second;
    }

    /**
     * Whether the clock of this that the other has not ends, by the clock that they share, before that of the other begins.
     *
     * @param sharesFirst whether it is the first node's clock that they share
     */
    private boolean precedes(PairedClocks later, boolean sharesFirst) {
        var last = adverts.getLast();
        var first = later.adverts.getFirst();
        var mine = sharesFirst ? second() : first();
        var theirs = sharesFirst ? later.second() : later.first();
        long ends = mine.last - apart(last, sharesFirst);
        long begins = theirs.first - later.apart(first, sharesFirst);
        long away = mine.last - moment(last, sharesFirst) + later.moment(first, sharesFirst) - theirs.first;
        return ends <= begins + OVERLAP_NANOS + 2 * Envelope.drift(away);
    }

    private Stretch first() {
        return forward ? from : to;
    }

    private Stretch second() {
        return forward ? to : from;
    }

    /** By how much the clock that is not shared shows more than the one that is. */
    private long apart(AdvertMatch advert, boolean sharesFirst) {
        return forward == sharesFirst ? advert.heard() - advert.sent() : advert.sent() - advert.heard();
    }

    /** By the clock that is not shared. */
    private long moment(AdvertMatch advert, boolean sharesFirst) {
        return forward == sharesFirst ? advert.heard() : advert.sent();
    }
}
