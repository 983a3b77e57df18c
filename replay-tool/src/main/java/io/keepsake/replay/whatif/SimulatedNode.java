package io.keepsake.replay.whatif;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.RoutingEvent.RoutingRead;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.StandingAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One node of a simulation: its core, its kernel as far as it depends on the core, and its clock as it was recorded. */
final class SimulatedNode {
    private static final int ENODEV = 19;
    private static final int EEXIST = 17;
    private static final int EADDRNOTAVAIL = 99;

    /** As the daemon: so long a stop may take. */
    private static final long STOP_NANOS = 3_000_000_000L;

    /** As the daemon: lateness above this is an event. */
    private static final long STALL_NANOS = 50_000_000L;

    /** What a run that nobody recorded gives. */
    private static final long TOOK_NANOS = 5_000_000L;

    /** @param arrived its place */
    private record Packet(long arrived, AdvertReceived advert) {}

    private final Simulation world;
    private final String name;
    private final Configs configs;
    private final Deque<Survey.Stall> stalls;
    private final Deque<Packet> socket = new ArrayDeque<>();
    private final Deque<Event> inbox = new ArrayDeque<>();
    private final Deque<Event> answers = new ArrayDeque<>();
    private final Set<InstanceName> joined = new HashSet<>();
    private final Map<LinkAddress, StandingAddress> standing = new LinkedHashMap<>();
    /** Subjects of scripts that the recording has not, or with another command. */
    private final Set<String> newScripts = new HashSet<>();

    private final Set<Routing> routing = new LinkedHashSet<>();
    private final TreeMap<Block.Key, Block> blocks = new TreeMap<>();
    private NodeState state = NodeState.INITIAL;
    private boolean running;
    private long epoch;
    private long run;
    private long index = 1;
    private long offset;
    private long lastAt = Long.MIN_VALUE;
    private long wallOffset;
    private long stopBy = Long.MAX_VALUE;
    private long stalledUntil = Long.MIN_VALUE;
    private String boot = "";
    private String cite = "";
    private Leftovers leftovers = Leftovers.NONE;
    private @Nullable Stamp lastHeard;

    SimulatedNode(Simulation world, String name, Configs configs) {
        this.world = world;
        this.name = name;
        this.configs = configs;
        stalls = new ArrayDeque<>(world.survey().stalls(name));
    }

    String name() {
        return name;
    }

    boolean running() {
        return running;
    }

    NodeState state() {
        return state;
    }

    /** The last recorded event that it was told. */
    String cite() {
        return cite;
    }

    /** The place at which it wants to be woken; the end of time when it does not. */
    long wakeAt() {
        if (!running) {
            return Long.MAX_VALUE;
        }
        long due = state.deadline().equals(Moment.NEVER)
                ? Long.MAX_VALUE
                : state.deadline().nanos() - offset;
        return Math.max(Math.min(due, stopBy), stalledUntil);
    }

    /** A deadline or the end of a stop is reached. */
    void wake() {
        if (stalled()) {
            return;
        }
        if (world.now() >= stopBy) {
            finish();
            return;
        }
        take(new DeadlineReached());
    }

    /** Whether the process stands still now; if so it goes on when that is over. */
    private boolean stalled() {
        long now = world.now();
        while (!stalls.isEmpty() && stalls.peek().to() < now) {
            stalls.remove();
        }
        if (now < stalledUntil) {
            return true;
        }
        var next = stalls.peek();
        if (next == null || next.from() > now || next.to() <= now || next.to() <= stalledUntil) {
            return false;
        }
        stalledUntil = next.to();
        world.agenda().put(stalledUntil, this::goOn);
        return true;
    }

    private void goOn() {
        if (!running) {
            socket.clear();
            inbox.clear();
            return;
        }
        long due = state.deadline().equals(Moment.NEVER)
                ? Long.MAX_VALUE
                : state.deadline().nanos() - offset;
        long late = due == Long.MAX_VALUE ? 0 : world.now() - due;
        for (var packet = socket.poll(); packet != null; packet = socket.poll()) {
            long waited = world.now() - packet.arrived();
            late = Math.max(late, waited);
            take(packet.advert().late(waited));
        }
        if (late > STALL_NANOS) {
            take(new LoopStalled(late));
        }
        for (var event = inbox.poll(); event != null && running; event = inbox.poll()) {
            take(event);
        }
    }

