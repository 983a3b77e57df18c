package io.keepsake.core.vrrp;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.event.Hold;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.track.Tracked;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.StandingAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule may look at beside the state of its instance.
 *
 * @param self the instance's configuration
 * @param before links and addresses before the event
 * @param links links and addresses with the event
 * @param was what the instance's conditions made of it before: a goodbye leaves from the address that is going
 * @param tracked what they make of it now
 * @param conditions those of all instances
 * @param waitsFor the members of its sync group that keep it from being master
 * @param hold why it is kept from being master; null when nobody does
 * @param noHandover {@code no_handover}: whoever goes takes its addresses away at once
 * @param now when the event was accepted
 * @param index the event's index
 */
record Situation(
        InstanceConfig self,
        LinkTable before,
        LinkTable links,
        Tracked was,
        Tracked tracked,
        TrackTable conditions,
        List<InstanceName> waitsFor,
        @Nullable Hold hold,
        boolean noHandover,
        Moment now,
        long index) {

    /** Whether it takes over from a lower master; one that was demoted does not. */
    boolean preempts() {
        return self.preempt() && hold == null;
    }

    /** Whether it is not to be master, also when nobody else is. */
    boolean heldBack() {
        return hold != null && hold.kind() == Hold.Kind.HOLD;
    }

    Stream<VirtualAddress> virtual() {
        return self.virtual();
    }

    /** Where adverts come from: the configured source, or an address of the interface. */
    Optional<Ip> source() {
        return Optional.ofNullable(tracked.source());
    }

    Optional<Link> link() {
        return links.link(self.link());
    }

    /** The priority this instance has now; an owner held back by a rival has 254. */
    Priority priority(boolean heldOwner) {
        return heldOwner ? Priority.HELD_OWNER : tracked.priority();
    }

    /** An advert at this priority, or none where there is no address to send it from. */
    List<Signal> advert(Priority priority) {
        return advert(tracked.source(), priority);
    }

    /** Priority 0, from the address there is or from the one that is going. */
    List<Signal> goodbye() {
        return advert(tracked.source() == null ? was.source() : tracked.source(), Priority.STOP);
    }

    private List<Signal> advert(@Nullable Ip from, Priority priority) {
        return from == null ? List.of() : List.of(new SendAdvert(self.name(), from, self.advert(priority)));
    }

    /**
     * Whether a master that goes by itself leaves its addresses for its successor. One that asks who has it is none of
     * these: the successor would be refused.
     */
    boolean leavesAddresses() {
        return !noHandover && virtual().anyMatch(a -> !a.flags().detectsDuplicates());
    }

    /** Whether it has a successor to wait for, when it goes by itself. */
    boolean handsOver() {
        return leavesAddresses() && !goodbye().isEmpty();
    }

    /** The virtual addresses that stand and may be used, as we would put them there or as the host has them. */
    List<VirtualAddress> standing() {
        return standing(links);
    }

    /** The virtual addresses that stand and did not before the event. */
    List<VirtualAddress> appeared() {
        var stood = Set.copyOf(standing(before));
        return standing(links).stream().filter(a -> !stood.contains(a)).toList();
    }

    /** The virtual addresses that this one is, with whatever prefix, if it did not stand before, or was not to be used yet. */
    List<VirtualAddress> appeared(StandingAddress seen) {
        var was = before.standing(seen.place());
        return was != null && was.usable() || !seen.usable() ? List.of() : virtual(seen.link(), seen.ip());
    }

    /** What this instance has of the address, with whatever prefixes. */
    List<VirtualAddress> virtual(InterfaceName link, Ip ip) {
        return conditions.virtual(self.name(), link, ip);
    }

    /** Whether this virtual address stood before the event, with whatever prefix. */
    boolean stood(VirtualAddress address) {
        return stands(address, before);
    }

    /** Whether this virtual address stands. */
    boolean stands(VirtualAddress address) {
        return stands(address, links);
    }

    private static boolean stands(VirtualAddress address, LinkTable table) {
        for (var there : table.standing(address.link(), address.address().ip())) {
            if (there.usable()) {
                return true;
            }
        }
        return false;
    }

    private List<VirtualAddress> standing(LinkTable table) {
        return virtual().filter(a -> stands(a, table)).toList();
    }

    /** How many of the virtual addresses do not stand. */
    int missing() {
        return self.addresses().size() + self.excluded().size() - standing().size();
    }

    /** Gratuitous ARP, or neighbor advertisements, for every virtual address that stands on its link, one signal a link. */
    List<Signal> garps(int repeat) {
        return repeat == 0 ? List.of() : garps(standing(), repeat);
    }

    /** Gratuitous ARP, or neighbor advertisements, for these addresses, one signal a link. */
    List<Signal> garps(List<VirtualAddress> addresses, int repeat) {
        if (repeat == 0) {
            return List.of();
        }
        Map<InterfaceName, List<Ip>> byLink = new LinkedHashMap<>();
        addresses.forEach(a -> byLink.computeIfAbsent(a.link(), _ -> new ArrayList<>())
                .add(a.address().ip()));
        var signals = new ArrayList<Signal>();
        byLink.forEach((name, ips) -> links.link(name).ifPresent(link -> signals.add(garp(link, ips, repeat))));
        return signals;
    }

    /** On each link but its own, one packet for the first address that stands there: switches keep what they learned. */
    List<Signal> extraGarps() {
        var first = new LinkedHashMap<InterfaceName, VirtualAddress>();
        for (var address : standing()) {
            if (!address.link().equals(self.link())) {
                first.putIfAbsent(address.link(), address);
            }
        }
        return garps(List.copyOf(first.values()), 1);
    }

    /** Gratuitous ARP for the address adverts come from. */
    List<Signal> garpForSource() {
        var source = source();
        return source.isPresent() && link().isPresent()
                ? List.of(garp(link().get(), List.of(source.get()), self.garp().repeat()))
                : List.of();
    }

    private static Signal garp(Link link, List<Ip> ips, int repeat) {
        return new SendGratuitousArp(link.name(), link.index(), link.hardware(), ips, repeat);
    }
}
