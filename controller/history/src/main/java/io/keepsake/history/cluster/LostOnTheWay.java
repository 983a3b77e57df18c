package io.keepsake.history.cluster;

import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Reason;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The verdict where a master sent and was not heard: what kind of loss it was. */
final class LostOnTheWay {
    private static final long MILLI = 1_000_000;

    /** What is so many intervals away belongs to it. */
    private static final long WINDOW_INTERVALS = 40;

    private final VerdictDraft draft;
    private final ClusterHistory history;
    private final Group group;
    private final String node;
    private final Stamp at;
    private final String from;
    private final long begin;
    private final long end;

    /**
     * @param from the master
     * @param begin the last that was heard of it, on the common clock
     * @param end the takeover
     */
    LostOnTheWay(VerdictDraft draft, String from, long begin, long end) {
        this.draft = draft;
        this.from = from;
        this.begin = begin;
        this.end = end;
        history = draft.history();
        group = draft.group();
        node = draft.node();
        at = draft.at();
    }

    /** The master sent; whether the other way was open tells what kind of loss it was. */
    Verdict decide(Fact.Sent sent) {
        long many = Math.max(
                1,
                (Math.min(end, history.place(sent.last())) - Math.max(begin, history.place(sent.first())))
                        / Math.max(1, sent.intervalNanos()));
        draft.shows(sent.first(), from + " sent about " + many + " adverts in that time, without an error");
        draft.beside(from + " did not stand still, did not stop and had no error in sending");
        var stall = history.each(node, Fact.Stalled.class)
                .filter(s -> history.place(s.stamp()) >= begin && history.place(s.stamp()) <= end + MILLI)
                .filter(s -> s.nanos() * 2 > end - begin)
                .findFirst()
                .orElse(null);
        if (stall != null) {
            draft.shows(stall.stamp(), "the loop of " + node + " had stood still for " + Spans.print(stall.nanos()));
            return draft.is(
                    Rule.RECEIVER_STOOD_STILL,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.LIKELY,
                    node + " stood still for " + Spans.print(stall.nanos()) + " and took over when it woke, though "
                            + from + " had been sending");
        }
        long answer = history.place(at) + 2 * group.interval();
        var again = history.each(node, Fact.Heard.class)
                .filter(h -> group.has(node, h.instance()) && from.equals(history.sender(h.source())))
                .filter(h -> history.place(h.first()) > end)
                .map(Fact.Heard::first)
                .min(Comparator.comparingLong(history::place))
                .orElse(null);
        var back = history.each(from, Fact.Heard.class)
                .filter(h -> group.has(from, h.instance()) && node.equals(history.sender(h.source())))
                .filter(h -> history.place(h.last()) >= end - MILLI && history.place(h.first()) <= answer)
                .filter(h -> again == null || showsOneWay(h, again))
                .findFirst()
                .orElse(null);
        var others = history.nodes().stream()
                .filter(other -> !other.equals(from) && !other.equals(node))
                .filter(other -> history.each(other, Fact.Heard.class)
                        .anyMatch(h -> group.has(other, h.instance())
                                && from.equals(history.sender(h.source()))
                                && history.place(h.first()) < end
                                && history.place(h.last()) > begin + MILLI))
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            draft.beside(others + " heard " + from + " in that time: the way to " + node + " was broken, not " + from);
        }
        if (back != null) {
            draft.shows(back.first(), from + " heard " + node);
            return draft.is(
                    Rule.ONE_WAY_LOSS,
                    Reason.MASTER_NOT_RESPONDING,
                    Confidence.CERTAIN,
                    "one-way loss: " + from + " sent and " + node + " did not hear it, while " + from + " heard " + node
                            + often());
        }
        return draft.is(
                Rule.TWO_WAY_PARTITION,
                Reason.MASTER_NOT_RESPONDING,
                Confidence.CERTAIN,
                "the network was cut between " + from + " and " + node
                        + ": both were sending and neither heard the other" + often());
    }

    /** Whether adverts were missed at other times about it, too: such a way is bad, and not closed. */
    private String often() {
        long window = WINDOW_INTERVALS * group.interval();
        long silences = 0;
        Fact.Heard before = null;
        for (var heard : history.each(node, Fact.Heard.class)
                .filter(h -> group.has(node, h.instance()) && from.equals(history.sender(h.source())))
                .filter(h -> history.place(h.last()) > begin - window && history.place(h.first()) < end + window)
                .toList()) {
            boolean missed = before != null
                    && before.last().clock().equals(heard.first().clock())
                    && heard.first().moment() - before.last().moment() > heard.intervalNanos() * 3 / 2
                    && (history.place(before.last()) >= end || history.place(heard.first()) <= begin);
            silences += missed ? 1 : 0;
            before = heard;
        }
        return silences == 0
                ? ""
                : "; " + node + " missed adverts of it " + Counted.of(silences, "more time") + " within "
                        + Spans.print(window) + " of that: the way loses some, and not all";
    }

    /**
     * Whether this was heard while the other way was closed: the first advert of the new master, or one so long before it
     * heard the old one again that another must have come. Otherwise both ways may have been opened at once.
     */
    private boolean showsOneWay(Fact.Heard heard, Stamp again) {
        if (history.place(heard.first()) + group.interval() < history.place(again)) {
            return true;
        }
        // the identification is the last 16 bits of the index that the advert has in its sender's journal
        return heard.firstId() != 0
                && history.each(node, Fact.Sent.class)
                        .map(Fact.Sent::first)
                        .filter(s -> s.clock().equals(at.clock()) && s.run() == at.run() && s.index() > at.index())
                        .findFirst()
                        .filter(s -> (s.index() & 0xffff) == heard.firstId())
                        .isPresent();
    }
}
