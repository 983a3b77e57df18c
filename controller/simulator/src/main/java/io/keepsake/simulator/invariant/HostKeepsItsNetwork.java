package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import java.util.stream.Stream;

/**
 * No director takes away an address that none put there, but for one that is a configured virtual address as it stands,
 * prefix and all ({@code docs/decisions/0006}). And never one that the host has from its startup files, whatever is
 * configured: the network of the host would go with it; nor when the director itself put it back for an owner of whom it
 * knew that. In the turn that asks for it.
 */
final class HostKeepsItsNetwork implements Watcher {
    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        for (var effect : turn.effects()) {
            if (effect instanceof RemoveAddress remove && isTheHosts(machine, remove.address(), before, after)) {
                throw new Violation(
                        "HostKeepsItsNetwork",
                        machine.number(),
                        "#" + turn.recorded().index() + " "
                                + turn.recorded().event().getClass().getSimpleName() + ": takes " + remove.address()
                                + " away, which the host has of its own");
            }
        }
    }

    private static boolean isTheHosts(Machine machine, LinkAddress address, NodeState before, NodeState after) {
        boolean put = machine.kernel().form(address) != null;
        boolean stands = machine.kernel().addresses().contains(address);
        boolean startup = machine.startup().contains(address);
        if (stands && put) {
            return startup && before.links().isOfHost(address);
        }
        return stands && (startup || !isConfigured(before, address) && !isConfigured(after, address));
    }

    private static boolean isConfigured(NodeState state, LinkAddress address) {
        var vrrp = state.vrrp();
        return vrrp != null
                && Stream.concat(
                                vrrp.config().statics().addresses().stream(),
                                vrrp.config().instances().stream()
                                        .flatMap(i -> Stream.concat(i.addresses().stream(), i.excluded().stream())))
                        .anyMatch(a -> a.place().equals(address));
    }
}
