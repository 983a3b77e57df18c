package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Effect.ReadBlocks;
import io.keepsake.core.effect.Effect.ReadIpvs;
import io.keepsake.core.effect.Effect.ReadLinks;
import io.keepsake.core.effect.Step;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.kernel.IpvsPicture;
import io.keepsake.core.kernel.KernelPicture;
import io.keepsake.core.kernel.StandingObject;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.vrrp.Facts;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one door of the core. Static, total, without a field: the same event in the same state gives the same turn.
 *
 * <pre>
 * an event      what becomes of it                              where
 * Vrrp          the instance that heard it                      VrrpTable.onAdvert
 * Link          links, conditions, then who depends on them     LinkTable, TrackTable, VrrpTable, DirectorTable
 * Routing       routes and rules, then the masters that had them RoutingTable, VrrpTable
 * Script, Track conditions, then the instances that track it    TrackTable, VrrpTable
 * Health        its checker, then its virtual server            HealthTable, DirectorTable
 * Ipvs          the kernel's table as seen                      IpvsState
 * Firewall      the packet filter's tables as seen              KernelState
 * Operator      configurations                                  ConfigRules
 *               what earlier runs left                          RecallRules
 *               drains, holds                                   DrainRules, HoldRules
 *               stop                                            VrrpTable, DirectorTable, IpvsState
 * Clock         whatever is due                                 each part that has a deadline
 * Outcome       what was asked, and sockets that opened         KernelState, IpvsState, TrackTable
 * </pre>
 *
 * Then what should stand is compared with what is seen to, where the event may have made a difference: that gives the
 * changes, beside the signals that the features asked for.
 */
public final class NodeReducer {
    private static final SortedMap<Long, Change> NOTHING_ASKED = Collections.emptySortedMap();

    private NodeReducer() {}

    /** What an event led to. */
    public record Reduced(NodeState next, Turn turn) {}

    /**
     * Takes one event.
     *
     * @throws IllegalArgumentException when the event is a decision: those are made here, not told
     */
    public static Reduced reduce(NodeState state, Recorded recorded) {
        // What an operator asks for, or is refused, has its own effects and no others.
        var now = recorded.event() instanceof OperatorEvent ? state : state.at(recorded.at());
        var step = readingIpvs(state, step(now, recorded));
        var next = followed(state, step.next());
        var picture = Differences.between(state, next, recorded);
        var program = program(next, step.signals());
        // Sockets before what is sent through them, and that before the addresses it speaks of.
        var effects = new ArrayList<Effect>(picture.joins());
        effects.addAll(step.signals());
        effects.addAll(picture.changes());
        if (program != null && !program.changes().isEmpty()) {
            effects.add(new ProgramIpvs(program.changes()));
        }
        var turn = new Turn(recorded, step.decisions(), effects);
        return new Reduced(compared(asked(next, turn), turn, program), turn);
    }

    /** The sync daemons follow the roles, and the table the end of the last that leaves. */
    private static NodeState followed(NodeState before, NodeState after) {
        if (!before.undoes() && before.stopping() && after.undoes()) {
            return after.with(after.ipvs().withAllDirty()); // every successor is there: now the table goes too
        }
        var was = before.configured();
        var is = after.configured();
        if (was == null || is == null || is.config().lvs().sync() == null || same(was.vrrp(), is.vrrp())) {
            return after;
        }
        boolean sameRoles = same(was.config(), is.config())
                && is.vrrp().differsFrom(was.vrrp()).stream()
                        .allMatch(p ->
                                is.vrrp().state(p).role() == was.vrrp().state(p).role());
        return sameRoles ? after : after.with(after.ipvs().withAllDirty());
    }

    /** The very same object: versions of the state share what did not change, and large ones are not compared. */
    @SuppressWarnings("ReferenceEquality")
    static boolean same(Object one, Object other) {
        return one == other;
    }

