package io.keepsake.core;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
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
import io.keepsake.core.kernel.KernelPicture;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

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
        var next = step.next();
        var vrrp = next.vrrp();
        List<Change> changes = vrrp != null && next.links().read() && pictureMayDiffer(state, next)
                ? KernelPicture.of(vrrp, next.links()).changesFrom(next.links(), next.kernel(), vrrp.config())
                : List.of();
        if (changes.isEmpty()) {
            return new Reduced(next, new Turn(recorded, step.decisions(), List.copyOf(step.signals())));
        }
        var effects = inOrder(changes, step.signals());
        var turn = new Turn(recorded, step.decisions(), effects);
        var asked = new TreeMap<Long, Change>();
        for (int i = 0; i < effects.size(); i++) {
            if (effects.get(i) instanceof Change change) {
                asked.put(turn.effectIndex(i), change);
            }
        }
        return new Reduced(next.with(next.kernel().asked(asked)), turn);
    }

    /** Sockets before what is sent through them, and that before the addresses it speaks of. */
    private static List<Effect> inOrder(List<Change> changes, List<Effect.Signal> signals) {
        var effects = new ArrayList<Effect>(changes.size() + signals.size());
        changes.stream().filter(c -> c instanceof JoinGroup).forEach(effects::add);
        effects.addAll(signals);
        changes.stream().filter(c -> !(c instanceof JoinGroup)).forEach(effects::add);
        return effects;
    }

    private static boolean pictureMayDiffer(NodeState before, NodeState after) {
        var vrrp = after.vrrp();
        return !before.links().equals(after.links())
                || !before.kernel().equals(after.kernel())
                || before.vrrp() == null
                || vrrp == null
                || !before.vrrp().config().equals(vrrp.config())
                || !vrrp.sameRoles(before.vrrp());
    }

    private static Step<NodeState> step(NodeState state, Recorded recorded) {
        return switch (recorded.event()) {
            case VrrpEvent.AdvertReceived heard -> onAdvert(state, recorded, heard);
            case VrrpEvent.AdvertRejected _ -> Step.to(state);
            case LinkEvent event -> onLink(state, recorded, event);
            case HealthEvent _, IpvsEvent _, ScriptEvent _ -> Step.to(state);
            case OperatorEvent event -> onOperator(state, recorded, event);
            case ClockEvent.DeadlineReached _ -> onDeadline(state, recorded);
            case ClockEvent.WallClockStepped _ -> Step.to(state);
            case ClockEvent.LoopStalled stalled -> onStall(state, recorded, stalled.nanos());
            case OutcomeEvent event -> onOutcome(state, recorded, event);
            case JournalEvent _ -> Step.to(state);
            case Decision decision -> throw new IllegalArgumentException("a decision is no input: " + decision);
        };
    }

    private static Step<NodeState> onAdvert(NodeState state, Recorded recorded, VrrpEvent.AdvertReceived heard) {
        var vrrp = state.vrrp();
        if (vrrp == null) {
            return Step.to(state);
        }
        return with(state, vrrp.onAdvert(state.links(), recorded.at(), recorded.index(), heard));
    }

    private static Step<NodeState> with(NodeState state, Step<VrrpTable> step) {
        return step.toward(state.with(step.next()));
    }

    private static Step<NodeState> onLink(NodeState state, Recorded recorded, LinkEvent event) {
        var links = state.links().after(event);
        var seen = state.with(links).with(state.kernel().after(event));
        var vrrp = state.vrrp();
        return vrrp == null || links.equals(state.links())
                ? Step.to(seen)
                : with(seen, vrrp.onLink(links, recorded.at(), recorded.index(), event));
    }

    /** An answer of the kernel; that sockets are open or not is news for the election too. */
    private static Step<NodeState> onOutcome(NodeState state, Recorded recorded, OutcomeEvent event) {
        var kernel = state.kernel().after(event, recorded.at());
        var answered = state.with(kernel);
        var join = state.kernel().joinOf(event);
        var vrrp = state.vrrp();
        if (join.isEmpty() || vrrp == null) {
            return Step.to(answered);
        }
        boolean open = event instanceof OutcomeEvent.EffectApplied;
        var instance = join.get().instance();
        return with(answered, vrrp.onSocket(state.links(), recorded.at(), recorded.index(), instance, open));
    }

    private static Step<NodeState> onOperator(NodeState state, Recorded recorded, OperatorEvent event) {
        return switch (event) {
            case OperatorEvent.ConfigAccepted e -> {
                var startAt = recorded.at().plus(e.config().startupDelayNanos());
                var vrrp = VrrpTable.of(e.config(), startAt);
                yield Step.to(state.with(vrrp));
            }
            case OperatorEvent.LeftoversRecalled e -> Step.to(recalled(state, e));
            case OperatorEvent.StopRequested e -> onStop(state, recorded, e);
            case OperatorEvent.ProcessStarted e -> Step.to(state.booted(e.bootId()));
            case OperatorEvent.DrainRequested _, OperatorEvent.DrainCancelled _ -> Step.to(state);
            case OperatorEvent.ConfigRefused _, OperatorEvent.SignalHeard _ -> Step.to(state);
        };
    }

    /** An address that is not there any more is nobody's: it may come back as somebody else's. */
    private static NodeState recalled(NodeState state, OperatorEvent.LeftoversRecalled event) {
        var there = event.leftovers().addresses().stream()
                .filter(a -> !state.links().read() || state.links().holds(a))
                .toList();
        return state.with(state.kernel().recalled(there));
    }

    private static Step<NodeState> onStop(NodeState state, Recorded recorded, OperatorEvent.StopRequested stop) {
        var ending = state.stopped();
        var vrrp = state.vrrp();
        return vrrp == null || state.stopping()
                ? Step.to(ending)
                : with(ending, vrrp.onStop(state.links(), recorded.at(), recorded.index(), stop.by()));
    }

    private static Step<NodeState> onStall(NodeState state, Recorded recorded, long nanos) {
        var vrrp = state.vrrp();
        return vrrp == null
                ? Step.to(state)
                : with(state, vrrp.onStall(state.links(), recorded.at(), recorded.index(), nanos));
    }

    private static Step<NodeState> onDeadline(NodeState state, Recorded recorded) {
        var kernel = state.kernel().at(recorded.at());
        var later = state.with(kernel);
        var vrrp = state.vrrp();
        return vrrp == null || !state.links().read()
                ? Step.to(later)
                : with(later, vrrp.onDeadline(state.links(), recorded.at(), recorded.index()));
    }
}
