package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.world.Violation;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A turn as one instance sees it. One object for each instance, filled anew for each turn. */
final class InstanceTurn {
    private final DirectorTurn all;
    private InstanceConfig self;
    private InstanceConfig selfBefore;
    private boolean filled;
    private boolean fresh;
    private int weight;
    private int weightBefore;
    private List<LinkAddress> places;
    private VrrpState was;
    private VrrpState is;
    private @Nullable Membership membership;

    /** Those of this turn; null while nobody asked for them. */
    private @Nullable List<InstanceTurn> mates;

    InstanceTurn(DirectorTurn all, InstanceConfig self, VrrpState is) {
        this.all = all;
        this.self = self;
        selfBefore = self;
        this.was = is;
        this.is = is;
        places = places(self);
    }

    private static List<LinkAddress> places(InstanceConfig self) {
        return Stream.concat(self.addresses().stream(), self.excluded().stream())
                .map(VirtualAddress::place)
                .toList();
    }

    @SuppressWarnings("ReferenceEquality")
    void fill(InstanceConfig config, VrrpState now) {
        boolean known = filled && config == self;
        fresh = !filled || config != self && !sameVirtualRouter(config, self);
        filled = true;
        was = is;
        is = now;
        selfBefore = self;
        if (config != self) {
            self = config;
            places = places(config);
        }
        mates = null;
        weightBefore = weight;
        if (!known || !all.sameTracked() || all.before().links() != all.after().links()) {
            weigh();
        }
    }

    private void weigh() {
        weight = membership().tracks() ? weighed() : 0;
    }

    /** What its configuration makes of it and its sync group; looked up once for each configuration. */
    @SuppressWarnings("ReferenceEquality")
    private Membership membership() {
        var known = membership;
        if (known == null || known.config() != all.config() || known.self() != self) {
            known = Membership.of(all.config(), self);
            membership = known;
        }
        return known;
    }

    /** Whether it heard an advert, or another member of its sync group did. */
    boolean heardByGroup() {
        if (!(all.event() instanceof AdvertReceived e)) {
            return false;
        }
        return e.instance().equals(self.name())
                || membership().others().stream().anyMatch(i -> i.name().equals(e.instance()));
    }

    /** The other members of its sync group, as they are after the turn. */
    List<InstanceTurn> mates() {
        var known = mates;
        if (known == null) {
            known = membership().others().stream().map(this::mate).toList();
            mates = known;
        }
        return known;
    }

    private InstanceTurn mate(InstanceConfig other) {
        var now = Objects.requireNonNull(all.after().vrrp()).state(other.name());
        var table = all.before().vrrp();
        boolean known = table != null
                && table.config().instances().stream().anyMatch(i -> i.name().equals(other.name()));
        var before = known && table != null ? table.state(other.name()) : now;
        var mate = new InstanceTurn(all, other, before);
        mate.filled = true;
        mate.fill(other, now);
        mate.weigh();
        return mate;
    }

    /** What it tracks, and what its sync group tracks. */
    List<TrackedLink> trackedLinks() {
        return membership().links();
    }

    List<TrackedScript> trackedScripts() {
        return membership().scripts();
    }

    List<TrackedFile> trackedFiles() {
        return membership().files();
    }

    List<TrackedProcess> trackedProcesses() {
        return membership().processes();
    }

    /** Why it is kept from being master after the turn; null when nobody does. That the wish is one is for {@link HonoursHolds}. */
    @Nullable Hold hold() {
        return Objects.requireNonNull(all.after().vrrp()).holds().byInstance().get(self.name());
    }

    /** Whether it is not to be master, also when nobody else is. */
    boolean isHeldBack() {
        var hold = hold();
        return hold != null && hold.kind() == Hold.Kind.HOLD;
    }

    /** Whether someone wants in this turn that it gives up mastership, or the journal tells that someone did. */
    boolean isDemoted() {
        return hold() != null && (all.event() instanceof HoldRequested || all.event() instanceof LeftoversRecalled);
    }

