package io.keepsake.core.event;

import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import java.util.List;

/** What rtnetlink told of interfaces and addresses. */
public sealed interface LinkEvent extends Event {

    /** A whole reading of the kernel: at start, and again when notices were lost (ENOBUFS). Replaces all before. */
    record KernelRead(List<Link> links, List<StandingAddress> addresses) implements LinkEvent {
        public KernelRead {
            links = List.copyOf(links);
            addresses = List.copyOf(addresses);
        }

        /** A reading of addresses about which nothing is special. */
        public static KernelRead plain(List<Link> links, List<LinkAddress> places) {
            return new KernelRead(
                    links, places.stream().map(StandingAddress::plain).toList());
        }
    }

    /** A link is there, in this condition: new, or with another condition than before. */
    record LinkSeen(Link link) implements LinkEvent {}

    /** A link is gone. */
    record LinkGone(InterfaceName link, int linkIndex) implements LinkEvent {}

    /**
     * An address stands on a link.
     *
     * @param own whether this process put it there
     */
    record AddressSeen(StandingAddress address, boolean own) implements LinkEvent {
        /** An address about which nothing is special. */
        public AddressSeen(LinkAddress place, boolean own) {
            this(StandingAddress.plain(place), own);
        }
    }

    /**
     * An address no longer stands on a link.
     *
     * @param own whether this process removed it
     */
    record AddressGone(LinkAddress address, boolean own) implements LinkEvent {}
}
