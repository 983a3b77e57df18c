package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.RecentFacts.Fact;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The causes of one transition in words, each with its evidence. */
final class Causes {
    private static final long SECOND = 1_000_000_000L;

    private final NodeHistory node;
    private final InstanceHistory history;
    private final Turn turn;
    private final List<String> lines = new ArrayList<>();

    Causes(NodeHistory node, InstanceHistory history, Turn turn) {
        this.node = node;
        this.history = history;
        this.turn = turn;
    }

    List<String> lines() {
        return lines;
    }

    private String here() {
        return node.cite(turn.recorded().index());
    }

    void explain(Why why) {
        switch (why) {
            case Why.Started _ -> {
                lines.add("  because it was configured (" + node.cite(node.configIndex())
                        + ") and nothing is wrong with its interface (kernel read at " + node.cite(node.kernelIndex())
                        + ")");
            }
            case Why.FaultCleared _ -> lines.add("  because the last fault went: " + event());
            case Why.MasterDownExpired(var timer) -> expired(timer);
            case Why.HigherPriorityHeard w -> {
                lines.add("  because the advert " + here() + " of " + w.source() + " has priority " + w.theirs()
                        + ", above ours, " + w.ours());
                bothMasters(w.source().toString());
            }
            case Why.HigherAddressHeard w -> {
                lines.add("  because the advert " + here() + " of " + w.source() + " has our priority, " + w.both()
                        + ", and the higher address (ours is " + w.ours() + ")");
                bothMasters(w.source().toString());
            }
            case Why.AddressLost(var address) ->
                lines.add("  because someone else took " + address.address() + " off " + address.link() + " (" + here()
                        + "); it elects again after the skew");
            case Why.Stopped(var by) -> lines.add("  because a stop was asked for by " + by + " (" + here() + ")");
        }
    }

    void explain(List<FaultCause> reasons) {
        lines.add("  because " + reasons.stream().map(Causes::words).collect(Collectors.joining("; ")));
        lines.add("    told by " + event());
    }

    private static String words(FaultCause fault) {
        var subject = fault.subject();
        return fault.reason()
                + switch (fault.reason()) {
                    case INTERFACE_MISSING -> ": there is no interface " + subject;
                    case INTERFACE_DOWN -> ": " + subject + " is down or has no carrier";
                    case NO_SOURCE_IP -> ": " + subject + " has no address to send adverts from";
                    case DUPLICATE_VRID -> ": " + subject + " says the same on the wire (interface, group or peer, VRID)";
                    case SOCKET_FAILED ->
                        ": its sockets on " + subject + " could not be opened, so it would hear nobody";
                    case ADDRESS_INTERFACE_DOWN ->
                        ": " + subject + ", where one of its addresses stands, is missing or down";
                    case TRACKED_INTERFACE -> ": " + subject + ", which it tracks, is not as it should be";
                };
    }

    private String event() {
        return here() + " " + EventText.print(turn.recorded().event());
    }

    private void bothMasters(String other) {
        if (history.role() == Role.MASTER) {
            lines.add("    two masters: this node had been one since " + Clock.time(history.roleSinceWall()) + " ("
                    + node.cite(history.roleIndex()) + "), for "
                    + Spans.print(turn.recorded().at().since(history.roleSince())) + "; since when " + other
                    + " is one, its journal tells");
        }
    }

    private void expired(DownTimer timer) {
        lines.add("  because " + origin(timer));
        switch (timer.armed()) {
            case ADVERT, PRIORITY_ZERO, STALLED -> {
                lines.add("    " + sum(timer));
                before(timer);
                window(timer);
            }
            case START, ADDRESS_LOST, FAULT_CLEARED -> {
                lines.add("    " + sum(timer));
                window(timer);
            }
            case OWNER_START -> {}
        }
    }

    private String origin(DownTimer timer) {
        var by = node.cite(timer.armedBy());
        var heard = history.adverts().find(timer.armedBy());
        var when = Clock.time(wall(timer.armedAt()));
        return switch (timer.armed()) {
            case ADVERT ->
                heard == null
                        ? "the master-down timer ran out: it was set by the advert " + by + " at " + when
                                + "; cannot tell whose: that is before what was read here, or not recorded"
                        : "the master-down timer ran out: it was set by the advert " + by + " of " + heard.source()
                                + " (priority " + heard.priority() + ") at " + when;
            case PRIORITY_ZERO ->
                "the master said goodbye: the advert " + by + " at " + when + " has priority 0"
                        + (heard == null ? "" : ", of " + heard.source());
            case START -> "no master it yields to was heard since it started (" + by + ") at " + when;
            case OWNER_START -> "it owns the addresses (priority 255) and waits for nobody (" + by + ")";
            case ADDRESS_LOST ->
                "it had stepped down when an address was taken away (" + by + " at " + when
                        + ") and nobody else took over";
            case FAULT_CLEARED -> "no master it yields to was heard since its fault cleared (" + by + ") at " + when;
            case STALLED ->
                "this process had stood still (" + by + ") until " + when
                        + ", so it waited for one more advert, and none came";
        };
    }

