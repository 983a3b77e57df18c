package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.value.LinkAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A director takes away no address but those that stand just as configured ({@code docs/decisions/0006}), that it put
 * there itself, or that its journal says an earlier run did.
 */
final class TouchesOnlyItsOwn implements OfDirector {
    private final Set<LinkAddress> own = new HashSet<>();

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof LeftoversRecalled recalled) {
            own.addAll(recalled.leftovers().addresses());
        }
        for (var effect : turn.turn().effects()) {
            if (effect instanceof AddAddress add) {
                own.add(add.address().place());
            } else if (effect instanceof RemoveAddress remove) {
                removes(turn, remove.address());
            }
        }
    }

    /** In the turn of a reload also what the configuration before it called virtual; a refused removal may be repeated. */
    private void removes(DirectorTurn turn, LinkAddress address) {
        if (!own.contains(address) && !isVirtual(turn.after(), address) && !isVirtual(turn.before(), address)) {
            throw turn.violation("TouchesOnlyItsOwn", "takes " + address + " away, which is not its own");
        }
        own.add(address);
    }

    private static boolean isVirtual(NodeState state, LinkAddress address) {
        var vrrp = state.vrrp();
        return vrrp != null
                && Stream.concat(
                                vrrp.config().statics().addresses().stream(),
                                vrrp.config().instances().stream()
                                        .flatMap(i -> Stream.concat(i.addresses().stream(), i.excluded().stream())))
                        .map(VirtualAddress::place)
                        .anyMatch(address::equals);
    }
}
