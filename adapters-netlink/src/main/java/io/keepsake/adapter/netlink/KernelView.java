package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.wire.RouteNotice;
import io.keepsake.adapter.netlink.wire.RouteNotice.AddressAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.AddressPresent;
import io.keepsake.adapter.netlink.wire.RouteNotice.LinkAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.LinkPresent;
import io.keepsake.adapter.netlink.wire.RouteNotice.RoutingTold;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Watched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The links and addresses as told so far: makes facts of notices, once each although the kernel repeats itself. */
final class KernelView {
    /** By index, in the kernel's order. */
    private final Map<Integer, Link> links = new LinkedHashMap<>();

    private final Map<InterfaceName, Integer> indexes = new HashMap<>();
    /** By link index, in the kernel's order; each address as it stands with each of its peers. */
    private final Map<Integer, Map<InterfaceAddress, SequencedMap<Ip, AddressPresent>>> addresses = new HashMap<>();

    /** The facts in the notice, in order; none when it says nothing new. */
    List<LinkEvent> hear(RouteNotice notice, boolean own) {
        return switch (notice) {
            case LinkPresent present -> linkPresent(present.link());
            case LinkAbsent absent -> linkAbsent(absent.linkIndex());
            case AddressPresent present -> addressPresent(present, own);
            case AddressAbsent absent -> addressAbsent(absent, own);
            case RoutingTold _ -> List.of();
        };
    }

    /**
     * Takes a reading of all addresses, the oldest of a link first as notices come. The kernel has those of IPv4 in that order,
     * and those of IPv6 the other way round.
     */
    void readAddresses(List<? extends RouteNotice> reading) {
        reading.stream().filter(part -> !isOfIpv6(part)).forEach(part -> hear(part, false));
        reading.reversed().stream().filter(KernelView::isOfIpv6).forEach(part -> hear(part, false));
    }

    private static boolean isOfIpv6(RouteNotice notice) {
        return notice instanceof AddressPresent present
                && present.address().ip().family() == Family.IPV6;
    }

    private List<LinkEvent> linkPresent(Link link) {
        var before = links.put(link.index(), link);
        if (link.equals(before)) {
            return List.of();
        }
        indexes.put(link.name(), link.index());
        if (before == null || before.name().equals(link.name())) {
            return List.of(new LinkSeen(link));
        }
        indexes.remove(before.name(), link.index());
        return renamed(before, link);
    }

    private List<LinkEvent> renamed(Link before, Link link) {
        var facts = new ArrayList<LinkEvent>();
        facts.add(new LinkGone(before.name(), before.index()));
        facts.add(new LinkSeen(link));
        for (var peers : on(link.index()).values()) {
            facts.add(new AddressSeen(peers.firstEntry().getValue().on(link.name()), false));
        }
        return facts;
    }

    private List<LinkEvent> linkAbsent(int index) {
        addresses.remove(index);
        var link = links.remove(index);
        if (link == null) {
            return List.of();
        }
        indexes.remove(link.name(), index);
        return List.of(new LinkGone(link.name(), index));
    }

    private List<LinkEvent> addressPresent(AddressPresent present, boolean own) {
        var link = links.get(present.linkIndex());
        if (link == null) {
            return List.of();
        }
        var peers = addresses
                .computeIfAbsent(link.index(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(present.address(), _ -> new LinkedHashMap<>());
        var before = peers.isEmpty() ? null : peers.firstEntry().getValue().on(link.name());
        if (present.peer().family() == Family.IPV6) {
            // one of IPv6 has one peer, which can be changed as it stands
            peers.clear();
        }
        peers.put(present.peer(), present);
        var now = peers.firstEntry().getValue().on(link.name());
        return now.equals(before) ? List.of() : List.of(new AddressSeen(now, own));
    }

    private List<LinkEvent> addressAbsent(AddressAbsent absent, boolean own) {
        var link = links.get(absent.linkIndex());
        var onLink = on(absent.linkIndex());
        var peers = onLink.get(absent.address());
        if (link == null || peers == null || peers.isEmpty()) {
            return List.of();
        }
        boolean told = peers.firstEntry().getKey().equals(absent.peer());
        peers.remove(absent.peer());
        if (!told) {
            return List.of();
        }
        var gone = new AddressGone(new LinkAddress(link.name(), absent.address()), own);
        if (peers.isEmpty()) {
            onLink.remove(absent.address());
            return List.of(gone);
        }
        // with its next peer it is another, which was not told while it stood beside
        return List.of(gone, new AddressSeen(peers.firstEntry().getValue().on(link.name()), false));
    }

    private Map<InterfaceAddress, SequencedMap<Ip, AddressPresent>> on(int linkIndex) {
        return addresses.getOrDefault(linkIndex, Map.of());
    }

    /** What is watched, in the kernel's order: the primary addresses of a link before its secondary ones. */
    KernelRead read(Watched watched) {
        return new KernelRead(
                links.values().stream().filter(link -> watched.has(link.name())).toList(), standing(watched::has));
    }

    /** These links and addresses, as if they were just seen. */
    List<LinkEvent> facts(Predicate<LinkAddress> address, Predicate<InterfaceName> link) {
        var facts = new ArrayList<LinkEvent>();
        links.values().stream().filter(l -> link.test(l.name())).forEach(l -> facts.add(new LinkSeen(l)));
        standing(address).forEach(a -> facts.add(new AddressSeen(a, false)));
        return facts;
    }

    private List<StandingAddress> standing(Predicate<LinkAddress> wanted) {
        var standing = new ArrayList<StandingAddress>();
        for (var link : links.values()) {
            for (var peers : on(link.index()).values()) {
                var address = peers.firstEntry().getValue().on(link.name());
                if (wanted.test(address.place())) {
                    standing.add(address);
                }
            }
        }
        return standing;
    }

    /** The name of a link; null where there is none of this index. */
    @Nullable InterfaceName nameOf(int index) {
        var link = links.get(index);
        return link == null ? null : link.name();
    }

    OptionalInt indexOf(InterfaceName name) {
        var index = indexes.get(name);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Whether {@code promote_secondaries} is on for the link. */
    boolean promotes(InterfaceName name) {
        var index = indexes.get(name);
        var link = index == null ? null : links.get(index);
        return link != null && link.promotes();
    }

    /** Whether an address stands with this peer, which is itself where there is none. */
    boolean stands(int linkIndex, InterfaceAddress address, Ip peer) {
        var peers = on(linkIndex).get(address);
        return peers != null && peers.containsKey(peer);
    }
}
