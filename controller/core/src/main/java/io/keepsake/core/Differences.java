package io.keepsake.core;

import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.kernel.KernelPicture;
import io.keepsake.core.kernel.StandingObject;
import io.keepsake.core.vrrp.VrrpState;
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
            return KernelPicture.nothing();
        }
        var picture = new KernelPicture(configured.vrrp(), configured.track(), after.links(), after.kernel());
        var was = before.configured();
        if (was == null || !NodeReducer.same(was.config(), configured.config()) || all(before, after, recorded)) {
            return picture.instances(configured.track().everywhere()).owned();
        }
        var places = new TreeSet<Integer>();
        for (int place : configured.vrrp().differsFrom(was.vrrp())) {
            if (differs(was.vrrp().state(place), configured.vrrp().state(place))) {
                places.add(place);
            }
        }
        switch (recorded.event()) {
            case LinkEvent.LinkSeen _, LinkEvent.LinkGone _ ->
                places.addAll(
                        configured.track().concerned((LinkEvent) recorded.event(), before.links(), after.links()));
            case LinkEvent.AddressSeen e -> picture.address(e.address().place());
            case LinkEvent.AddressGone e -> picture.address(e.address());
            case OutcomeEvent e -> {
                var change = before.kernel().answeredBy(e);
                if (change != null) {
                    picture.keys(StandingObject.keyOf(change).stream().toList());
                }
            }
            case ClockEvent.DeadlineReached _ -> picture.keys(before.kernel().overdue(recorded.at()));
            default -> {}
        }
        return picture.instances(places);
    }

    private static boolean all(NodeState before, NodeState after, Recorded recorded) {
        return recorded.event() instanceof LinkEvent.KernelRead
                || recorded.event() instanceof OperatorEvent.LeftoversRecalled
                || before.stopping() != after.stopping();
    }

    private static boolean differs(VrrpState one, VrrpState other) {
        return one.role() != other.role() || one instanceof VrrpState.Stopped != other instanceof VrrpState.Stopped;
    }
}