    /** Whether it is a master, or heard none in its time, so that nothing but its sync group keeps it from being one. */
    boolean ready(VrrpState state, long now) {
        return state instanceof Master
                || !isHeldBack()
                        && state instanceof Backup backup
                        && (backup.timer().armed() == Armed.GROUP_WAITS
                                || backup.timer().due().nanos() <= now);
    }

    /** What scripts and links add to its priority. */
    private int weighed() {
        var configured = all.after().configured();
        if (all.alone() && configured != null) {
            int place = configured.track().place(self.name());
            return configured.track().at(place).priority().value()
                    - self.priority().value();
        }
        int sum = all.scripts().weight(trackedScripts())
                + all.files().weight(trackedFiles())
                + all.processes().weight(trackedProcesses());
        for (var t : trackedLinks()) {
            sum += t.weight() != 0 && (all.usable(t.link()) != t.reverse()) == t.weight() > 0 ? t.weight() : 0;
        }
        return sum;
    }

    /** Another instance that got a name which was free is another. */
    private static boolean sameVirtualRouter(InstanceConfig one, InstanceConfig other) {
        return one.vrid().equals(other.vrid())
                && one.link().equals(other.link())
                && one.family() == other.family()
                && one.unicast() == other.unicast()
                && (one.unicast()
                        ? Objects.equals(one.source(), other.source())
                        : one.group().equals(other.group()));
    }

    DirectorTurn all() {
        return all;
    }

    InstanceConfig self() {
        return self;
    }

    /** Its configuration before the turn. */
    InstanceConfig selfBefore() {
        return selfBefore;
    }

    /** Whether there was no instance of this name and VRID before this turn. */
    boolean isFresh() {
        return fresh;
    }

    /** Where its virtual addresses stand when it is master. */
    List<LinkAddress> places() {
        return places;
    }

    /** Whether its sockets are open on the link as it is. */
    boolean hears() {
        return sockets(true);
    }

    /** Whether its sockets could not be opened on the link as it is. */
    boolean deaf() {
        return sockets(false);
    }

    private boolean sockets(boolean open) {
        var configured = all.after().configured();
        int place = configured == null ? -1 : configured.track().place(self.name());
        if (configured == null || place < 0) {
            return false;
        }
        var sockets = configured.track().sockets(place);
        return sockets.incarnation() != 0
                && sockets.open() == open
                && sockets.incarnation() == all.after().links().incarnation(self.link());
    }

    VrrpState was() {
        return was;
    }

    VrrpState is() {
        return is;
    }

    boolean wasMaster() {
        return was instanceof Master;
    }

    boolean isMaster() {
        return is instanceof Master;
    }

    boolean sameRole() {
        return was.role() == is.role();
    }

    /** The advert that it heard in this turn, or null. */
    @Nullable AdvertReceived heard() {
        return all.event() instanceof AdvertReceived e && e.instance().equals(self.name()) ? e : null;
    }

    /**
     * Whether an advert counts at all: the same version (RFC 9568 7.1), in version 2 the same interval and a list of
     * addresses that has one in common with ours (RFC 3768 7.1), and with {@code check_unicast_src} a configured peer.
     */
    boolean counts(AdvertReceived heard) {
        var advert = heard.advert();
        boolean ignores = self.priority().value() == 255 && self.options().ownerIgnoresAdverts();
        return !ignores
                && self.options().peerTtls().stream()
                        .noneMatch(demand -> demand.peer().equals(heard.source())
                                && (heard.ttl() < demand.min() || heard.ttl() > demand.max()))
                && advert.version() == self.version()
                && !anotherCluster(advert)
                && (self.version() == VrrpVersion.V3 || advert.interval().equals(self.interval()))
                && (self.unicastPeers().isEmpty()
                        || !self.checkUnicastSource()
                        || self.unicastPeers().contains(heard.source()));
    }

    /** Whether a master is told something after a backup with the priority of its {@code timer_expired_backup} took over. */
    boolean wokeTooLate() {
        int priority = self.options().timerExpiredBackup();
        if (priority == 0 || !(was instanceof VrrpState.Master master)) {
            return false;
        }
        long interval = self.interval().nanos();
        long due = master.nextAdvertAt().nanos();
        long skew = (256 - priority) * (self.version() == VrrpVersion.V2 ? 1_000_000_000L : interval) / 256;
        return all.at() >= due && all.at() >= due + (self.downTimerAdverts() - 1) * interval + skew;
    }

