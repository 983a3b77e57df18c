package io.keepsake.simulator.exhaustive;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.simulator.exhaustive.Snapshot.Trace;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All states that some nodes can get into when up to some packets are lost, and all orders of what happens at once. */
public final class Exploration {
    private static final long SECOND = 1_000_000_000L;

    private final List<ControllerConfig> configs;
    private final int losses;
    private final Set<String> seen = new HashSet<>();
    private final ArrayDeque<Snapshot> open = new ArrayDeque<>();
    private long moves;

    /** Nodes with these configurations, each with one instance of the same VRID. */
    public Exploration(List<ControllerConfig> configs, int losses) {
        this.configs = List.copyOf(configs);
        this.losses = losses;
    }

    /** How much there was to see. */
    public record Result(long states, long moves) {}

    /**
     * Looks at everything.
     *
     * @throws Violation with the way to it, when something does not hold
     */
    public Result run() {
        reach(begin());
        while (!open.isEmpty()) {
            var snapshot = open.remove();
            try {
                move(snapshot);
            } catch (Violation e) {
                throw new Violation(
                        e.invariant(),
                        e.machine(),
                        e.getMessage() + "\n" + snapshot.trace().print());
            }
        }
        return new Result(seen.size(), moves);
    }

    private void reach(Snapshot snapshot) {
        moves++;
        if (seen.add(snapshot.key())) {
            open.add(snapshot);
        }
    }

    private Snapshot begin() {
        var snapshot = new Snapshot(nodes(), List.of(), losses, 0, Snapshot.NO, 0, new Trace(null, 0, "nothing runs"));
        for (int i = 0; i < configs.size(); i++) {
            snapshot = tell(snapshot, i, new ConfigAccepted(configs.get(i), ""), "");
            snapshot = tell(snapshot, i, kernel(i), "all run");
        }
        return snapshot;
    }

    private List<Node> nodes() {
        return configs.stream().map(_ -> Node.NEW).toList();
    }

    private static Event kernel(int node) {
        var link = new Link(Kernel.LINK, 2, true, true, false, 1500, new HardwareAddress(0x0200_0000_0001L + node));
        var address = new LinkAddress(Kernel.LINK, new InterfaceAddress(Machine.addressOf(node), 24));
        return KernelRead.plain(List.of(link), List.of(address));
    }

    /** Everything that may happen next. Time passes only when nothing is left to happen at this moment. */
    private void move(Snapshot snapshot) {
        for (int i = 0; i < snapshot.flying().size(); i++) {
            if (isFirst(snapshot, i)) {
                deliver(snapshot, i);
                lose(snapshot, i);
            }
        }
        long due = snapshot.nodes().stream().mapToLong(Node::deadline).min().orElse(Snapshot.NO);
        if (snapshot.flying().isEmpty() || due <= snapshot.now()) {
            var later = passed(snapshot, Math.max(due, snapshot.now()));
            for (int i = 0; i < later.nodes().size(); i++) {
                if (later.nodes().get(i).deadline() <= later.now()) {
                    reach(tell(later, i, new DeadlineReached(), "n" + (i + 1) + " wakes"));
                }
            }
        }
    }

    private static boolean isFirst(Snapshot snapshot, int place) {
        var packet = snapshot.flying().get(place);
        return snapshot.flying().subList(0, place).stream().noneMatch(packet::samePath);
    }

    private void deliver(Snapshot snapshot, int place) {
        var packet = snapshot.flying().get(place);
        var advert = packet.advert();
        var heard = new AdvertReceived(advert.instance(), advert.source(), 255, 0, advert.advert());
        var what = "n" + (packet.to() + 1) + " hears n" + (packet.from() + 1) + " with "
                + advert.advert().priority();
        reach(tell(without(snapshot, place, snapshot.losses()), packet.to(), heard, what));
    }

    private void lose(Snapshot snapshot, int place) {
        if (snapshot.losses() > 0) {
            var packet = snapshot.flying().get(place);
            var gone = without(snapshot, place, snapshot.losses() - 1);
            long now = snapshot.now();
            var what = "a packet from n" + (packet.from() + 1) + " to n" + (packet.to() + 1) + " is lost";
            reach(new Snapshot(
                    gone.nodes(),
                    gone.flying(),
                    gone.losses(),
                    now,
                    gone.sinceTwo() == Snapshot.NO ? Snapshot.NO : now,
                    gone.sinceNone() == Snapshot.NO ? Snapshot.NO : now,
                    new Trace(snapshot.trace(), now, what)));
        }
    }

    private static Snapshot without(Snapshot s, int place, int left) {
        var flying = new ArrayList<>(s.flying());
        flying.remove(place);
        return new Snapshot(s.nodes(), flying, left, s.now(), s.sinceTwo(), s.sinceNone(), s.trace());
    }

    /** Two masters end within one interval of the better, silence within the longest Master_Down_Interval. */
    private Snapshot passed(Snapshot s, long now) {
        if (s.sinceTwo() != Snapshot.NO && now - s.sinceTwo() > longestInterval()) {
            throw new Violation("OneMasterWhereAllHear", 0, "two masters since " + s.sinceTwo() + " ns");
        }
        if (s.sinceNone() != Snapshot.NO && now - s.sinceNone() > longestDown()) {
            throw new Violation("SilenceEndsInTakeover", 0, "no master since " + s.sinceNone() + " ns");
        }
        return new Snapshot(s.nodes(), s.flying(), s.losses(), now, s.sinceTwo(), s.sinceNone(), s.trace());
    }

    private long longestInterval() {
        return configs.stream().mapToLong(c -> self(c).interval().nanos()).max().orElse(SECOND);
    }

    private long longestDown() {
        int adverts =
                configs.stream().mapToInt(c -> self(c).downTimerAdverts()).max().orElse(3);
        return adverts * longestInterval() + Math.max(SECOND, longestInterval());
    }

    private static InstanceConfig self(ControllerConfig config) {
        return config.instances().getFirst();
    }

    private Snapshot tell(Snapshot s, int number, Event event, String what) {
        var told = s.nodes().get(number).told(number, s.now(), event);
        var nodes = new ArrayList<>(s.nodes());
        nodes.set(number, told.node());
        var flying = new ArrayList<>(s.flying());
        told.sent().forEach(advert -> send(flying, number, advert));
        long masters = nodes.stream().filter(n -> n.role() == Role.MASTER).count();
        return new Snapshot(
                nodes,
                flying,
                s.losses(),
                s.now(),
                masters < 2 ? Snapshot.NO : s.sinceTwo() == Snapshot.NO ? s.now() : s.sinceTwo(),
                masters > 0 ? Snapshot.NO : s.sinceNone() == Snapshot.NO ? s.now() : s.sinceNone(),
                new Trace(s.trace(), s.now(), what));
    }

    private void send(List<PacketInFlight> flying, int from, SendAdvert advert) {
        for (int to = 0; to < configs.size(); to++) {
            if (to != from) {
                flying.add(new PacketInFlight(from, to, advert));
            }
        }
    }
}
