package io.keepsake.core.kernel;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddRouting;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.effect.Effect.RemoveRouting;
import io.keepsake.core.effect.Effect.SetPromotion;
import io.keepsake.core.kernel.StandingObject.Address;
import io.keepsake.core.kernel.StandingObject.AddressAt;
import io.keepsake.core.kernel.StandingObject.BlockOf;
import io.keepsake.core.kernel.StandingObject.Blocked;
import io.keepsake.core.kernel.StandingObject.Membership;
import io.keepsake.core.kernel.StandingObject.PromotionOf;
import io.keepsake.core.kernel.StandingObject.RoutingOf;
import io.keepsake.core.kernel.StandingObject.SocketsOf;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel should hold and does not, instance by instance: open sockets for each whose link is there, and the
 * virtual addresses of every master. The same difference serves start, normal running, drift, reload and stop.
 *
 * <p>An address is ours, and may be taken away, when a run of this director put it there, or when it stands just as one
 * is configured (whole value: prefix, peer, label, scope, broadcast). What differs in any part is the host's: it is never
 * touched, and where it is the virtual address itself nothing is added beside it. The host's too is what an owner
 * (priority 255) says is its own, and the first address of an instance's link that no run of this director put there:
 * without it no director could have sent an advert from there.
 *
 * <p>An address of a master that does not accept packets waits until they are dropped, or the kernel said that it will not;
 * and they are dropped until the address is gone.
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
    private final Map<StandingObject.Key, Change> blocks = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> unblocks = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> ways = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> waysOut = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> settings = new LinkedHashMap<>();
    private final Map<StandingObject.Key, Change> settingsBack = new LinkedHashMap<>();
    private final Statics statics;
    private final boolean claims;

    /** What becomes of what is configured as static. */
    public enum Statics {
        /** It is to stand. */
        STAND,
        /** It is neither put there nor taken away: while a director that stops waits for successors. */
        LEFT,
        /** It is taken away. */
        GO
    }

    /**
     * The picture that follows from the roles of the instances and their conditions.
     *
     * @param claims whether what stands just as it is configured is taken for what an earlier run put there
     */
    public KernelPicture(
            VrrpTable vrrp, TrackTable track, LinkTable links, KernelState kernel, Statics statics, boolean claims) {
        this.statics = statics;
        this.claims = claims;
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
                KernelState.EMPTY,
                Statics.STAND,
                true);
    }

    /** Looks at the sockets and addresses of the instances at these places. */
    public KernelPicture instances(Collection<Integer> places) {
        for (int place : places) {
            var instance = vrrp.config().instances().get(place);
            sockets(place, instance);
            instance.virtual().forEach(a -> address(a.link(), a.address().ip()));
            instance.options().routing().forEach(wanted -> routing(wanted.what()));
            promotion(instance.link());
        }
        return this;
    }

    /** Looks at what is configured as static. */
    public KernelPicture statics() {
        vrrp.config().statics().addresses().forEach(a -> address(a.place()));
        vrrp.config().statics().routing().forEach(this::routing);
        return this;
    }

    /** Looks at one route or rule, whoever it belongs to. */
    public KernelPicture routing(Routing what) {
        boolean stands = links.routing().stands(what);
        boolean wanted = wants(what);
        if (stands && !wanted && !left(what)) {
            make(new RoutingOf(what), new RemoveRouting(what), waysOut);
        } else if (!stands && wanted && what.links().stream().allMatch(this::isUp)) {
            make(new StandingObject.Entry(what), ways);
        }
        return this;
    }

    private boolean isUp(InterfaceName name) {
        return links.link(name).filter(Link::up).isPresent();
    }

    private boolean wants(Routing what) {
        return statics == Statics.STAND && track.isStatic(what)
                || track.holding(what).stream()
                        .anyMatch(place -> vrrp.state(place).role() == Role.MASTER);
    }

    /** Whether it stays for the successor to take over, like the addresses. */
    private boolean left(Routing what) {
        return statics == Statics.LEFT && track.isStatic(what)
                || track.holding(what).stream()
                        .anyMatch(place -> vrrp.state(place).leaves());
    }

    /** Looks at what becomes of the other addresses of a link when one goes. */
    public KernelPicture promotion(InterfaceName name) {
        var link = links.link(name);
        if (link.isPresent()) {
            boolean wanted = promotes(name);
            if (wanted && !link.get().promotes()) {
                make(new PromotionOf(name), new SetPromotion(name, link.get().index(), true), settings);
            } else if (!wanted && links.promoted(name)) {
                make(new PromotionOf(name), new SetPromotion(name, link.get().index(), false), settingsBack);
            }
        }
        return this;
    }

    /** Whether an instance that runs there wants it; or that leaves its addresses to its successor. */
    private boolean promotes(InterfaceName link) {
        var instances = vrrp.config().instances();
        for (int place = 0; place < instances.size(); place++) {
            var instance = instances.get(place);
            if (instance.options().promoteSecondaries() && instance.link().equals(link)) {
                var state = vrrp.state(place);
                if (!(state instanceof VrrpState.Stopped) || state.leaves()) {
                    return true;
                }
            }
        }
        return false;
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
                case BlockOf(var block) -> block(block);
                case RoutingOf(var what) -> routing(what);
                case PromotionOf(var link) -> promotion(link);
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

    /** Looks at everything of ours, also of instances that are not configured any more. */
    public KernelPicture owned() {
        links.owned().keys().forEach(this::address);
        kernel.blocks().keys().forEach(this::block);
        links.routing().owned().forEach(this::routing);
        links.names().stream().filter(links::promoted).forEach(this::promotion);
        return this;
    }

    /** The sockets to open: an advert needs them. */
    public List<Change> joins() {
        return joins.isEmpty() ? List.of() : List.copyOf(joins.values());
    }

    /**
     * What the kernel is to do with addresses, and what to drop; then what to take away, and what to put there: addresses, and around them routes and rules, which may
     * name an address as their source; what to let pass again, and settings to give back.
     */
    public List<Change> changes() {
        if (blocks.isEmpty()
                && removals.isEmpty()
                && additions.isEmpty()
                && ways.isEmpty()
                && waysOut.isEmpty()
                && settings.isEmpty()
                && settingsBack.isEmpty()
                && unblocks.isEmpty()) {
            return List.of();
        }
        var all = new ArrayList<>(settings.values());
        all.addAll(blocks.values());
        all.addAll(List.copyOf(waysOut.values()).reversed());
        all.addAll(removals.values());
        all.addAll(additions.values());
        all.addAll(ways.values());
        all.addAll(unblocks.values());
        all.addAll(settingsBack.values());
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
        make(object.key(), object.making(), into);
    }

    private void make(StandingObject.Key key, Change change, Map<StandingObject.Key, Change> into) {
        if (!kernel.waits(key, change)) {
            into.put(key, change);
        }
    }

    private void block(Block.Key block) {
        var on = track.links(block.ip());
        if (on.isEmpty()) {
            blocks(null, block.ip());
        }
        on.forEach(link -> address(link, block.ip()));
    }

    /** Looks at what keeps packets from this address: on any link, and one of IPv6 that is link-local on this one. */
    private void blocks(@Nullable InterfaceName link, Ip ip) {
        var wanted = link == null ? null : block(link, ip);
        if (wanted != null && !wanted.equals(kernel.blocks().get(wanted.key()))) {
            make(new Blocked(wanted), blocks);
        }
        for (var there : kernel.blocks(ip)) {
            var key = new BlockOf(there.key());
            var change = new RemoveBlock(there.key());
            if (!isWanted(there.key()) && !isLeft(ip) && !kernel.waits(key, change)) {
                unblocks.put(key, change);
            }
        }
    }

    private boolean isWanted(Block.Key there) {
        return track.links(there.ip()).stream().anyMatch(link -> {
            var wanted = block(link, there.ip());
            return wanted != null && wanted.key().equals(there);
        });
    }

    /** Whether no master has it, and it has not gone yet. */
    private boolean isLeft(Ip ip) {
        return track.links(ip).stream().noneMatch(link -> holder(link, ip, _ -> true) != null)
                && links.names().stream()
                        .anyMatch(link -> kernel.isComing(link, ip)
                                || links.standing(link, ip).stream().anyMatch(there -> isOurs(there, link, ip)));
    }

    /** What must keep packets from this address; null when they may pass. */
    private @Nullable Block block(InterfaceName link, Ip ip) {
        var on = links.link(link);
        if (on.isEmpty() || holder(link, ip, InstanceConfig::blocks) == null) {
            return null;
        }
        var table = vrrp.config().firewall().of(ip.family());
        var zone = table.byIndex() ? Integer.toString(on.get().index()) : link.value();
        return new Block(table, ip, ip.isLinkLocal() ? zone : "");
    }

    /** What a master that {@code fits} has of an address; null when there is none. */
    private @Nullable VirtualAddress holder(InterfaceName link, Ip ip, Predicate<InstanceConfig> fits) {
        for (var holder : track.holding(link, ip).entrySet()) {
            if (vrrp.state(holder.getKey()).role() == Role.MASTER
                    && fits.test(vrrp.config().instances().get(holder.getKey()))) {
                return holder.getValue().getFirst();
            }
        }
        return null;
    }

    private void address(InterfaceName link, Ip ip) {
        blocks(link, ip);
        var standing = links.standing(link, ip);
        var fixed = track.staticAt(link, ip);
        var wanted = fixed != null && statics == Statics.STAND ? fixed : holder(link, ip, _ -> true);
        boolean left = fixed != null && statics == Statics.LEFT;
        for (var holder : track.holding(link, ip).entrySet()) {
            left |= vrrp.state(holder.getKey()).leaves()
                    && holder.getValue().stream().noneMatch(a -> a.flags().detectsDuplicates());
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
        var block = block(wanted.link(), wanted.address().ip());
        if (!stands && links.link(wanted.link()).isPresent() && (block == null || kernel.settled(block))) {
            make(new Address(wanted), additions);
        }
    }

    private boolean isOurs(StandingAddress there, InterfaceName link, Ip ip) {
        if (links.owns(there.place())) {
            return true;
        }
        if (!claims || links.isOfHost(there.place())) {
            return false;
        }
        var fixed = track.staticAt(link, ip);
        boolean configured = fixed != null && there.same(fixed.standing());
        for (var holder : track.holding(link, ip).entrySet()) {
            var instance = vrrp.config().instances().get(holder.getKey());
            boolean first = instance.link().equals(link) && links.isTheHosts(there);
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
        var change = new RemoveAddress(there.place(), there.peer());
        if (!kernel.waits(key, change) && !isReplaced(there)) {
            removals.put(key, change);
        }
    }

    /** The routes and rules that are being put there. */
    public static List<Routing> comingRouting(Collection<Change> changes) {
        return changes.stream()
                .map(c -> c instanceof AddRouting(var what) ? what : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether the change is one of addresses that are being put on links. */
    public static List<LinkAddress> coming(Collection<Change> changes) {
        return changes.stream()
                .map(c -> c instanceof AddAddress(var address) ? address.place() : null)
                .filter(Objects::nonNull)
                .toList();
    }
}
