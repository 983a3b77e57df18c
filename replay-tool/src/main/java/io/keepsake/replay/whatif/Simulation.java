package io.keepsake.replay.whatif;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cores of all nodes in one deterministic loop, on the common clock of their journals. What no core decided comes from
 * the journals, at its recorded time; adverts between the nodes, answers of kernels and runs of scripts are made anew. For
 * one thread.
 */
final class Simulation {
    private static final long SECOND = 1_000_000_000L;

    /** Places of the same thing in both stories are so near to each other. */
    private static final long ABOUT_NANOS = 50_000_000L;

    /** More than any number of instances explains at one instant. */
    private static final int AT_ONCE_MAX = 1_000_000;

    /** What is told of a simulation. */
    interface Listener {
        /** A core took an event. */
        default void onTurn(SimulatedNode node, long place, Turn turn) {}

        /** A role changed, or ended with its run. */
        default void onMoved(Moved moved) {}

        /**
         * Nobody knows whether what follows is so.
         *
         * @param node whom it is about; null for all
         * @param lasting whether it is about all that follows, and not only what follows at once
         */
        default void onDoubt(long place, @Nullable String node, boolean lasting, String why) {}
    }

    private final Survey survey;
    private final Listener listener;
    private final Agenda agenda = new Agenda();
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Map<String, Map<InstanceName, Role>> roles = new LinkedHashMap<>();
    /** The index that the next turn of each node has. */
    private final Map<String, Long> next = new LinkedHashMap<>();

    private long now = Long.MIN_VALUE;

    Simulation(Survey survey, Configs configs, Listener listener) {
        this.survey = survey;
        this.listener = listener;
        for (var name : survey.names()) {
            nodes.put(name, new SimulatedNode(this, name, configs));
            roles.put(name, new LinkedHashMap<>());
        }
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }

    static long nanos(Instant wall) {
        return wall.getEpochSecond() * SECOND + wall.getNano();
    }

    Survey survey() {
        return survey;
    }

    Agenda agenda() {
        return agenda;
    }

    long now() {
        return now;
    }

    /** The next item of the journals, in the order of time: first all that comes before it. */
    void take(Placed placed) {
        if (placed.stamp() != null) {
            runUntil(placed.place());
            now = Math.max(now, placed.place());
        }
        var node = node(placed.node());
        switch (placed.item()) {
            case RunStarted started -> next.put(placed.node(), started.firstIndex());
            case TurnRead read -> {
                long index = read.turn().recorded().index();
                if (index != next.getOrDefault(placed.node(), index)) {
                    missing(placed.node());
                }
                next.put(placed.node(), read.turn().nextIndex());
                node.recorded(read.run(), read.turn(), cite(placed));
                if (survey.endsWith(placed.node(), read.run(), read.turn())
                        && !node.state().stopping()) {
                    crashed(node);
                }
            }
            default -> {
                next.remove(placed.node());
                missing(placed.node());
            }
        }
    }

    /** A run ends after its last turn; when, its journal does not tell. */
    private void crashed(SimulatedNode node) {
        var configured = node.state().configured();
        if (configured != null
                && !configured.vrrp().inRole(Role.MASTER).isEmpty()
                && node.wakeAt() < survey.crashBefore(node.name(), node.run()) - ABOUT_NANOS) {
            listener.onDoubt(
                    now,
                    null,
                    false,
                    "when " + node.name() + " crashed is not recorded: whether it sent another advert before");
        }
        node.finish();
    }

    private void missing(String node) {
        listener.onDoubt(now, null, true, "a part of the journal of " + node + " is missing");
    }

    static String cite(Placed placed) {
        var stamp = placed.stamp();
        return stamp == null ? placed.node() : stamp.cite();
    }

