package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.clock.Sources;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.ClusterScan;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.TurnRead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of one run of one node, played again in an open loop with the recorded configuration, as often as asked and each time
 * without some of its events. At its end whoever sent adverts until then goes on as before: what was really sent later answers
 * what was recorded. For one thread.
 */
public final class Playback {
    private static final String NODE = "node";

    /**
     * A change of role.
     *
     * @param place in nanoseconds since 1970
     */
    public record Change(InstanceName instance, Role was, Role is, long place) {}

    private record Sender(InstanceName instance, Ip source) {}

    private final List<Placed> items = new ArrayList<>();
    /** Of an advert that goes on, by its index, the recorded one that it repeats. */
    private final Map<Long, Long> repeats = new HashMap<>();

    private final ClusterHistory history;
    private final long horizon;

    /**
     * Takes the part.
     *
     * @param part of one run, from its start or a checkpoint; it must hold a turn
     * @param config that is in force at its end
     */
    public Playback(List<JournalItem> part, ControllerConfig config) {
        horizon = Comparison.slack(List.of(config));
        var all = new ArrayList<>(part);
        goOn(all);
        var scan = new ClusterScan(List.of(NODE));
        all.forEach(item -> scan.take(NODE, item));
        history = scan.history();
        var clocks = new ClockLog(NODE, new Sources());
        long place = 0;
        for (var item : all) {
            Stamp stamp = null;
            if (item instanceof TurnRead(var run, var turn)) {
                var recorded = turn.recorded();
                var clock = clocks.take(run, turn);
                place = history.clocks().at(clock, recorded.at().nanos());
                stamp = new Stamp(clock, recorded.at().nanos(), recorded.wall(), run, recorded.index());
            }
            items.add(new Placed(NODE, place, stamp, item));
        }
    }

    /** Adds what would come next if nobody did anything else, and a turn without an event where it ends. */
    private void goOn(List<JournalItem> all) {
        if (!(all.getLast() instanceof TurnRead(var run, var end))) {
            throw new IllegalArgumentException("expected a part that ends with a turn, found " + all.getLast());
        }
        var last = new LinkedHashMap<Sender, Turn>();
        for (var item : all) {
            if (item instanceof TurnRead read && read.turn().recorded().event() instanceof AdvertReceived heard) {
                last.put(new Sender(heard.instance(), heard.source()), read.turn());
            }
        }
        var more = new ArrayList<Recorded>();
        last.values().forEach(turn -> repeat(turn.recorded(), end.recorded(), more));
        more.sort(Comparator.comparing(Recorded::at));
        more.add(later(end.recorded(), horizon));
        long index = end.nextIndex();
        for (var each : more) {
            if (each.event() instanceof AdvertReceived) {
                // its index was that of the recorded one so far
                repeats.put(index, each.index());
            }
            all.add(new TurnRead(
                    run, new Turn(new Recorded(index, each.at(), each.wall(), each.event()), List.of(), List.of())));
            index++;
        }
    }

    private void repeat(Recorded recorded, Recorded end, List<Recorded> more) {
        if (!(recorded.event() instanceof AdvertReceived heard)
                || heard.advert().priority().value() == 0) {
            return;
        }
        long interval = heard.advert().interval().nanos();
        // one that is missing by half an interval has become silent
        if (end.at().since(recorded.at()) > interval + interval / 2) {
            return;
        }
        for (long after = interval; recorded.at().plus(after).since(end.at()) < horizon; after += interval) {
            var at = recorded.at().plus(after).laterOf(end.at());
            more.add(new Recorded(
                    recorded.index(), at, recorded.wall().plusNanos(at.since(recorded.at())), heard.late(0)));
        }
    }

    private static Recorded later(Recorded recorded, long nanos) {
        return new Recorded(
                recorded.index(), recorded.at().plus(nanos), recorded.wall().plusNanos(nanos), new DeadlineReached());
    }

    /** How long it goes on behind the part, in nanoseconds. */
    public long horizonNanos() {
        return horizon;
    }

    /** The index of the first event. */
    public long firstIndex() {
        for (var each : items) {
            if (each.item() instanceof TurnRead read) {
                return read.turn().recorded().index();
            }
        }
        throw new IllegalStateException("a part holds a turn");
    }

    /** Where the event with this index lies, in nanoseconds since 1970. */
    public long place(long index) {
        for (var each : items) {
            if (each.item() instanceof TurnRead read && read.turn().nextIndex() > index) {
                return each.place();
            }
        }
        throw new IllegalArgumentException("there is no #" + index + " in this part");
    }

    /** The changes of role that there are without the events of these indexes. */
    public List<Change> without(Set<Long> indexes) {
        var part = items.stream().map(item -> without(item, indexes)).toList();
        var survey = new Survey(history);
        part.forEach(survey::take);
        survey.close();
        var changes = new ArrayList<Change>();
        var simulation = new Simulation(survey, (_, config) -> Configs.elections(config), new Simulation.Listener() {
            @Override
            public void onMoved(Moved moved) {
                var to = moved.to();
                if (to != null && to != moved.from()) {
                    changes.add(new Change(moved.instance(), moved.from(), to, moved.place()));
                }
            }
        });
        part.forEach(simulation::take);
        return changes;
    }

    /** The same turn with a deadline in place of its event: nothing heeds a recorded deadline. */
    private Placed without(Placed placed, Set<Long> indexes) {
        if (!(placed.item() instanceof TurnRead(var run, var turn))) {
            return placed;
        }
        var recorded = turn.recorded();
        if (!indexes.contains(repeats.getOrDefault(recorded.index(), recorded.index()))) {
            return placed;
        }
        var nothing = new Recorded(recorded.index(), recorded.at(), recorded.wall(), new DeadlineReached());
        return new Placed(
                placed.node(),
                placed.place(),
                placed.stamp(),
                new TurnRead(run, new Turn(nothing, turn.decisions(), turn.effects())));
    }
}
