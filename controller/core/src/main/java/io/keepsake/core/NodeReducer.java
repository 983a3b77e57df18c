package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Step;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.kernel.IpvsPicture;
import io.keepsake.core.kernel.KernelPicture;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one door of the core. Static, total, without a field: the same event in the same state gives the same turn. */
public final class NodeReducer {
    private NodeReducer() {}

    /** What an event led to. */
    public record Reduced(NodeState next, Turn turn) {}

    /**
     * Takes one event.
     *
     * @throws IllegalArgumentException when the event is a decision: those are made here, not told
     */
    public static Reduced reduce(NodeState state, Recorded recorded) {
        var step = step(state, recorded);
        var next = looked(state, step.next());
        var effects = new ArrayList<Effect>(step.signals());
        addAddressChanges(state, next, effects);
        var program = program(next, step.signals());
        if (program != null && !program.changes().isEmpty()) {
            effects.add(new ProgramIpvs(program.changes()));
        }
        var turn = new Turn(recorded, step.decisions(), effects);
        return new Reduced(compared(asked(next, turn), turn, program), turn);
    }

    /** The sync daemons follow the roles. */
    private static NodeState looked(NodeState before, NodeState after) {
        var was = before.configured();
        var is = after.configured();
        if (was == null || is == null || is.config().lvs().sync() == null) {
            return after;
        }
        boolean sameRoles = same(was.config(), is.config()) && is.vrrp().sameRoles(was.vrrp());
        return sameRoles ? after : after.with(after.ipvs().staled());
    }

    /** Sockets before what is sent through them, and that before the addresses it speaks of. */
    private static void addAddressChanges(NodeState before, NodeState after, List<Effect> effects) {
        var vrrp = after.vrrp();
        if (vrrp == null || !after.links().read() || !pictureMayDiffer(before, after)) {
            return;
        }
        var changes = KernelPicture.of(vrrp, after.links()).changesFrom(after.links(), after.kernel(), vrrp.config());
        effects.addAll(0, changes.stream().filter(c -> c instanceof JoinGroup).toList());
        effects.addAll(changes.stream().filter(c -> !(c instanceof JoinGroup)).toList());
    }

    private static boolean pictureMayDiffer(NodeState before, NodeState after) {
        var was = before.vrrp();
        var is = after.vrrp();
        return !before.links().equals(after.links())
                || !before.kernel().equals(after.kernel())
                || was == null
                || is == null
                || !same(was.config(), is.config())
                || !is.sameRoles(was);
    }

    /** The very same object: versions of the state share what did not change, and large ones are not compared. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    /** What is to be asked of the IPVS table now; null when it is not the time to look, or adverts go first. */
    private static IpvsPicture.@Nullable Program program(NodeState state, List<Effect.Signal> signals) {
        var configured = state.configured();
        return configured != null && ipvsIsDue(state) && !sendsAdverts(signals)
                ? IpvsPicture.next(
                        state.ipvs(), configured.director(), configured.health(), configured.vrrp(), state.stopping())
                : null;
    }

    private static boolean ipvsIsDue(NodeState state) {
        var configured = state.configured();
        return configured != null && IpvsPicture.due(state.ipvs(), configured.director(), state.stopping());
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
        var asked = new TreeMap<Long, Change>();
        for (int i = 0; i < turn.effects().size(); i++) {
            switch (turn.effects().get(i)) {
                case ProgramIpvs _, Effect.Signal _ -> {}
                case Change change -> asked.put(turn.effectIndex(i), change);
            }
        }
        return asked.isEmpty() ? state : state.with(state.kernel().asked(asked));
    }

    /** A reading of the IPVS table that the next state waits for is asked for. */
    private static Step<NodeState> reading(NodeState before, Step<NodeState> step) {
        return step.next().ipvs().asksAnew(before.ipvs()) ? step.signal(new Effect.ReadIpvs()) : step;
    }