    /** What is to be asked of the IPVS table now; null when it is not the time to look, or adverts go first. */
    private static IpvsPicture.@Nullable Program program(NodeState state, List<Effect.Signal> signals) {
        var configured = state.configured();
        return configured != null && ipvsIsDue(state) && !sendsAdverts(signals)
                ? IpvsPicture.next(
                        state.ipvs(), configured.director(), configured.health(), configured.vrrp(), state.undoes())
                : null;
    }

    private static boolean ipvsIsDue(NodeState state) {
        var configured = state.configured();
        return configured != null && IpvsPicture.due(state.ipvs(), configured.director(), state.undoes());
    }

    private static boolean sendsAdverts(List<Effect.Signal> signals) {
        return signals.stream().anyMatch(s -> s instanceof Effect.SendAdvert);
    }

    /** The state knows what of the IPVS table was compared, or that it must be in a turn of its own. */
    private static NodeState compared(NodeState state, Turn turn, IpvsPicture.@Nullable Program program) {
        var now = turn.recorded().at();
        if (program != null) {
            // the program is the last effect of its turn
            return state.with(state.ipvs().compared(program, turn.nextIndex() - 1, now));
        }
        return ipvsIsDue(state) ? state.with(state.ipvs().postponed(now)) : state;
    }

    /** The state knows what was asked of the kernel, by the indexes of the effects. */
    private static NodeState asked(NodeState state, Turn turn) {
        var asked = NOTHING_ASKED;
        for (int i = 0; i < turn.effects().size(); i++) {
            switch (turn.effects().get(i)) {
                case ProgramIpvs _, Effect.Signal _ -> {}
                case Change change -> {
                    asked = asked.isEmpty() ? new TreeMap<>() : asked;
                    asked.put(turn.effectIndex(i), change);
                }
            }
        }
        if (asked.isEmpty()) {
            return state;
        }
        var links = asking(state, KernelPicture.coming(asked.values()));
        var routing = links.routing().owning(KernelPicture.comingRouting(asked.values()));
        return state.with(state.kernel().asked(asked, turn.recorded().at())).with(links.with(routing));
    }

    /** What is put there is ours from now on, but for the host's that an owner gets back. */
    private static LinkTable asking(NodeState state, List<LinkAddress> coming) {
        var links = state.links();
        for (var place : coming) {
            links = links.isOfHost(place) && !OwnAddresses.isOwners(state.configured(), place)
                    ? links.taking(place)
                    : links;
        }
        return links.owning(coming);
    }

    /** A reading of the IPVS table that the next state waits for is asked for. */
    private static Step<NodeState> readingIpvs(NodeState before, Step<NodeState> step) {
        return step.next().ipvs().asksAnew(before.ipvs()) ? step.signal(new ReadIpvs()) : step;
    }

    private static Step<NodeState> step(NodeState state, Recorded recorded) {
        return switch (recorded.event()) {
            case VrrpEvent.AdvertReceived heard -> onAdvert(state, recorded, heard);
            case VrrpEvent.AdvertRejected _, VrrpEvent.AdvertsRejected _ -> Step.to(state);
            case LinkEvent event -> onLink(state, recorded, event);
            case RoutingEvent event -> onRouting(state, recorded, event);
            case HealthEvent event -> onHealth(state, recorded, event);
            case IpvsEvent event -> Step.to(onIpvs(state, event));
            case FirewallEvent.BlocksRead read ->
                Step.to(state.with(state.kernel().after(read)));
            case ScriptEvent event -> onScript(state, recorded, event);
            case TrackEvent event -> onTracked(state, recorded, event);
            case OperatorEvent event -> onOperator(state, recorded, event);
            case ClockEvent.DeadlineReached _ -> onDeadline(state, recorded);
            case ClockEvent.WallClockStepped _, ClockEvent.DeadlineRepeated _ -> Step.to(state);
            case ClockEvent.LoopStalled stalled -> onStall(state, recorded, stalled.nanos());
            case OutcomeEvent event -> onOutcome(state, recorded, event);
            case JournalEvent _ -> Step.to(state);
            case Decision decision -> throw new IllegalArgumentException("a decision is no input: " + decision);
        };
    }