    /** The wall clock at a moment of this run, reckoned from this turn. */
    private Instant wall(Moment moment) {
        return turn.recorded().wall().minusNanos(turn.recorded().at().since(moment));
    }

    private String sum(DownTimer timer) {
        var skew = "skew " + TextSink.seconds(timer.skewNanos()) + " s";
        var intervals =
                timer.adverts() == 0 ? "" : timer.adverts() + " x " + TextSink.seconds(timer.intervalNanos()) + " s + ";
        long whole = timer.due().since(timer.armedAt());
        var equals = timer.adverts() == 0 ? "" : " = " + TextSink.seconds(whole) + " s";
        var late = turn.recorded().at().since(timer.due());
        return intervals + skew + equals + " of silence; the loop woke " + Spans.print(late) + " after it was due";
    }

    private void before(DownTimer timer) {
        var heard = history.adverts().find(timer.armedBy());
        if (heard != null) {
            lines.add("  before: " + history.adverts().regularity(heard.source(), heard.index()));
        }
    }

    /** What else is known of the time in which the timer ran, and what can be concluded from this node alone. */
    private void window(DownTimer timer) {
        var from = timer.armedAt();
        var to = turn.recorded().at();
        var refused = history.refusals().within(from, to);
        lines.add("  rejected or discarded in the silent window: " + (refused.isEmpty() ? "none" : grouped(refused)));
        var stalls = node.stalls().within(from, to);
        lines.add("  stalls of this process in the window: "
                + (stalls.isEmpty() ? "none" : stalls.stream().map(Fact::text).collect(Collectors.joining(", "))));
        var steps = node.steps().within(from, to);
        if (!steps.isEmpty()) {
            lines.add("  steps of the wall clock in the window, which timers do not follow: "
                    + steps.stream().map(Fact::text).collect(Collectors.joining(", ")));
        }
        var holes = node.holes().within(from, to);
        var span = Clock.dated(wall(from)) + " to " + Clock.time(wall(to));
        if (!holes.isEmpty()) {
            lines.add("  cannot tell what else was heard: "
                    + holes.stream().map(Fact::text).collect(Collectors.joining("; ")));
            lines.add("    collect: the other node's journal, or a capture, for " + span);
            return;
        }
        var verdict = verdict(timer.armed(), refused, stalls);
        if (!verdict.isEmpty()) {
            lines.add("  so: " + verdict);
        }
        if (timer.armed() == Why.Armed.ADVERT && refused.isEmpty()) {
            lines.add("    collect: the other node's journal, or a capture, for " + span);
        }
    }

    private String grouped(List<Fact> facts) {
        Map<String, List<Fact>> bySort = new LinkedHashMap<>();
        facts.forEach(fact ->
                bySort.computeIfAbsent(fact.sort(), _ -> new ArrayList<>()).add(fact));
        return bySort.entrySet().stream()
                .map(e -> e.getValue().size() + " x " + e.getKey() + " from "
                        + e.getValue().getFirst().text() + " (" + cited(e.getValue()) + ")")
                .collect(Collectors.joining("; "));
    }

    private String cited(List<Fact> facts) {
        var first = node.cite(facts.getFirst().index());
        return facts.size() == 1 ? first : first + ".." + facts.getLast().index();
    }

    /** What can be concluded from this node alone, or nothing. */
    private static String verdict(Why.Armed armed, List<Fact> refused, List<Fact> stalls) {
        var sorts = refused.stream().map(Fact::sort).collect(Collectors.toSet());
        if (sorts.contains("LOWER_PRIORITY")) {
            return "it preempted, as configured: the master was heard and has the lower priority";
        }
        if (!sorts.isEmpty()) {
            return "it was not silence: a router was heard and its adverts did not count; compare the configurations of "
                    + "both";
        }
        boolean stopped = stalls.stream().anyMatch(s -> s.to().since(s.from()) > SECOND / 10);
        return switch (armed) {
            case ADVERT ->
                stopped
                        ? "this process was stopped meanwhile; an advert that had arrived by then is named below"
                        : "nothing was heard; whether the master stopped or the network lost its adverts, one node cannot "
                                + "tell";
            case STALLED ->
                "the pause was here: what the master sent meanwhile, one node cannot tell; after it nothing was heard";
            case START, FAULT_CLEARED -> "there was no other master, or its adverts do not arrive here";
            case PRIORITY_ZERO, ADDRESS_LOST, OWNER_START -> "";
        };
    }
}
