package io.keepsake.history.explain;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.history.fold.FoldStep.Folded;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Virtual addresses that stand on a node that is not master and did not put them there. */
final class ForeignAddresses {
    private final NodeHistory node;
    private final Telling telling;
    private final Function<InstanceConfig, @Nullable Role> roles;

    ForeignAddresses(NodeHistory node, Telling telling, Function<InstanceConfig, @Nullable Role> roles) {
        this.node = node;
        this.telling = telling;
        this.roles = roles;
    }

    /** Looks at a turn after its decisions were taken in. */
    void onTurn(Folded folded, @Nullable ControllerConfig config) {
        if (config == null) {
            return;
        }
        var event = folded.turn().recorded().event();
        if (event instanceof AddressSeen seen && !seen.own()) {
            onSeen(
                    folded,
                    config,
                    seen.address().place(),
                    "appeared on " + seen.address().link());
        } else if (event instanceof KernelRead read) {
            var before = folded.before();
            if (before == null) {
                return;
            }
            boolean first = !before.links().read();
            for (var address : read.addresses()) {
                if (!before.links().holds(address.place())) {
                    var how = first
                            ? "stood on " + address.link() + " when this run began"
                            : "was found on " + address.link();
                    onSeen(folded, config, address.place(), how);
                }
            }
        }
    }

    private void onSeen(Folded folded, ControllerConfig config, LinkAddress seen, String how) {
        for (var instance : config.instances()) {
            var role = roles.apply(instance);
            boolean virtual = Stream.concat(instance.addresses().stream(), instance.excluded().stream())
                    .map(VirtualAddress::place)
                    .anyMatch(place -> place.link().equals(seen.link())
                            && place.address().ip().equals(seen.address().ip()));
            if (virtual && role != null && role != Role.MASTER && !instance.owner()) {
                tell(folded, instance, role, seen, how);
            }
        }
    }

    private void tell(Folded folded, InstanceConfig instance, Role role, LinkAddress seen, String how) {
        var turn = folded.turn();
        var recorded = turn.recorded();
        boolean begins = how.endsWith("began");
        var lines = List.of(
                seen.address() + " " + how + " at " + node.clock().dated(recorded.wall()) + " ("
                        + node.cite(recorded.index()) + "), and this node did not put it there: " + instance.name()
                        + " is " + role,
                begins
                        ? "  so: an earlier run left it, or someone put it there by hand"
                        : "  so: someone put it there by hand, or another program did; while it stands here and on the"
                                + " master, both answer for it");
        telling.tell(
                instance.name(),
                turn,
                new AccountParagraph(node, turn, lines, new InstanceEffects(instance.name(), instance)::trace));
    }
}
