package io.keepsake.core;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Step;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.kernel.KernelPicture;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;

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
        long first =
                recorded.index() + 1 + step.decisions().size() + step.signals().size();
        var effects = new ArrayList<Effect>(step.signals());
        effects.addAll(changes);
        var asked = new NodeState(next.links(), vrrp, next.kernel().asked(changes, first), next.stopping());
        return new Reduced(asked, new Turn(recorded, step.decisions(), effects));
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
            case OperatorEvent event -> onOperator(state, recorded, event);
            case ClockEvent.DeadlineReached _ -> onDeadline(state, recorded);
            case ClockEvent.WallClockStepped _, ClockEvent.LoopStalled _ -> Step.to(state);
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
        return step.toward(new NodeState(state.links(), step.next(), state.kernel(), state.stopping()));
    }

    private static Step<NodeState> onLink(NodeState state, Recorded recorded, LinkEvent event) {
        var links = state.links().after(event);
        var seen = new NodeState(links, state.vrrp(), state.kernel().after(event), state.stopping());
        var vrrp = state.vrrp();
        return vrrp == null || links.equals(state.links())
                ? Step.to(seen)
                : with(seen, vrrp.onLink(links, recorded.at(), recorded.index(), event));
    }

    /** An answer of the kernel; that sockets are open or not is news for the election too. */
    private static Step<NodeState> onOutcome(NodeState state, Recorded recorded, OutcomeEvent event) {
        var kernel = state.kernel().after(event, recorded.at());
        var answered = new NodeState(state.links(), state.vrrp(), kernel, state.stopping());
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
                yield Step.to(new NodeState(state.links(), vrrp, state.kernel(), state.stopping()));
            }
            case OperatorEvent.LeftoversRecalled e -> Step.to(recalled(state, e));
            case OperatorEvent.StopRequested e -> onStop(state, recorded, e);
            case OperatorEvent.ProcessStarted _, OperatorEvent.ConfigRefused _, OperatorEvent.SignalHeard _ ->
                Step.to(state);
        };
    }

    /** An address that is not there any more is nobody's: it may come back as somebody else's. */
    private static NodeState recalled(NodeState state, OperatorEvent.LeftoversRecalled event) {
        var there = event.addresses().stream()
                .filter(a -> !state.links().read() || state.links().holds(a))
                .toList();
        return new NodeState(state.links(), state.vrrp(), state.kernel().recalled(there), state.stopping());
    }

    private static Step<NodeState> onStop(NodeState state, Recorded recorded, OperatorEvent.StopRequested stop) {
        var ending = new NodeState(state.links(), state.vrrp(), state.kernel(), true);
        var vrrp = state.vrrp();
        return vrrp == null || state.stopping()
                ? Step.to(ending)
                : with(ending, vrrp.onStop(state.links(), recorded.at(), recorded.index(), stop.by()));
    }

    private static Step<NodeState> onDeadline(NodeState state, Recorded recorded) {
        var kernel = state.kernel().at(recorded.at());
        var later = kernel.equals(state.kernel())
                ? state
                : new NodeState(state.links(), state.vrrp(), kernel, state.stopping());
        var vrrp = state.vrrp();
        return vrrp == null || !state.links().read()
                ? Step.to(later)
                : with(later, vrrp.onDeadline(state.links(), recorded.at(), recorded.index()));
    }
}
