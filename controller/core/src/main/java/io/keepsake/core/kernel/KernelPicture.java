package io.keepsake.core.kernel;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel should hold: the virtual addresses of every master, and open sockets for every instance whose link is
 * there. The same difference serves start, normal running, drift and stop.
 *
 * @param addresses in the order of the configuration
 */
public record KernelPicture(List<VirtualAddress> addresses, List<JoinGroup> groups) {

    /** The picture that follows from the roles of the instances. */
    public static KernelPicture of(VrrpTable vrrp, LinkTable links) {
        var addresses = vrrp.inRole(Role.MASTER).stream()
                .flatMap(KernelPicture::virtual)
                .toList();
        var groups = vrrp.config().instances().stream()
                .filter(i -> !(vrrp.state(i.name()) instanceof VrrpState.Stopped))
                .flatMap(
                        i -> links.link(i.link()).map(link -> new JoinGroup(i.name(), i.link(), link.index())).stream())
                .toList();
        return new KernelPicture(addresses, groups);
    }

    private static Stream<VirtualAddress> virtual(InstanceConfig instance) {
        return Stream.concat(instance.addresses().stream(), instance.excluded().stream());
    }

    /**
     * The changes that turn what is seen into this picture: removals, then sockets, then additions. Only addresses that
     * are configured as virtual, or that a run of this director left, are ever removed.
     */
    public List<Change> changesFrom(LinkTable seen, KernelState kernel, ControllerConfig config) {
        var changes = new ArrayList<Change>();
        for (var address : seen.addresses()) {
            if (ours(address, kernel, config) && !wants(address)) {
                changes.add(new RemoveAddress(address));
            }
        }
        for (var group : groups) {
            if (!Integer.valueOf(group.linkIndex()).equals(kernel.joined().get(group.instance()))) {
                changes.add(group);
            }
        }
        for (var address : addresses) {
            if (!seen.holds(address.place()) && seen.link(address.link()).isPresent()) {
                changes.add(new AddAddress(address));
            }
        }
        changes.removeIf(kernel::holdsBack);
        return changes;
    }

    private boolean wants(LinkAddress address) {
        return addresses.stream().anyMatch(a -> a.place().equals(address));
    }

    /** A configured virtual address, whatever prefix it stands with, or one that this director put there. */
    private static boolean ours(LinkAddress address, KernelState kernel, ControllerConfig config) {
        return kernel.owned().contains(address)
                || config.instances().stream()
                        .flatMap(KernelPicture::virtual)
                        .anyMatch(a -> a.link().equals(address.link())
                                && a.address().ip().equals(address.address().ip()));
    }
}