    /** What an event that says nothing of links and conditions is to the instances. */
    static Facts still(NodeState state, Configured configured, Recorded recorded) {
        return Facts.still(state.links(), configured.track(), recorded.at(), recorded.index());
    }

    private static Step<NodeState> onAdvert(NodeState state, Recorded recorded, VrrpEvent.AdvertReceived heard) {
        var configured = state.configured();
        return configured == null
                ? Step.to(state)
                : with(state, configured, configured.vrrp().onAdvert(still(state, configured, recorded), heard));
    }

    private static Step<NodeState> with(NodeState state, Configured configured, Step<VrrpTable> step) {
        return step.toward(state.with(configured.with(step.next())));
    }

    /** What a fact of the kernel changes: links, then the conditions that rest on them, then who depends on those. */
    private static Step<NodeState> onLink(NodeState state, Recorded recorded, LinkEvent event) {
        var kernel = state.kernel();
        var links = state.links().after(event, recorded.index());
        if (event instanceof LinkEvent.KernelRead) {
            links = links.owning(kernel.coming());
            kernel = kernel.after(links);
        }
        var configured = state.configured();
        boolean leftover = false;
        if (configured != null) {
            leftover = !state.claims() && OwnAddresses.showsLeftover(event, configured, links);
            links = OwnAddresses.after(event, configured, links, !state.links().read());
        }
        var seen = state.with(links).with(kernel).leftover(leftover);
        if (configured == null || same(links, state.links())) {
            return Step.to(seen);
        }
        var concerned = configured.track().concerned(event, state.links(), links);
        var tracking = configured.track().onLinks(event, concerned, links, recorded.at(), recorded.index());
        var track = tracking.next();
        var facts = new Facts(state.links(), links, configured.track(), track, recorded.at(), recorded.index());
        var vrrp = configured.vrrp().onLink(concerned, facts, event);
        var director = configured.director().onLinks(links);
        return Step.joined(tracking, both(seen, configured.with(track), vrrp, director));
    }

    /** A route or rule of ours came or went. */
    private static Step<NodeState> onRouting(NodeState state, Recorded recorded, RoutingEvent event) {
        var routing = state.links().routing().after(event);
        var kernel = state.kernel();
        if (event instanceof RoutingEvent.RoutingRead) {
            routing = routing.owning(kernel.comingRouting());
            kernel = kernel.after(routing);
        }
        var links = state.links().with(routing);
        var seen = state.with(links).with(kernel);
        var configured = state.configured();
        if (configured == null || same(links, state.links()) || !(event instanceof RoutingEvent.RoutingGone gone)) {
            return Step.to(seen);
        }
        var facts = new Facts(
                state.links(), links, configured.track(), configured.track(), recorded.at(), recorded.index());
        return with(seen, configured, configured.vrrp().onRoutingGone(facts, gone));
    }

    private static Step<NodeState> both(
            NodeState state, Configured configured, Step<VrrpTable> vrrp, Step<DirectorTable> director) {
        var next = configured.with(vrrp.next()).with(director.next());
        return Step.joined(vrrp, director).toward(state.with(next));
    }

    /** A result of a check; most change nothing at all. */
    private static Step<NodeState> onHealth(NodeState state, Recorded recorded, HealthEvent event) {
        var configured = state.configured();
        if (configured == null) {
            return Step.to(state);
        }
        var health = configured.health().after(event, recorded.index());
        if (same(health.next(), configured.health())) {
            return health.toward(state);
        }
        int place = health.next().place(event.checker().server());
        var why = event instanceof HealthEvent.FileRead ? "the number in its file" : "its script asks for it";
        var director = configured.director().onHealth(place, configured.health(), health.next(), why);
        var next = configured.with(health.next()).with(director.next());
        var dirty = state.ipvs().withDirty(event.checker().server());
        return Step.joined(health, director).toward(state.with(next).with(dirty));
    }

