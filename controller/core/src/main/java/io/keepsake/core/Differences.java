package io.keepsake.core;

import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.kernel.KernelPicture;
import io.keepsake.core.kernel.KernelPicture.Statics;
import io.keepsake.core.kernel.StandingObject;
import io.keepsake.core.vrrp.VrrpState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where what should stand in the kernel may differ from what stands there after an event: the instances whose role is
 * another, and the links, addresses and answers that the event is about. Derived by comparing the state before and after;
 * no rule has to say it.
 */
final class Differences {
    private Differences() {}

    /** The picture, looked at where the event may have made a difference. */
    static KernelPicture between(NodeState before, NodeState after, Recorded recorded) {
        var configured = after.configured();
        if (configured == null || !after.links().read()) {
            return KernelPicture.NOTHING;
        }
        var was = before.configured();
        if (was == null || !NodeReducer.same(was.config(), configured.config()) || all(before, after, recorded)) {
            return picture(after, configured)
                    .instances(configured.track().everywhere())
                    .statics()
                    .owned();
        }
        var changed = changedRoles(was, configured);
        return switch (recorded.event()) {
            case LinkEvent.LinkSeen _, LinkEvent.LinkGone _ -> {
                var places = new TreeSet<>(changed);
                places.addAll(
                        configured.track().concerned((LinkEvent) recorded.event(), before.links(), after.links()));
                yield picture(after, configured).instances(places).statics();
            }
            case LinkEvent.AddressSeen e ->
                picture(after, configured).address(e.address().place()).instances(changed);
            case LinkEvent.AddressGone e ->
                picture(after, configured).address(e.address()).instances(changed);
            case RoutingEvent.RoutingSeen e ->
                picture(after, configured).routing(e.what()).instances(changed);
            case RoutingEvent.RoutingGone e ->
                picture(after, configured).routing(e.what()).instances(changed);
            case OutcomeEvent e -> {
                var change = before.kernel().answeredBy(e);
                yield change == null && changed.isEmpty()
                        ? KernelPicture.NOTHING
                        : picture(after, configured)
                                .keys(
                                        change == null
                                                ? List.of()
                                                : StandingObject.keyOf(change).stream()
                                                        .toList())
                                .instances(changed);
            }
            case ClockEvent.DeadlineReached _ -> {
                var overdue = before.kernel().overdue(recorded.at());
                yield overdue.isEmpty() && changed.isEmpty()
                        ? KernelPicture.NOTHING
                        : picture(after, configured).keys(overdue).instances(changed);
            }
            default ->
                changed.isEmpty()
                        ? KernelPicture.NOTHING
                        : picture(after, configured).instances(changed);
        };
    }

    private static KernelPicture picture(NodeState state, Configured configured) {
        return new KernelPicture(
                configured.vrrp(), configured.track(), state.links(), state.kernel(), statics(state), state.claims());
    }

    private static Statics statics(NodeState state) {
        if (!state.stopping()) {
            return Statics.STAND;
        }
        return state.undoes() && !state.keepsAddresses() ? Statics.GO : Statics.LEFT;
    }

    /** The places of the instances whose role is another. */
    private static List<Integer> changedRoles(Configured was, Configured is) {
        if (NodeReducer.same(was.vrrp(), is.vrrp())) {
            return List.of();
        }
        var places = new ArrayList<Integer>(1);
        for (int place : is.vrrp().differsFrom(was.vrrp())) {
            if (differs(was.vrrp().state(place), is.vrrp().state(place))) {
                places.add(place);
            }
        }
        return places;
    }

    private static boolean all(NodeState before, NodeState after, Recorded recorded) {
        return recorded.event() instanceof LinkEvent.KernelRead
                || recorded.event() instanceof FirewallEvent.BlocksRead
                || recorded.event() instanceof RoutingEvent.RoutingRead
                || recorded.event() instanceof OperatorEvent.LeftoversRecalled
                || before.claims() != after.claims()
                || before.undoes() != after.undoes()
                || before.stopping() != after.stopping();
    }

    private static boolean differs(VrrpState one, VrrpState other) {
        return one.role() != other.role()
                || one instanceof VrrpState.Stopped != other instanceof VrrpState.Stopped
                || one.leaves() != other.leaves();
    }
}