    /** RFC 3768 7.1: a list without any address in common, and not from an owner. */
    private boolean anotherCluster(Advert advert) {
        return advert.version() == VrrpVersion.V2
                && advert.priority().value() != 255
                && !advert.addresses().isEmpty()
                && !self.addresses().isEmpty()
                && self.addresses().stream()
                        .noneMatch(a -> advert.addresses().contains(a.address().ip()));
    }

    /** The priority that a state has: an owner that was held back has 254; who is no owner cannot be. */
    Priority priority(VrrpState state) {
        return priority(state, self, weight);
    }

    /** The priority before the turn, by the configuration before it. */
    Priority priorityBefore() {
        return priority(was(), selfBefore, weightBefore);
    }

    private static Priority priority(VrrpState state, InstanceConfig self, int weight) {
        boolean held = state instanceof Master m && m.heldOwner() || state instanceof Backup b && b.heldOwner();
        if (self.owner()) {
            return held ? new Priority(254) : self.priority();
        }
        return new Priority(Math.clamp(self.priority().value() + weight, 1, 254));
    }

    /**
     * Where it sends from: the configured source, or the first address of the link that no director put there and that is
     * no virtual one; with the prefix of a network also one that stands otherwise than a virtual one, or is an owner's.
     * Where there is none, an owner's; and last the first that no director put there.
     */
    @Nullable Ip source() {
        if (self.source() != null) {
            return self.source();
        }
        var own = source(a -> !isVirtual(a, false));
        var owners = own != null ? own : source(a -> isVirtual(a, true));
        return owners != null ? owners : source(_ -> true);
    }

    private @Nullable Ip source(Predicate<StandingAddress> fits) {
        var links = all.after().links();
        for (var address : links.addresses(self.link())) {
            boolean canBe = self.family() == Family.IPV4 || address.ip().isLinkLocal() && address.usable();
            if (address.ip().family() == self.family() && canBe && !links.owns(address.place()) && fits.test(address)) {
                return address.ip();
            }
        }
        return null;
    }

    private boolean isVirtual(StandingAddress address, boolean ofOwners) {
        for (var instance : all.config().instances()) {
            for (var list : List.of(instance.addresses(), instance.excluded())) {
                for (var virtual : list) {
                    if (ofOwners
                            ? instance.owner() && virtual.place().equals(address.place())
                            : isVirtual(instance, virtual, address)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isVirtual(InstanceConfig instance, VirtualAddress virtual, StandingAddress address) {
        if (address.place().address().prefixLength() == address.ip().family().bits()) {
            return virtual.link().equals(address.link())
                    && virtual.address().ip().equals(address.ip());
        }
        return virtual.place().equals(address.place()) && virtual.standing().same(address) && !instance.owner();
    }

    /** Whether an address of this one's stands on its link, with whatever prefix. */
    boolean stands(LinkAddress place) {
        return !all.after().links().standing(place.link(), place.address().ip()).isEmpty();
    }

    /** Whether the advert is one that a master with {@code priority} must yield to (RFC 9568 6.4.3). */
    boolean better(AdvertReceived heard, Priority priority) {
        var ours = source();
        int byPriority = heard.advert().priority().compareTo(priority);
        return ours != null
                && !heard.source().equals(ours)
                && heard.advert().priority().value() > 0
                && (byPriority > 0 || byPriority == 0 && heard.source().compareTo(ours) > 0);
    }

    /** The advert that it sent in this turn, the last of several; null for none. */
    @Nullable SendAdvert sent() {
        SendAdvert sent = null;
        for (var effect : all.turn().effects()) {
            if (effect instanceof SendAdvert e && e.instance().equals(self.name())) {
                sent = e;
            }
        }
        return sent;
    }

    Violation violation(String invariant, String what) {
        return all.violation(invariant, self.name() + " " + what);
    }
}