    private static Step<NodeState> step(NodeState state, Recorded recorded) {
        return switch (recorded.event()) {
            case VrrpEvent.AdvertReceived heard -> onAdvert(state, recorded, heard);
            case VrrpEvent.AdvertRejected _ -> Step.to(state);
            case LinkEvent event -> onLink(state, recorded, event);
            case HealthEvent event -> onHealth(state, recorded, event);
            case IpvsEvent event -> Step.to(onIpvs(state, event));
            case ScriptEvent _ -> Step.to(state);
            case OperatorEvent event -> OperatorRules.step(state, recorded, event);
            case ClockEvent.DeadlineReached _ -> reading(state, onDeadline(state, recorded));
            case ClockEvent.WallClockStepped _ -> Step.to(state);
            case ClockEvent.LoopStalled stalled -> onStall(state, recorded, stalled.nanos());
            case OutcomeEvent event -> reading(state, onOutcome(state, recorded, event));
            case JournalEvent _ -> Step.to(state);
            case Decision decision -> throw new IllegalArgumentException("a decision is no input: " + decision);
        };
    }

    private static Step<NodeState> onAdvert(NodeState state, Recorded recorded, VrrpEvent.AdvertReceived heard) {
        var configured = state.configured();
        return configured == null
                ? Step.to(state)
                : with(
                        state,
                        configured,
                        configured.vrrp().onAdvert(state.links(), recorded.at(), recorded.index(), heard));
    }

    static Step<NodeState> with(NodeState state, Configured configured, Step<VrrpTable> step) {
        return step.toward(state.with(configured.with(step.next())));
    }

    private static Step<NodeState> onLink(NodeState state, Recorded recorded, LinkEvent event) {
        var links = state.links().after(event);
        var seen = state.with(links).with(state.kernel().after(event));
        var configured = state.configured();
        if (configured == null || links.equals(state.links())) {
            return Step.to(seen);
        }
        var vrrp = configured.vrrp().onLink(links, recorded.at(), recorded.index(), event);
        var director = configured.director().onLinks(links);
        return both(seen, configured, vrrp, director);
    }

    private static Step<NodeState> both(
            NodeState state, Configured configured, Step<VrrpTable> vrrp, Step<DirectorTable> director) {
        var next = new Configured(configured.health(), vrrp.next(), director.next());
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
        var next = new Configured(health.next(), configured.vrrp(), director.next());
        var dirty = state.ipvs().dirtied(event.checker().server());
        return Step.joined(health, director).toward(state.with(next).with(dirty));
    }

    /** News of the kernel's table; what concerns us is looked at again. */
    private static NodeState onIpvs(NodeState state, IpvsEvent event) {
        var configured = state.configured();
        boolean flush = configured != null && configured.config().lvs().flush();
        var ipvs = state.ipvs().after(event, flush);
        var owner = configured == null ? null : configured.director().owner(event);
        return state.with(owner == null ? ipvs : ipvs.dirtied(owner));
    }

    /** An answer of the kernel; that sockets are open or not is news for the election too. */
    private static Step<NodeState> onOutcome(NodeState state, Recorded recorded, OutcomeEvent event) {
        var answered = state.with(state.kernel().after(event, recorded.at()))
                .with(state.ipvs().after(event, recorded.at()));
        var join = state.kernel().joinOf(event);
        var configured = state.configured();
        if (join.isEmpty() || configured == null) {
            return Step.to(answered);
        }
        boolean open = event instanceof OutcomeEvent.EffectApplied;
        var instance = join.get().instance();
        return with(
                answered,
                configured,
                configured.vrrp().onSocket(state.links(), recorded.at(), recorded.index(), instance, open));
    }

    private static Step<NodeState> onStall(NodeState state, Recorded recorded, long nanos) {
        var configured = state.configured();
        return configured == null
                ? Step.to(state)
                : with(
                        state,
                        configured,
                        configured.vrrp().onStall(state.links(), recorded.at(), recorded.index(), nanos));
    }

    private static Step<NodeState> onDeadline(NodeState state, Recorded recorded) {
        var later =
                state.with(state.kernel().at(recorded.at())).with(state.ipvs().at(recorded.at()));
        var configured = state.configured();
        if (configured == null) {
            return Step.to(later);
        }
        var vrrp = state.links().read()
                ? configured.vrrp().onDeadline(state.links(), recorded.at(), recorded.index())
                : Step.to(configured.vrrp());
        if (!recorded.at().reaches(configured.director().deadline())) {
            return with(later, configured, vrrp);
        }
        var director = configured.director().onDeadline(configured.health(), recorded.at());
        return both(later.with(later.ipvs().staled()), configured, vrrp, director);
    }
}
