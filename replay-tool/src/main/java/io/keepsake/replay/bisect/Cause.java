package io.keepsake.replay.bisect;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.EventsDropped;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.RoutingEvent.RoutingRead;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.text.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is left out at once: one event, or several that say the same of the same thing in a row.
 *
 * @param turns theirs, in their order; never empty
 */
public record Cause(List<Turn> turns) {

    /**
     * What tells events that are one cause.
     *
     * @param of what they are about: in a row are those between which no other is about it
     * @param says what they say of it
     */
    private record Likeness(String of, Object says) {}

    /** The first event. */
    public Turn first() {
        return turns.getFirst();
    }

    public Turn last() {
        return turns.getLast();
    }

    Set<Long> indexes() {
        return turns.stream().map(turn -> turn.recorded().index()).collect(Collectors.toSet());
    }

    /** All that may have led to a decision, each once, by its first event. */
    static List<Cause> of(Part part, Target target) {
        var rows = new ArrayList<List<Turn>>();
        var open = new HashMap<String, List<Turn>>();
        var said = new HashMap<String, Object>();
        for (var turn : part.turns()) {
            var likeness = turn.recorded().index() < target.from()
                    ? null
                    : likeness(turn.recorded().event());
            if (likeness == null) {
                continue;
            }
            var row = open.get(likeness.of());
            if (row == null || !likeness.says().equals(said.put(likeness.of(), likeness.says()))) {
                row = new ArrayList<>();
                rows.add(row);
                open.put(likeness.of(), row);
                said.put(likeness.of(), likeness.says());
            }
            row.add(turn);
        }
        return rows.stream().map(Cause::new).toList();
    }

    /** Events of different causes that may only together be one: all adverts of a source, all of another kind. */
    static List<Cause> together(List<Cause> causes) {
        var sets = causes.stream()
                .collect(Collectors.groupingBy(
                        cause -> set(cause.first().recorded().event()), Collectors.toList()));
        return sets.entrySet().stream()
                .filter(set -> set.getValue().size() > 1)
                .map(set -> new Cause(set.getValue().stream()
                        .flatMap(cause -> cause.turns().stream())
                        .sorted((a, b) ->
                                Long.compare(a.recorded().index(), b.recorded().index()))
                        .toList()))
                .sorted((a, b) -> Long.compare(
                        a.first().recorded().index(), b.first().recorded().index()))
                .toList();
    }

    /** What the events of a set have in common, in words. */
    public static String set(Event event) {
        return event instanceof AdvertReceived heard ? "AdvertReceived source=" + heard.source() : Fields.kind(event);
    }

    /** Null of what is never left out: it was made by the decisions, has no say in elections, or is how time passes. */
    private static @Nullable Likeness likeness(Event event) {
        return switch (event) {
            case AdvertReceived e -> new Likeness(e.instance() + " from " + e.source(), e.advert());
            case LinkSeen(var link) -> new Likeness("link " + link.name(), link.usable());
            case LinkGone gone -> new Likeness("link " + gone.link(), "gone");
            case AddressSeen e ->
                e.own() ? null : new Likeness("address " + e.address().place(), e.address());
            case AddressGone e -> e.own() ? null : new Likeness("address " + e.address(), "gone");
            case KernelRead _,
                    EventsDropped _,
                    ConfigAccepted _,
                    StopRequested _,
                    HoldRequested _,
                    HoldReleased _,
                    HandoverRequested _ -> new Likeness(Fields.kind(event), event);
            case RoutingSeen e -> e.own() ? null : new Likeness("routing " + e.what(), "seen");
            case RoutingGone e -> e.own() ? null : new Likeness("routing " + e.what(), "gone");
            case TrackedFileRead e -> new Likeness("file " + e.file(), e.number());
            case TrackedProcessesCounted e -> new Likeness("process " + e.process(), e.count());
            case ScriptEnded e -> new Likeness(e.subject(), e.end() + " " + e.status());
            case ScriptUnavailable e -> new Likeness(e.subject(), e.reason());
            case EffectFailed e -> new Likeness("refused", e.errno() + e.detail());
            case AdvertRejected _,
                    AdvertsRejected _,
                    RoutingRead _,
                    EffectApplied _,
                    ProgramRefused _,
                    PartFailed _,
                    OperatorEvent _,
                    HealthEvent _,
                    IpvsEvent _,
                    FirewallEvent _,
                    JournalEvent _,
                    ClockEvent _,
                    Decision _ -> null;
        };
    }
}
