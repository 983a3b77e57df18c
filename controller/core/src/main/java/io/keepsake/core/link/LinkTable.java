package io.keepsake.core.link;

import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.SortedTable;
import io.keepsake.core.value.StandingAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The links and addresses of this host as last seen, and which of the addresses this director (or a run before it) put
 * there.
 *
 * <p>What a link is, is decided here alone. It is known by its name, and is the same as before until it is seen to go,
 * comes under another index, or the kernel had to be read anew because notices were lost: then nobody can say. Whatever
 * hangs on a link (sockets, memberships) belongs to one {@link #incarnation} of it.
 *
 * @param read whether the kernel was read at all yet
 * @param places what is known of each link, by name
 * @param owned addresses that a run of this director put on a link and that were not seen to go
 */
public record LinkTable(
        boolean read, SortedTable<InterfaceName, OnLink> places, SortedTable<LinkAddress, Boolean> owned) {
    public static final LinkTable UNREAD = new LinkTable(false, SortedTable.empty(), SortedTable.empty());

    /**
     * One link.
     *
     * @param link null while only addresses were told
     * @param since index of the event that this incarnation of the link began with
     * @param addresses by themselves
     * @param order the same in the order they were seen: the first of a family is the primary one
     */
    public record OnLink(
            @Nullable Link link,
            long since,
            SortedTable<InterfaceAddress, Standing> addresses,
            SortedTable<Long, InterfaceAddress> order) {
        static final OnLink NOTHING = new OnLink(null, 0, SortedTable.empty(), SortedTable.empty());

        /** An address, and its place among those of its link. */
        record Standing(StandingAddress address, long place) {}

        OnLink as(@Nullable Link other, long incarnation) {
            return new OnLink(other, incarnation, addresses, order);
        }

        private @Nullable StandingAddress at(InterfaceAddress address) {
            var there = addresses.get(address);
            return there == null ? null : there.address();
        }

        private OnLink with(StandingAddress address) {
            var there = addresses.get(address.place().address());
            var last = order.lastKey();
            long place = there != null ? there.place() : last == null ? 0 : last + 1;
            return new OnLink(
                    link,
                    since,
                    addresses.with(address.place().address(), new Standing(address, place)),
                    order.with(place, address.place().address()));
        }

        private OnLink without(InterfaceAddress address) {
            var there = addresses.get(address);
            return there == null
                    ? this
                    : new OnLink(link, since, addresses.without(address), order.without(there.place()));
        }

        List<StandingAddress> inOrder() {
            var all = new ArrayList<StandingAddress>(order.size());
            order.forEach((_, address) -> {
                var there = at(address);
                if (there != null) {
                    all.add(there);
                }
            });
            return all;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OnLink there
                    && since == there.since
                    && Objects.equals(link, there.link)
                    && order.size() == there.order.size()
                    && inOrder().equals(there.inOrder());
        }

        @Override
        public int hashCode() {
            return Long.hashCode(since);
        }
    }

    /**
     * The table after {@code event}; the same object when nothing differs.
     *
     * @param index the event's
     */
    public LinkTable after(LinkEvent event, long index) {
        return switch (event) {
            case LinkEvent.KernelRead e -> readAnew(e, index);
            case LinkEvent.LinkSeen e -> withLink(e.link(), index);
            case LinkEvent.LinkGone e -> withoutLink(e.link());
            case LinkEvent.AddressSeen e -> withAddress(e.address(), e.own());
            case LinkEvent.AddressGone e -> withoutAddress(e.address());
        };
    }

    private LinkTable readAnew(LinkEvent.KernelRead e, long index) {
        SortedTable<InterfaceName, OnLink> all = SortedTable.empty();
        for (var link : e.links()) {
            all = all.with(link.name(), OnLink.NOTHING.as(link, index));
        }
        for (var address : e.addresses()) {
            var there = all.get(address.link());
            all = all.with(address.link(), (there == null ? OnLink.NOTHING : there).with(address));
        }
        var next = new LinkTable(true, all, owned);
        for (var mine : owned.keys()) {
            next = next.holds(mine) ? next : new LinkTable(true, all, next.owned.without(mine));
        }
        return next;
    }

    private OnLink place(InterfaceName name) {
        var there = places.get(name);
        return there == null ? OnLink.NOTHING : there;
    }

    private LinkTable withLink(Link link, long index) {
        var there = place(link.name());
        var before = there.link();
        if (link.equals(before)) {
            return this;
        }
        boolean same = before != null && before.index() == link.index();
        return new LinkTable(read, places.with(link.name(), there.as(link, same ? there.since() : index)), owned);
    }

    private LinkTable withoutLink(InterfaceName name) {
        if (!places.containsKey(name)) {
            return this;
        }
        var rest = owned;
        for (var address : place(name).inOrder()) {
            rest = rest.without(address.place());
        }
        return new LinkTable(read, places.without(name), rest);
    }

    private LinkTable withAddress(StandingAddress address, boolean own) {
        var there = place(address.link());
        var mine = own ? owned.with(address.place(), true) : owned;
        if (address.equals(there.at(address.place().address()))) {
            return mine.equals(owned) ? this : new LinkTable(read, places, mine);
        }
        return new LinkTable(read, places.with(address.link(), there.with(address)), mine);
    }

    private LinkTable withoutAddress(LinkAddress address) {
        var there = place(address.link());
        if (there.at(address.address()) == null) {
            return this;
        }
        var rest = there.without(address.address());
        boolean empty = rest.link() == null && rest.order().lastKey() == null;
        return new LinkTable(
                read,
                empty ? places.without(address.link()) : places.with(address.link(), rest),
                owned.without(address));
    }

    /** With these addresses known to be ours: the journal says so, or they are asked for at this moment. */
    public LinkTable owning(Collection<LinkAddress> mine) {
        var all = owned;
        for (var address : mine) {
            all = all.with(address, true);
        }
        return all.equals(owned) ? this : new LinkTable(read, places, all);
    }

    /** Without a claim to an address that could not be put there. */
    public LinkTable disowning(LinkAddress address) {
        return owned.containsKey(address) ? new LinkTable(read, places, owned.without(address)) : this;
    }

    /** Whether a run of this director put the address there. */
    public boolean owns(LinkAddress address) {
        return owned.containsKey(address);
    }

    public Optional<Link> link(InterfaceName name) {
        return Optional.ofNullable(place(name).link());
    }

    /** Index of the event that the present incarnation of this link began with; 0 when there is no such link. */
    public long incarnation(InterfaceName name) {
        return place(name).link() == null ? 0 : place(name).since();
    }

    /** Every link, by name. */
    public List<Link> links() {
        var all = new ArrayList<Link>(places.size());
        places.forEach((_, there) -> {
            if (there.link() != null) {
                all.add(there.link());
            }
        });
        return all;
    }

    /** Every address, link by link. */
    public List<StandingAddress> addresses() {
        var all = new ArrayList<StandingAddress>();
        places.forEach((_, there) -> all.addAll(there.inOrder()));
        return all;
    }

    /** The addresses of one link, in the order they were seen. */
    public List<StandingAddress> addresses(InterfaceName link) {
        return place(link).inOrder();
    }

    /** Whether an address stands there, whatever else is special about it. */
    public boolean holds(LinkAddress address) {
        return standing(address) != null;
    }

    /** The address as it stands there, or null. */
    public @Nullable StandingAddress standing(LinkAddress address) {
        return place(address.link()).at(address.address());
    }

    /** What stands of this address on the link, with whatever prefixes. */
    public List<StandingAddress> standing(InterfaceName link, Ip ip) {
        var addresses = place(link).addresses();
        var found = new ArrayList<StandingAddress>(1);
        for (int prefix = 0; prefix <= ip.family().bits(); prefix++) {
            var next = addresses.ceilingKey(new InterfaceAddress(ip, prefix));
            if (next == null || !next.ip().equals(ip)) {
                break;
            }
            var there = place(link).at(next);
            if (there != null) {
                found.add(there);
            }
            prefix = next.prefixLength();
        }
        return found;
    }

    /** The first address of the family on the link that {@code fits}. */
    public Optional<StandingAddress> first(InterfaceName link, Family family, Predicate<StandingAddress> fits) {
        var there = place(link);
        for (var key = there.order().firstKey();
                key != null;
                key = there.order().ceilingKey(key + 1)) {
            var address = there.at(Objects.requireNonNull(there.order().get(key)));
            if (address != null && address.ip().family() == family && fits.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** The lines of this part of the state, for a checkpoint. */
    public List<String> print() {
        var lines = new ArrayList<String>();
        lines.add(line("Kernel", read, (read, out) -> out.flag("read", read)));
        places.forEach((name, there) -> {
            var link = there.link();
            if (link != null) {
                lines.add(line("Link", link, (l, out) -> {
                    ValueFields.LINK.write(l, out);
                    out.index("since", there.since());
                }));
            }
            there.inOrder().forEach(a -> lines.add(line("Address", a, ValueFields.STANDING.writer())));
        });
        owned.forEach((address, _) -> lines.add(line("Owned", address, ValueFields.PLACE.writer())));
        return lines;
    }

    private static <T> String line(String kind, T value, BiConsumer<T, FieldSink> writer) {
        var sink = new TextSink(kind);
        writer.accept(value, sink);
        return sink.toString();
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static LinkTable parse(List<String> lines) {
        boolean read = false;
        var table = UNREAD;
        for (var line : lines) {
            switch (TextSource.kind(line)) {
                case "Kernel" -> read = TextSource.of(line).flag("read");
                case "Link" -> {
                    var in = TextSource.of(line);
                    var link = ValueFields.LINK.read(in);
                    table = table.withLink(link, in.index("since"));
                }
                case "Address" -> table = table.withAddress(ValueFields.STANDING.read(TextSource.of(line)), false);
                case "Owned" -> table = table.owning(List.of(ValueFields.PLACE.read(TextSource.of(line))));
                default -> {}
            }
        }
        return new LinkTable(read, table.places, table.owned);
    }
}