    /** A script ended: one that instances track changes their conditions. */
    private static Step<NodeState> onScript(NodeState state, Recorded recorded, ScriptEvent event) {
        var configured = state.configured();
        var answered = configured == null ? null : configured.track().onScript(event, recorded.at(), state.links());
        if (configured == null || answered == null) {
            return Step.to(state);
        }
        return onConditions(state, configured, recorded, answered);
    }

    /** What instances track outside of links and scripts is another than before. */
    private static Step<NodeState> onTracked(NodeState state, Recorded recorded, TrackEvent event) {
        var configured = state.configured();
        return configured == null || state.stopping()
                ? Step.to(state)
                : onConditions(
                        state, configured, recorded, configured.track().onTracked(event, recorded.at(), state.links()));
    }

    /** Conditions of some instances may be others than before. */
    private static Step<NodeState> onConditions(
            NodeState state, Configured configured, Recorded recorded, TrackTable.Answered answered) {
        var track = answered.step().next();
        var facts = new Facts(state.links(), state.links(), configured.track(), track, recorded.at(), recorded.index());
        var vrrp = configured.vrrp().onConditions(answered.concerned(), facts);
        return Step.joined(answered.step(), with(state, configured.with(track), vrrp));
    }

    /** News of the kernel's table; what concerns us is looked at again. */
    private static NodeState onIpvs(NodeState state, IpvsEvent event) {
        var configured = state.configured();
        boolean flush = configured != null && configured.config().lvs().flush();
        var ipvs = state.ipvs().after(event, flush);
        var owner = configured == null ? null : configured.director().owner(event);
        return state.with(owner == null ? ipvs : ipvs.withDirty(owner));
    }

    /** An answer of the kernel; that sockets are open or not is news for the election too. Lost events ask for a reading. */
    private static Step<NodeState> onOutcome(NodeState state, Recorded recorded, OutcomeEvent event) {
        var change = state.kernel().answeredBy(event);
        var answered = state.with(state.kernel().after(event, state.links(), recorded.at()))
                .with(state.ipvs().after(event, recorded.at()));
        if (event instanceof OutcomeEvent.EffectFailed && change instanceof Effect.AddAddress(var address)) {
            boolean stands = state.links().holds(address.place());
            answered = stands ? answered : answered.with(state.links().disowning(address.place()));
        }
        if (event instanceof OutcomeEvent.EffectFailed && change instanceof Effect.AddRouting(var what)) {
            var links = state.links();
            boolean stands = links.routing().stands(what);
            answered =
                    stands ? answered : answered.with(links.with(links.routing().without(what)));
        }
        if (event instanceof OutcomeEvent.EffectApplied && change instanceof Effect.SetPromotion asked) {
            answered = answered.with(answered.links().promoting(asked.link(), asked.on()));
        }
        if (event instanceof OutcomeEvent.EventsDropped) {
            // nobody can say what the lost events would have told
            return readingBlocks(Step.to(answered).signal(new ReadLinks()));
        }
        if (event instanceof OutcomeEvent.EffectFailed failed && state.kernel().leavesDoubt(failed)) {
            return readingBlocks(Step.to(answered));
        }
        var configured = state.configured();
        if (configured == null || !(change instanceof Effect.JoinGroup join)) {
            return Step.to(answered);
        }
        int place = configured.track().place(join.instance());
        if (place < 0) {
            return Step.to(answered);
        }
        boolean open = event instanceof OutcomeEvent.EffectApplied;
        var track = configured.track().onSockets(place, join.incarnation(), open, state.links());
        var facts = new Facts(state.links(), state.links(), configured.track(), track, recorded.at(), recorded.index());
        return with(answered, configured.with(track), configured.vrrp().onConditions(track.group(place), facts));
    }

    /** The packet filter is read anew too, where it is used, or was and something is left. */
    private static Step<NodeState> readingBlocks(Step<NodeState> step) {
        var configured = step.next().configured();
        return configured != null
                        && (configured.config().blocks() || step.next().kernel().hasBlocks())
                ? step.signal(new ReadBlocks(step.next()
                        .kernel()
                        .tablesWith(configured.config().firewall().name())))
                : step;
    }

