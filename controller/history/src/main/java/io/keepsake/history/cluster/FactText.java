package io.keepsake.history.cluster;

import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.OthersHand;
import io.keepsake.history.explain.OthersHand.Forward;
import io.keepsake.history.show.Spans;
import java.util.stream.Collectors;

/** A fact in one line, without its time and its node. */
public final class FactText {
    private FactText() {}

    /** What happened. */
    public static String of(Fact fact) {
        return switch (fact) {
            case Fact.Began b ->
                b.whole()
                        ? "director " + b.version() + " begins to run"
                        : "the record begins here; the run began before";
            case Fact.Ended e ->
                switch (e.how()) {
                    case STOPPED -> "stopped";
                    case WITHOUT_A_WORD -> "the record of this run just ends";
                    case MISSING -> "what came last of this run is missing";
                    case JOURNAL_ENDS -> "the journal ends";
                };
            case Fact.Configured c ->
                c.differences().isEmpty()
                        ? "configured: " + c.config().instances().size() + " instances, "
                                + c.config().virtualServers().size() + " virtual servers"
                        : "configured anew: " + String.join("; ", c.differences());
            case Fact.Moved m -> moved(m);
            case Fact.Hole h -> "MISSING: " + h.what();
            case Fact.Stalled s ->
                "stood still for " + Spans.print(s.nanos())
                        + (s.isCounted() ? ", wanting a CPU for " + Spans.print(s.waitedNanos()) + " of it" : "");
            case Fact.Stepped s -> OthersHand.onWallClock("", s.nanos(), Forward.EITHER);
            case Fact.ClockJumped j ->
                "its wall clock is " + Spans.print(j.nanos()) + " further than its monotonic one";
            case Fact.Heard h -> heard(h);
            case Fact.Sent s ->
                s.priority() == 0
                        ? s.instance() + ": sent its goodbye"
                        : s.instance() + ": sends adverts, priority " + s.priority() + ": " + s.count() + " in "
                                + Spans.print(s.last().moment() - s.first().moment())
                                + (s.failed() == 0 ? "" : ", " + s.failed() + " failed");
            case Fact.SendFailed s -> s.instance() + ": " + s.count() + " adverts could not be sent: " + s.detail();
            case Fact.Rejected r ->
                r.instance() + ": rejected " + r.count() + " packets of " + r.source() + ": " + r.reason() + ", "
                        + r.detail();
            case Fact.Discarded d ->
                d.instance() + ": " + d.count() + " adverts of " + d.source() + " did not count: " + d.reason() + ", "
                        + d.detail();
            case Fact.LinkMoved l -> link(l);
            case Fact.AddressMoved a ->
                a.address()
                        + (a.stands() ? " stands" : " is gone")
                        + (a.own() || !a.noticed() ? "" : ", by another hand");
            case Fact.Announced a ->
                "announces " + a.addresses().stream().map(Object::toString).collect(Collectors.joining(", "));
            case Fact.Programmed p ->
                "programs " + p.changes() + (p.changes() == 1 ? " change" : " changes") + " of the IPVS table"
                        + (p.done() == null
                                ? ""
                                : ", done after "
                                        + Spans.print(
                                                p.done().moment() - p.stamp().moment()));
            case Fact.Failed f -> "failed: " + f.detail();
            case Fact.Decided d -> EventText.print(d.decision());
            case Fact.Asked a -> EventText.print(a.event());
            case Fact.Drifted d -> "somebody else " + OthersHand.onIpvs(d.event());
        };
    }

    private static String moved(Fact.Moved m) {
        var to = m.to() == Role.INIT ? "stopped" : m.to().toString();
        return m.decision() == null
                ? m.instance() + " is " + to
                : m.instance() + " " + m.from() + " -> " + to + ": "
                        + EventText.print(m.decision()).replaceFirst("^\\S+ instance=\\S+ from=\\S+ ", "");
    }

    private static String heard(Fact.Heard h) {
        return h.priority() == 0
                ? h.instance() + ": hears the goodbye of " + h.source()
                : h.instance() + ": hears " + h.source() + ", priority " + h.priority() + ": " + h.count() + " in "
                        + Spans.print(h.last().moment() - h.first().moment());
    }

    private static String link(Fact.LinkMoved l) {
        var link = l.link();
        return link == null
                ? l.name() + " is gone"
                : l.name() + " is " + (link.up() ? link.running() ? "up" : "up, without a carrier" : "down");
    }
}