    /** An event of another process or of the kernel. */
    private void offer(Event event) {
        if (!running) {
            return;
        }
        if (stalled()) {
            inbox.add(event);
        } else {
            take(event);
        }
    }

    /** Something answers later, unless this run is over then. */
    private void later(long nanos, Event... events) {
        long of = epoch;
        world.agenda().put(world.now() + nanos, () -> {
            if (of == epoch) {
                for (var event : events) {
                    offer(event);
                }
            }
        });
    }

    private void take(Event event) {
        turn(event);
        while (running && !answers.isEmpty()) {
            turn(answers.remove());
        }
        if (running && state.stopping() && stopBy == Long.MAX_VALUE) {
            stopBy = world.now() + STOP_NANOS;
        }
        if (running && state.ended()) {
            finish();
        }
    }

    private Stamp stamp() {
        return new Stamp(new Moment(lastAt), wall());
    }

    private Instant wall() {
        return Simulation.instant(lastAt - offset + wallOffset);
    }

    private void turn(Event event) {
        lastAt = Math.max(lastAt, world.now() + offset);
        var before = state;
        var reduced = NodeReducer.reduce(before, new Recorded(index, new Moment(lastAt), wall(), event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        world.onTurn(this, reduced.turn());
        carryOut(reduced.turn());
    }

    /** The run is over: by itself, or by what ended it in the recording. */
    void finish() {
        if (!running) {
            return;
        }
        running = false;
        epoch++;
        leftovers = withoutServers(state.leftovers());
        lastHeard = stamp();
        socket.clear();
        inbox.clear();
        answers.clear();
        world.onEnd(this);
    }

    private static Leftovers withoutServers(Leftovers all) {
        return new Leftovers(
                all.addresses(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                all.holds(),
                all.blocks(),
                all.routing(),
                all.hosts());
    }

    /** An item of its journal: what did not depend on its own decisions happens here too. */
    void recorded(long ofRun, Turn turn, String cited) {
        cite = cited;
        var recorded = turn.recorded();
        offset = recorded.at().nanos() - world.now();
        wallOffset = Simulation.nanos(recorded.wall()) - world.now();
        switch (recorded.event()) {
            case ProcessStarted started -> {
                begin(ofRun);
                lastAt = recorded.at().nanos();
                if (!started.bootId().equals(boot)) {
                    standing.clear();
                    routing.clear();
                    blocks.clear();
                    var heard = lastHeard;
                    leftovers = heard == null ? leftovers : leftovers.afterBoot(heard, stamp());
                }
                boot = started.bootId();
                take(started);
            }
            case Checkpoint checkpoint -> {
                if (!running) {
                    begin(ofRun);
                    lastAt = recorded.at().nanos();
                    resume(NodeState.of(checkpoint));
                }
            }
            case JournalEvent _, Decision _ -> {}
            case ConfigAccepted accepted -> offer(new ConfigAccepted(replaced(accepted.config()), accepted.text()));
            case LeftoversRecalled _ -> offer(new LeftoversRecalled(leftovers));
            case OperatorEvent.DrainRequested _, OperatorEvent.DrainCancelled _ -> {}
            case OperatorEvent event -> offer(event);
            case LinkEvent event -> recorded(event);
            case RoutingEvent event -> recorded(event);
            case TrackEvent event -> offer(event);
            case AdvertReceived heard -> {
                if (world.survey().isForeign(heard.source())) {
                    arrive(heard);
                }
            }
            case OutcomeEvent.EventsDropped event -> offer(event);
            case VrrpEvent _,
                    HealthEvent _,
                    IpvsEvent _,
                    FirewallEvent _,
                    ScriptEvent _,
                    ClockEvent _,
                    OutcomeEvent _ -> {}
        }
    }

    private void begin(long ofRun) {
        finish();
        state = NodeState.INITIAL;
        index = 1;
        run = ofRun;
        running = true;
        stopBy = Long.MAX_VALUE;
        stalledUntil = Long.MIN_VALUE;
        lastAt = Long.MIN_VALUE;
        joined.clear();
        epoch++;
    }

    long run() {
        return run;
    }

    /** Goes on where the journal begins, under the other configuration as if by a reload. */
    private void resume(NodeState from) {
        state = from;
        boot = from.boot();
        var configured = from.configured();
        if (configured == null) {
            return;
        }
        configured.config().instances().forEach(i -> joined.add(i.name()));
        from.links().addresses().stream().filter(a -> isVirtual(a.place())).forEach(a -> standing.put(a.place(), a));
        world.resumed(this);
        take(new ConfigAccepted(replaced(configured.config()), ""));
    }

    private ControllerConfig replaced(ControllerConfig recorded) {
        var other = configs.replace(name, recorded);
        Unrecorded.of(recorded, other).forEach(what -> world.unrecorded(this, what));
        newScripts.clear();
        other.vrrpScripts().stream()
                .filter(script -> recorded.vrrpScripts().stream().noneMatch(script::same))
                .forEach(script -> newScripts.add("vrrp_script " + script.name()));
        return other;
    }

    private boolean isVirtual(LinkAddress place) {
        return world.survey().isVirtual(name, place) || standing.containsKey(place) || wanted(place);
    }

    private boolean wanted(LinkAddress place) {
        var configured = state.configured();
        return configured != null
                && configured.config().instances().stream()
                        .anyMatch(i -> i.virtual().anyMatch(a -> a.place().equals(place)));
    }

    private void recorded(LinkEvent event) {
        switch (event) {
            case KernelRead read -> offer(reading(read.links(), read.addresses()));
            case LinkSeen seen -> offer(seen);
            case LinkGone gone -> {
                standing.keySet().removeIf(a -> a.link().equals(gone.link()));
                joined.clear();
                offer(gone);
            }
            case AddressSeen seen -> {
                boolean virtual = isVirtual(seen.address().place());
                if (!virtual) {
                    offer(seen);
                } else if (!seen.own() && standing.putIfAbsent(seen.address().place(), seen.address()) == null) {
                    offer(seen);
                }
            }
            case AddressGone gone -> {
                boolean virtual = isVirtual(gone.address());
                if (!virtual || !gone.own() && standing.remove(gone.address()) != null) {
                    offer(gone);
                }
            }
        }
    }

    /** What the kernel has: as recorded, but for what this core itself put there or did not. */
    private KernelRead reading(List<Link> links, List<StandingAddress> recorded) {
        var addresses = new ArrayList<StandingAddress>();
        recorded.stream().filter(a -> !isVirtual(a.place())).forEach(addresses::add);
        standing.values().stream()
                .filter(a -> links.stream().anyMatch(l -> l.name().equals(a.link())))
                .forEach(addresses::add);
        return new KernelRead(links, addresses);
    }

    private void recorded(RoutingEvent event) {
        switch (event) {
            case RoutingRead _ -> offer(new RoutingRead(List.copyOf(routing)));
            case RoutingSeen seen -> {
                if (!seen.own() && routing.add(seen.what())) {
                    offer(seen);
                }
            }
            case RoutingGone gone -> {
                if (!gone.own() && routing.remove(gone.what())) {
                    offer(gone);
                }
            }
        }
    }

    /** An advert reaches its socket. */
    void arrive(AdvertReceived heard) {
        if (!running) {
            return;
        }
        if (stalled()) {
            socket.add(new Packet(world.now(), heard));
        } else {
            take(heard);
        }
    }

    boolean hears(InstanceConfig instance) {
        return running && joined.contains(instance.name()) && usable(instance);
    }

    boolean usable(InstanceConfig instance) {
        return state.links().link(instance.link()).filter(l -> l.usable()).isPresent();
    }

    private void carryOut(Turn turn) {
        for (int i = 0; i < turn.effects().size(); i++) {
            long effect = turn.effectIndex(i);
            switch (turn.effects().get(i)) {
                case Effect.SendAdvert sent -> world.send(this, effect, sent);
                case Effect.JoinGroup join -> join(effect, join);
                case Effect.AddAddress add -> add(effect, add);
                case Effect.RemoveAddress remove ->
                    answer(
                            effect,
                            standing.remove(remove.address()) != null,
                            EADDRNOTAVAIL,
                            new AddressGone(remove.address(), true));
                case Effect.AddRouting add ->
                    answer(effect, routing.add(add.what()), EEXIST, new RoutingSeen(add.what(), true));
                case Effect.RemoveRouting remove ->
                    answer(effect, routing.remove(remove.what()), EADDRNOTAVAIL, new RoutingGone(remove.what(), true));
                case Effect.SetPromotion _ -> later(answerNanos(), new EffectApplied(effect));
                case Effect.AddBlock add -> {
                    blocks.put(add.block().key(), add.block());
                    later(answerNanos(), new EffectApplied(effect));
                }
                case Effect.RemoveBlock remove -> {
                    blocks.remove(remove.block());
                    later(answerNanos(), new EffectApplied(effect));
                }
                case Effect.ReadBlocks _ -> later(answerNanos(), new BlocksRead(List.copyOf(blocks.values())));
                case Effect.ReadLinks _ ->
                    later(
                            answerNanos(),
                            reading(state.links().links(), state.links().addresses()));
                case Effect.ProgramIpvs _ -> later(answerNanos(), new EffectApplied(effect));
                case Effect.RunScript run -> {
                    if (run.tracked()) {
                        script(effect, run);
                    }
                }
                case Effect.SendGratuitousArp _,
                        Effect.ReadIpvs _,
                        Effect.PaceCheck _,
                        Effect.SuspendChecks _,
                        Effect.ResumeChecks _,
                        Effect.SendMail _,
                        Effect.WriteFifo _ -> {}
            }
        }
    }

    private void join(long effect, Effect.JoinGroup join) {
        var refused = world.survey().failure(name, join, world.now());
        if (refused == null) {
            joined.add(join.instance());
        } else {
            joined.remove(join.instance());
        }
        var answer = refused == null
                ? new EffectApplied(effect)
                : new EffectFailed(effect, refused.errno(), refused.detail());
        long nanos = world.survey().joinNanos(name);
        if (nanos == 0) {
            answers.add(answer);
        } else {
            later(nanos, answer);
        }
    }

    private long answerNanos() {
        return world.survey().answerNanos(name);
    }

    private void add(long effect, Effect.AddAddress add) {
        var place = add.address().place();
        if (state.links().link(place.link()).isEmpty()) {
            later(answerNanos(), new EffectFailed(effect, ENODEV, "netlink: errno " + ENODEV));
            return;
        }
        var refused = world.survey().failure(name, add, world.now());
        if (refused != null) {
            later(answerNanos(), new EffectFailed(effect, refused.errno(), refused.detail()));
            return;
        }
        var form = add.address().standing();
        answer(effect, standing.putIfAbsent(place, form) == null, EEXIST, new AddressSeen(form, true));
    }

    private void answer(long effect, boolean done, int errno, Event notice) {
        if (done) {
            later(answerNanos(), notice, new EffectApplied(effect));
        } else {
            later(answerNanos(), new EffectFailed(effect, errno, "netlink: errno " + errno));
        }
    }

    private void script(long effect, Effect.RunScript asked) {
        var results =
                newScripts.contains(asked.subject()) ? null : world.survey().script(name, asked.subject());
        var result = results == null ? null : results.at(world.now());
        var command = asked.script().toString();
        switch (result) {
            case null -> {
                world.unrecorded(this, "no run of " + asked.subject() + " is recorded: it is taken to succeed");
                later(TOOK_NANOS, new ScriptEnded(effect, asked.subject(), command, End.EXITED, 0, TOOK_NANOS, ""));
            }
            case ScriptEnded ended ->
                later(
                        ended.tookNanos(),
                        new ScriptEnded(
                                effect,
                                asked.subject(),
                                command,
                                ended.end(),
                                ended.status(),
                                ended.tookNanos(),
                                ended.output()));
            case ScriptUnavailable gone ->
                later(TOOK_NANOS, new ScriptUnavailable(asked.subject(), command, gone.reason()));
        }
    }
}
