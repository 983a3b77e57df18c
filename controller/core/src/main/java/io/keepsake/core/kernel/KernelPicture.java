package io.keepsake.core.kernel;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.kernel.StandingObject.Address;
import io.keepsake.core.kernel.StandingObject.AddressAt;
import io.keepsake.core.kernel.StandingObject.Membership;
import io.keepsake.core.kernel.StandingObject.SocketsOf;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel should hold and does not, instance by instance: open sockets for each whose link is there, and the
 * virtual addresses of every master. The same difference serves start, normal running, drift, reload and stop.
 *
 * <p>An address is ours, and may be taken away, when a run of this director put it there, or when it stands just as one
 * is configured (whole value: prefix, label, scope, broadcast). What differs in any part is the host's: it is never
 * touched, and where it is the virtual address itself nothing is added beside it. The host's too is what an owner
 * (priority 255) says is its own, and the first address of an instance's link that no run of this director put there:
 * without it no director could have sent an advert from there.
 */
public final class KernelPicture {
    /** Nothing was looked at, and nothing is to be done; never looked at again. */
    public static final KernelPicture NOTHING = nothing();

    private final VrrpTable vrrp;
    private final TrackTable track;
    private final LinkTable links;
    private final KernelState kernel;
    private final Map<StandingObject.Key, Change> joins = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> removals = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> additions = new LinkedHashMap<>();

    /** The picture that follows from the roles of the instances and their conditions. */
    public KernelPicture(VrrpTable vrrp, TrackTable track, LinkTable links, KernelState kernel) {
        this.vrrp = vrrp;
        this.track = track;
        this.links = links;
        this.kernel = kernel;
    }

    private static KernelPicture nothing() {
        var none = ControllerConfig.ofInstances("", 0, List.of());
        return new KernelPicture(
                VrrpTable.of(none, new Moment(0)),
                TrackTable.of(none, LinkTable.UNREAD, new Moment(0)),
                LinkTable.UNREAD,
                KernelState.EMPTY);
    }

    /** Looks at the sockets and addresses of the instances at these places. */
    public KernelPicture instances(Collection<Integer> places) {
        for (int place : places) {
            var instance = vrrp.config().instances().get(place);
            sockets(place, instance);
            instance.virtual().forEach(a -> address(a.link(), a.address().ip()));
        }
        return this;
    }

    /** Looks at one address, whoever it belongs to. */
    public KernelPicture address(LinkAddress place) {
        address(place.link(), place.address().ip());
        return this;
    }

    /** Looks at what is about to be tried again. */
    public KernelPicture keys(List<StandingObject.Key> keys) {
        for (var key : keys) {
            switch (key) {
                case AddressAt(var place) -> address(place);
                case SocketsOf(var name) -> {
                    int place = track.place(name);
                    if (place >= 0) {
                        sockets(place, vrrp.config().instances().get(place));
                    }
                }
            }
        }
        return this;
    }

    /** Looks at every address of ours, also those of instances that are not configured any more. */
    public KernelPicture owned() {
        links.owned().keys().forEach(this::address);
        return this;
    }

    /** The sockets to open: an advert needs them. */
    public List<Change> joins() {
        return joins.isEmpty() ? List.of() : List.copyOf(joins.values());
    }

    /** The addresses to take away, and then those to put there. */
    public List<Change> addresses() {
        if (removals.isEmpty() && additions.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<>(removals.values());
        all.addAll(additions.values());
        return all;
    }

    private void sockets(int place, InstanceConfig instance) {
        var link = links.link(instance.link());
        if (link.isEmpty() || vrrp.state(place) instanceof VrrpState.Stopped) {
            return;
        }
        long incarnation = links.incarnation(instance.link());
        var sockets = track.sockets(place);
        if (!sockets.open() || sockets.incarnation() != incarnation) {
            make(
                    new Membership(new JoinGroup(
                            instance.name(), instance.link(), link.get().index(), incarnation)),
                    joins);
        }
    }

    private void make(StandingObject object, Map<StandingObject.Key, Change> into) {
        if (!kernel.waits(object.key(), object.making())) {
            into.put(object.key(), object.making());
        }
    }

    private void address(InterfaceName link, Ip ip) {
        var standing = links.standing(link, ip);
        VirtualAddress wanted = null;
        boolean left = false;
        for (var holder : track.holding(link, ip).entrySet()) {
            left |= vrrp.state(holder.getKey()).leaves()
                    && holder.getValue().stream().noneMatch(a -> a.flags().detectsDuplicates());
            if (wanted == null && vrrp.state(holder.getKey()).role() == Role.MASTER) {
                wanted = holder.getValue().getFirst();
            }
        }
        if (wanted == null && left) {
            // For the successor to take over: neither taken away nor mended. One that asks who has it would be refused.
            return;
        }
        if (wanted == null) {
            standing.stream().filter(a -> isOurs(a, link, ip)).forEach(this::remove);
        } else {
            hold(wanted, standing);
        }
    }

    private void hold(VirtualAddress wanted, List<StandingAddress> standing) {
        boolean stands = false;
        for (var there : standing) {
            // of one that somebody else has too nothing comes any more: it is put there anew, and asked about again
            boolean same = there.same(wanted.standing()) && there.dad() != Dad.FAILED;
            boolean waits = kernel.waits(new AddressAt(there.place()), new AddAddress(wanted));
            if (!same && !waits && links.owns(there.place())) {
                remove(there);
            }
            stands |= same || !links.owns(there.place());
        }
        if (!stands && links.link(wanted.link()).isPresent()) {
            make(new Address(wanted), additions);
        }
    }

    private boolean isOurs(StandingAddress there, InterfaceName link, Ip ip) {
        if (links.owns(there.place())) {
            return true;
        }
        boolean configured = false;
        for (var holder : track.holding(link, ip).entrySet()) {
            var instance = vrrp.config().instances().get(holder.getKey());
            boolean first = instance.link().equals(link)
                    && links.first(link, ip.family(), a -> !links.owns(a.place()))
                            .filter(there::equals)
                            .isPresent();
            if (instance.owner() || first) {
                return false;
            }
            configured |= holder.getValue().stream().anyMatch(a -> there.same(a.standing()));
        }
        return configured;
    }

    /** Whether it is taken away to be put there anew, in one go: both were asked for, and only the latter is remembered. */
    private boolean isReplaced(StandingAddress there) {
        var pending = kernel.pending().get(new AddressAt(there.place()));
        return pending != null
                && !pending.answered()
                && pending.change() instanceof AddAddress(var address)
                && !address.standing().same(there)
                && address.place().equals(there.place());
    }

    private void remove(StandingAddress there) {
        var key = new AddressAt(there.place());
        var change = new RemoveAddress(there.place());
        if (!kernel.waits(key, change) && !isReplaced(there)) {
            removals.put(key, change);
        }
    }

    /** Whether the change is one of addresses that are being put on links. */
    public static List<LinkAddress> coming(Collection<Change> changes) {
        return changes.stream()
                .map(c -> c instanceof AddAddress(var address) ? address.place() : null)
                .filter(Objects::nonNull)
                .toList();
    }
}
