package io.keepsake.core.vrrp;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rule may look at beside the state of its instance.
 *
 * @param self the instance's configuration
 * @param places where the virtual addresses of all instances stand
 * @param deaf whether the last try to open the instance's sockets failed
 * @param now when the event was accepted
 * @param index the event's index
 */
record Situation(InstanceConfig self, LinkTable links, VirtualPlaces places, boolean deaf, Moment now, long index) {

    Stream<VirtualAddress> virtual() {
        return Stream.concat(self.addresses().stream(), self.excluded().stream());
    }

    /** Where adverts come from: the configured source, or an address of the interface. */
    Optional<Ip> source() {
        var configured = self.source();
        return configured != null ? Optional.of(configured) : places.source(self, links);
    }

    Optional<Link> link() {
        return links.link(self.link());
    }

    /** The priority this instance has now; an owner held back by a rival has 254. */
    Priority priority(boolean heldOwner) {
        return heldOwner ? new Priority(254) : self.priority();
    }

    /** An advert at this priority, or none where there is no address to send it from. */
    List<Signal> advert(Priority priority) {
        return source().<List<Signal>>map(from -> List.of(new SendAdvert(self.name(), from, self.advert(priority))))
                .orElse(List.of());
    }

    /** Gratuitous ARP for every virtual address that stands on its link, one signal a link. */
    List<Signal> garps(int repeat) {
        return garps(virtual().filter(a -> links.holds(a.place())).toList(), repeat);
    }

    /** Gratuitous ARP for these addresses, one signal a link. */
    List<Signal> garps(List<VirtualAddress> addresses, int repeat) {
        if (repeat == 0) {
            return List.of();
        }
        Map<InterfaceName, List<Ip>> byLink = new LinkedHashMap<>();
        addresses.stream().filter(a -> a.address().ip().family() == Family.IPV4).forEach(a -> byLink.computeIfAbsent(
                        a.link(), _ -> new ArrayList<>())
                .add(a.address().ip()));
        var signals = new ArrayList<Signal>();
        byLink.forEach((name, ips) -> links.link(name).ifPresent(link -> signals.add(garp(link, ips, repeat))));
        return signals;
    }

    /** Gratuitous ARP for the address adverts come from. */
    List<Signal> garpForSource() {
        var source = source().filter(ip -> ip.family() == Family.IPV4);
        return source.isPresent() && link().isPresent()
                ? List.of(garp(link().get(), List.of(source.get()), self.garp().repeat()))
                : List.of();
    }

    private static Signal garp(Link link, List<Ip> ips, int repeat) {
        return new SendGratuitousArp(link.name(), link.index(), link.hardware(), ips, repeat);
    }
}
