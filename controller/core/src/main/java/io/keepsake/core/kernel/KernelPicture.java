package io.keepsake.core.kernel;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
        var standing = Set.copyOf(seen.addresses());
        var wanted = addresses.stream().map(VirtualAddress::place).collect(Collectors.toSet());
        var ours = new Ours(kernel, config);
        var changes = new ArrayList<Change>();
        for (var address : seen.addresses()) {
            if (!wanted.contains(address) && ours.contains(address)) {
                changes.add(new RemoveAddress(address));
            }
        }
        for (var group : groups) {
            if (!Integer.valueOf(group.linkIndex()).equals(kernel.joined().get(group.instance()))) {
                changes.add(group);
            }
        }
        for (var address : addresses) {
            if (!standing.contains(address.place()) && seen.link(address.link()).isPresent()) {
                changes.add(new AddAddress(address));
            }
        }
        changes.removeAll(kernel.heldBack());
        return changes;
    }

    /** A configured virtual address, whatever prefix it stands with, or one that this director put there. */
    private static final class Ours {
        private record Spot(InterfaceName link, Ip ip) {}

        private final Set<LinkAddress> owned;
        private final Set<Spot> configured;

        Ours(KernelState kernel, ControllerConfig config) {
            owned = kernel.owned();
            configured = config.instances().stream()
                    .flatMap(KernelPicture::virtual)
                    .map(a -> new Spot(a.link(), a.address().ip()))
                    .collect(Collectors.toSet());
        }

        boolean contains(LinkAddress address) {
            return owned.contains(address)
                    || configured.contains(
                            new Spot(address.link(), address.address().ip()));
        }
    }
}
