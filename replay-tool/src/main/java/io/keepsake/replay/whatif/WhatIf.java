package io.keepsake.replay.whatif;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.MergedTurns;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import io.keepsake.replay.whatif.Outcome.Doubt;
import io.keepsake.replay.whatif.Outcome.Left;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Plays journals twice in one pass: with the recorded configuration, and with another. What the first does not reproduce
 * shows where the second is not to be believed. For one thread.
 */
public final class WhatIf {
    private final ClusterHistory history;
    private final SequencedMap<String, JournalReader> readers;
    private final Survey survey;

    /**
     * Reads the journals once.
     *
     * @param history of the same journals
     */
    public WhatIf(ClusterHistory history, SequencedMap<String, JournalReader> readers) throws JournalFailure {
        this.history = history;
        this.readers = readers;
        survey = new Survey(history);
        each(survey::take);
        survey.close();
    }

    private interface Taker {
        void take(Placed placed);
    }

    private void each(Taker taker) throws JournalFailure {
        var merged = new MergedTurns(history, readers);
        for (var next = merged.next(); next != null; next = merged.next()) {
            taker.take(next);
        }
    }

    /** The configuration that was in force last on each node; a node of which none is recorded is missing. */
    public Map<String, ControllerConfig> configs() {
        var all = new LinkedHashMap<String, ControllerConfig>();
        for (var name : survey.names()) {
            var config = survey.config(name);
            if (config != null) {
                all.put(name, config);
            }
        }
        return all;
    }

    Survey survey() {
        return survey;
    }

    /** Plays them with the recorded configurations and with others. */
    Outcome run(Configs configs) throws JournalFailure {
        var recorded = new RecordedMoves(survey);
        var control = new Side();
        var changed = new Side();
        var one = new Simulation(survey, (_, config) -> Configs.elections(config), control);
        var other = new Simulation(survey, (node, config) -> Configs.elections(configs.replace(node, config)), changed);
        var left = new LinkedHashMap<String, Left>();
        each(placed -> {
            recorded.take(placed);
            one.take(placed);
            other.take(placed);
            compare(control, changed, left);
        });
        one.runUntil(survey.end());
        other.runUntil(survey.end());
        compare(control, changed, left);
        return new Outcome(
                survey.names(),
                recorded.moves,
                control.moves,
                changed.moves,
                changed.doubts,
                left,
                survey.foreign(),
                survey.end());
    }

    private static void compare(Side control, Side changed, Map<String, Left> left) {
        for (var name : control.names(changed)) {
            var was = control.done(name);
            var is = changed.done(name);
            int common = Math.min(was.size(), is.size());
            int at = 0;
            while (at < common && was.get(at).same(is.get(at))) {
                at++;
            }
            if (!left.containsKey(name) && (at < was.size() || at < is.size())) {
                var without = at < was.size() ? was.get(at) : null;
                var with = at < is.size() ? is.get(at) : null;
                var place = with != null && (without == null || with.place <= without.place) ? with : without;
                if (place != null) {
                    left.put(
                            name,
                            new Left(place.place, place.cite, Done.text(with, without), Done.text(without, with)));
                }
            }
            was.clear();
            is.clear();
        }
    }

    /** What a turn decided and did. */
    private record Done(long place, String cite, List<Object> what) {
        boolean same(Done other) {
            return place == other.place && what.equals(other.what);
        }

        /** The first thing in which it differs from another. */
        static String text(@Nullable Done done, @Nullable Done other) {
            if (done == null) {
                return "nothing";
            }
            for (int i = 0; i < done.what.size(); i++) {
                if (other == null || i >= other.what.size() || !done.what.get(i).equals(other.what.get(i))) {
                    return print(done.what.get(i));
                }
            }
            return other == null || other.what.size() > done.what.size() ? "nothing" : print(done.what.getFirst());
        }

        private static String print(Object what) {
            return what instanceof Event event ? EventText.print(event) : EventText.print((Effect) what);
        }
    }

    /** One of the two simulations. */
    private static final class Side implements Simulation.Listener {
        private final List<Moved> moves = new ArrayList<>();
        private final List<Doubt> doubts = new ArrayList<>();
        private final Map<String, List<Done>> done = new LinkedHashMap<>();
        private final Map<String, Long> told = new LinkedHashMap<>();

        @Override
        public void onTurn(SimulatedNode node, long place, Turn turn) {
            if (!turn.decisions().isEmpty() || !turn.effects().isEmpty()) {
                var what = new ArrayList<Object>(turn.decisions());
                what.addAll(turn.effects());
                done(node.name()).add(new Done(place, node.cite(), what));
            }
        }

        @Override
        public void onMoved(Moved moved) {
            moves.add(moved);
        }

        @Override
        public void onDoubt(long place, @Nullable String node, boolean lasting, String why) {
            // the same again within a second tells nothing new
            var key = node + why;
            var last = told.get(key);
            if (last == null || !lasting && place - last > 1_000_000_000L) {
                told.put(key, place);
                doubts.add(new Doubt(place, node, lasting, why));
            }
        }

        List<Done> done(String name) {
            return done.computeIfAbsent(name, _ -> new ArrayList<>());
        }

        List<String> names(Side other) {
            var names = new LinkedHashSet<>(done.keySet());
            names.addAll(other.done.keySet());
            return List.copyOf(names);
        }
    }

    /** The changes of role that the journals themselves have. */
    private static final class RecordedMoves {
        private final Survey survey;
        private final List<Moved> moves = new ArrayList<>();
        private final Map<String, Map<InstanceName, Role>> roles = new LinkedHashMap<>();
        private final Map<String, Boolean> begun = new LinkedHashMap<>();

        RecordedMoves(Survey survey) {
            this.survey = survey;
        }

        void take(Placed placed) {
            if (placed.item() instanceof RunStarted) {
                begun.put(placed.node(), false);
            }
            if (placed.item() instanceof TurnRead(var run, var turn)) {
                var of = roles.computeIfAbsent(placed.node(), _ -> new LinkedHashMap<>());
                if (turn.recorded().event() instanceof Checkpoint checkpoint
                        && Boolean.FALSE.equals(begun.get(placed.node()))) {
                    begin(placed, checkpoint, of);
                }
                begun.put(placed.node(), true);
                for (int i = 0; i < turn.decisions().size(); i++) {
                    var stamp = placed.stamp();
                    var cite = stamp == null
                            ? ""
                            : stamp.index(turn.decisionIndex(i)).cite();
                    var moved = Moved.of(
                            placed.place(), placed.node(), turn.decisions().get(i), cite);
                    if (moved != null && moved.to() != null) {
                        moves.add(moved);
                        of.put(moved.instance(), moved.to());
                    }
                }
                if (survey.endsWith(placed.node(), run, turn)) {
                    of.forEach((instance, role) -> {
                        if (role == Role.MASTER) {
                            moves.add(new Moved(
                                    placed.place(), placed.node(), instance, role, null, Simulation.cite(placed)));
                        }
                    });
                    of.clear();
                }
            }
        }

        private void begin(Placed placed, Checkpoint checkpoint, Map<InstanceName, Role> of) {
            var vrrp = NodeState.of(checkpoint).vrrp();
            if (vrrp != null) {
                vrrp.config().instances().forEach(i -> {
                    var role = vrrp.state(i.name()).role();
                    of.put(i.name(), role);
                    moves.add(new Moved(placed.place(), placed.node(), i.name(), role, role, Simulation.cite(placed)));
                });
            }
        }
    }
}