    private SimulatedNode node(String name) {
        var node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name + "; there are " + nodes.keySet());
        }
        return node;
    }

    /** Lets everything happen that comes before this place. */
    void runUntil(long limit) {
        int atOnce = 0;
        long last = now;
        while (true) {
            long at = agenda.next();
            SimulatedNode first = null;
            for (var node : nodes.values()) {
                if (node.wakeAt() < at) {
                    at = node.wakeAt();
                    first = node;
                }
            }
            if (at >= limit) {
                return;
            }
            now = Math.max(now, at);
            atOnce = now == last ? atOnce + 1 : 0;
            last = now;
            if (atOnce > AT_ONCE_MAX) {
                throw new IllegalStateException("deadlines without end at " + instant(now));
            }
            if (first == null) {
                agenda.happen();
            } else {
                first.wake();
            }
        }
    }

    /** Sends an advert of a node to all that it reaches. */
    void send(SimulatedNode from, long effect, SendAdvert sent) {
        var config = from.state().configured();
        var self = config == null
                ? null
                : config.config().instances().stream()
                        .filter(i -> i.name().equals(sent.instance()))
                        .findFirst()
                        .orElse(null);
        if (self == null || !from.usable(self)) {
            return;
        }
        for (var to : nodes.values()) {
            var there = to.state().configured();
            var peer = there == null || to == from ? null : Survey.peer(there.config(), self);
            if (peer != null && to.hears(peer) && addressed(self, peer, to)) {
                send(from, to, self, peer, effect, sent);
            }
        }
    }

    private static boolean addressed(InstanceConfig self, InstanceConfig peer, SimulatedNode to) {
        if (self.unicast() != peer.unicast()) {
            return false;
        }
        return self.unicast()
                ? to.state().links().addresses(peer.link()).stream()
                        .anyMatch(a -> self.unicastPeers().contains(a.ip()))
                : self.group().equals(peer.group());
    }

    private void send(
            SimulatedNode from,
            SimulatedNode to,
            InstanceConfig self,
            InstanceConfig peer,
            long effect,
            SendAdvert sent) {
        int vrid = self.vrid().value();
        var way = survey.way(from.name(), to.name(), vrid, sent.source().family());
        long interval = sent.advert().interval().nanos();
        var fate = way.observed(now) ? way.fate(now, interval) : unobserved(from.name(), to.name(), interval);
        if (fate == Cuts.Fate.MAY_BE_LOST || fate == Cuts.Fate.MAY_ARRIVE) {
            listener.onDoubt(
                    now,
                    null,
                    false,
                    "whether an advert from " + from.name() + " to " + to.name() + " passed then is not recorded: "
                            + (way.observed(now) ? "others were lost about that time" : "none was sent"));
        }
        if (fate == Cuts.Fate.LOST || fate == Cuts.Fate.MAY_BE_LOST) {
            return;
        }
        int id = self.family() == Family.IPV4 ? AdvertReceived.idOf(effect) : 0;
        var heard = new AdvertReceived(peer.name(), sent.source(), 255, 0, sent.advert(), ChecksumForm.USUAL, id);
        long run = to.run();
        agenda.put(now + way.delay(), () -> {
            if (to.run() == run && to.hears(peer)) {
                to.arrive(heard);
            }
        });
    }

    /**
     * What becomes of an advert that is sent now where none was sent in the recording: adverts of other instances tell, or
     * the way back, and else whether one of the two was cut off from a third.
     */
    private Cuts.Fate unobserved(String from, String to, long interval) {
        for (var ways : List.of(survey.ways(from, to), survey.ways(to, from))) {
            var observed = ways.stream().filter(w -> w.observed(now)).toList();
            if (!observed.isEmpty()) {
                return guess(observed, interval);
            }
        }
        var fate = Cuts.Fate.ARRIVES;
        for (var third : survey.names()) {
            if (!third.equals(from) && !third.equals(to)) {
                var one = survey.ways(third, from);
                var other = survey.ways(third, to);
                if (one.stream().anyMatch(w -> w.isCut(now)) != other.stream().anyMatch(w -> w.isCut(now))) {
                    return Cuts.Fate.MAY_BE_LOST;
                }
                boolean sure = guess(one, interval) == Cuts.Fate.ARRIVES && guess(other, interval) == Cuts.Fate.ARRIVES;
                fate = sure ? fate : Cuts.Fate.MAY_ARRIVE;
            }
        }
        return fate;
    }

    private Cuts.Fate guess(List<Cuts> ways, long interval) {
        if (ways.stream().allMatch(w -> w.fate(now, interval) == Cuts.Fate.ARRIVES)) {
            return Cuts.Fate.ARRIVES;
        }
        return ways.stream().anyMatch(w -> w.isCut(now)) ? Cuts.Fate.MAY_BE_LOST : Cuts.Fate.MAY_ARRIVE;
    }

    void onTurn(SimulatedNode node, Turn turn) {
        listener.onTurn(node, now, turn);
        for (var decision : turn.decisions()) {
            var moved = Moved.of(now, node.name(), decision, node.cite());
            if (moved != null) {
                moved(moved);
            }
        }
    }

    private void moved(Moved moved) {
        var of = roles.get(moved.node());
        var to = moved.to();
        if (of != null && to != null) {
            of.put(moved.instance(), to);
        }
        listener.onMoved(moved);
    }

    /** A run ended. */
    void onEnd(SimulatedNode node) {
        var of = roles.get(node.name());
        if (of != null) {
            of.forEach((instance, role) -> {
                if (role == Role.MASTER) {
                    listener.onMoved(new Moved(now, node.name(), instance, role, null, node.cite()));
                }
            });
            of.clear();
        }
    }

    /** The recording says nothing of something that this node depends on. */
    void unrecorded(SimulatedNode node, String what) {
        listener.onDoubt(now, node.name(), true, what);
    }

    /** The journal begins in the middle of a run. */
    void resumed(SimulatedNode node) {
        var configured = node.state().configured();
        var of = roles.get(node.name());
        if (configured != null && of != null) {
            for (var instance : configured.config().instances()) {
                var role = configured.vrrp().state(instance.name()).role();
                of.put(instance.name(), role);
                listener.onMoved(new Moved(now, node.name(), instance.name(), role, role, node.cite()));
            }
        }
    }
}