    private static Step<NodeState> onOperator(NodeState state, Recorded recorded, OperatorEvent event) {
        return switch (event) {
            case OperatorEvent.ConfigAccepted e -> ConfigRules.onAccepted(state, recorded, e.config());
            case OperatorEvent.ConfigRefused _ -> Step.to(state);
            case OperatorEvent.LeftoversRecalled e -> RecallRules.onRecalled(state, recorded, e.leftovers());
            case OperatorEvent.DrainRequested e -> DrainRules.onRequested(state, e);
            case OperatorEvent.DrainCancelled e -> DrainRules.onCancelled(state, e);
            case OperatorEvent.StopRequested e -> onStop(state, recorded, e);
            case OperatorEvent.HoldRequested e -> HoldRules.onRequested(state, recorded, e);
            case OperatorEvent.HoldReleased e -> HoldRules.onReleased(state, e);
            case OperatorEvent.HandoverRequested e -> ConfigRules.onHandover(state, recorded, e);
            case OperatorEvent.ProcessStarted e -> Step.to(state.begun(e.bootId(), recorded.at()));
            case OperatorEvent.SignalHeard _ -> Step.to(state);
        };
    }

    private static Step<NodeState> onStop(NodeState state, Recorded recorded, OperatorEvent.StopRequested stop) {
        var configured = state.configured();
        var ending = state.stopped();
        if (configured == null || state.stopping()) {
            return Step.to(ending);
        }
        var vrrp = stop.keepVrrp()
                ? Step.to(configured.vrrp())
                : configured.vrrp().onStop(still(state, configured, recorded), stop.by());
        var director = configured.director().onStop(configured.health());
        return Step.joined(vrrp, director)
                .toward(ending.with(configured.with(configured.track().ended()).with(vrrp.next()))
                        .with(state.ipvs().ending(stop.keepIpvs())));
    }

    private static Step<NodeState> onStall(NodeState state, Recorded recorded, long nanos) {
        var configured = state.configured();
        return configured == null
                ? Step.to(state)
                : with(state, configured, configured.vrrp().onStall(still(state, configured, recorded), nanos));
    }

    /** What became of changes that were never answered must be read. */
    private static Step<NodeState> readingLost(NodeState state, List<StandingObject.Key> lost) {
        long blocks =
                lost.stream().filter(StandingObject.BlockOf.class::isInstance).count();
        var step = lost.size() > blocks ? Step.to(state).signal(new ReadLinks()) : Step.to(state);
        return blocks == 0 ? step : readingBlocks(step);
    }

    private static Step<NodeState> onDeadline(NodeState state, Recorded recorded) {
        var overdue = state.kernel().overdue(recorded.at());
        var later = state.with(state.kernel().after(overdue, recorded.at()))
                .with(state.ipvs().at(recorded.at()));
        var step = overdue.isEmpty()
                ? Step.to(later)
                : readingLost(later, state.kernel().lost(overdue));
        var configured = state.configured();
        if (configured == null) {
            return step;
        }
        if (recorded.at().reaches(configured.track().deadline())) {
            var answered = configured.track().onDeadline(recorded.at(), recorded.index(), state.links());
            step = Step.joined(step, onConditions(later, configured, recorded, answered));
            later = step.next();
            configured = Objects.requireNonNull(later.configured());
        }
        var vrrp = state.links().read()
                ? configured.vrrp().onDeadline(still(state, configured, recorded))
                : Step.to(configured.vrrp());
        if (!recorded.at().reaches(configured.director().deadline())) {
            return Step.joined(step, with(later, configured, vrrp));
        }
        var director = configured.director().onDeadline(configured.health(), recorded.at());
        return Step.joined(step, both(later.with(later.ipvs().withAllDirty()), configured, vrrp, director));
    }
}
