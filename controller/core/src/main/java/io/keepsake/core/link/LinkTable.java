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
 * @param routing the routes and rules that are a director's
 * @param read whether links and addresses were read at all yet
 * @param places what is known of each link, by name
 * @param owned addresses that a run of this director put on a link and that were not seen to go; never one of the hosts
 * @param hosts addresses that stood, put there by somebody else, by which the host was on the network before a director began,
 *     or while an owner said that they are its own. They stay the host's when they come back, also when a director puts them back for that owner
 */
public record LinkTable(
        RoutingTable routing,
        boolean read,
        SortedTable<InterfaceName, OnLink> places,
        SortedTable<LinkAddress, Boolean> owned,
        SortedTable<LinkAddress, Boolean> hosts) {
    public static final LinkTable UNREAD =
            new LinkTable(RoutingTable.EMPTY, false, SortedTable.empty(), SortedTable.empty(), SortedTable.empty());

    /**
     * One link.
     *
     * @param link null while only addresses were told
     * @param since index of the event that this incarnation of the link began with
     * @param promoted whether this director set its {@code promote_secondaries}
     * @param addresses by themselves
     * @param order the same in the order they were seen: the first of a family is the primary one
     */
    public record OnLink(
            @Nullable Link link,
            long since,
            boolean promoted,
            SortedTable<InterfaceAddress, Standing> addresses,
            SortedTable<Long, InterfaceAddress> order) {
        static final OnLink NOTHING = new OnLink(null, 0, false, SortedTable.empty(), SortedTable.empty());

        /** An address, and its place among those of its link. */
        record Standing(StandingAddress address, long place) {}

        /** A setting that is not there any more was of another one of the link, or somebody took it back. */
        OnLink as(@Nullable Link other, long incarnation) {
            return new OnLink(other, incarnation, promoted && other != null && other.promotes(), addresses, order);
        }

        private OnLink promoting(Link other, boolean on) {
            return new OnLink(other.promoting(on), since, on, addresses, order);
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
                    promoted,
                    addresses.with(address.place().address(), new Standing(address, place)),
                    order.with(place, address.place().address()));
        }

        private OnLink without(InterfaceAddress address) {
            var there = addresses.get(address);
            return there == null
                    ? this
                    : new OnLink(link, since, promoted, addresses.without(address), order.without(there.place()));
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
                    && promoted == there.promoted
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
            boolean promoted = promoted(link.name()) && link.promotes();
            var anew = OnLink.NOTHING.as(link, index);
            all = all.with(link.name(), promoted ? anew.promoting(link, true) : anew);
        }
        for (var address : e.addresses()) {
            var there = all.get(address.link());
            all = all.with(address.link(), (there == null ? OnLink.NOTHING : there).with(address));
        }
        var next = new LinkTable(routing, true, all, owned, hosts);
        for (var mine : owned.keys()) {
            next = next.holds(mine) ? next : new LinkTable(routing, true, all, next.owned.without(mine), hosts);
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
        return new LinkTable(
                routing, read, places.with(link.name(), there.as(link, same ? there.since() : index)), owned, hosts);
    }

    private LinkTable withoutLink(InterfaceName name) {
        if (!places.containsKey(name)) {
            return this;
        }
        var rest = owned;
        for (var address : place(name).inOrder()) {
            rest = rest.without(address.place());
        }
        return new LinkTable(routing, read, places.without(name), rest, hosts);
    }

    /** One that appears and that somebody else put there is none that was asked for, though it was. */
    private LinkTable withAddress(StandingAddress address, boolean own) {
        var there = place(address.link());
        boolean stood = there.at(address.place().address()) != null;
        var others = stood ? owned : owned.without(address.place());
        var mine = own && !isOfHost(address.place()) ? owned.with(address.place(), true) : others;
        if (address.equals(there.at(address.place().address()))) {
            return mine.equals(owned) ? this : new LinkTable(routing, read, places, mine, hosts);
        }
        return new LinkTable(routing, read, places.put(address.link(), there.with(address)), mine, hosts);
    }

    private LinkTable withoutAddress(LinkAddress address) {
        var there = place(address.link());
        if (there.at(address.address()) == null) {
            return this;
        }
        var rest = there.without(address.address());
        boolean empty = rest.link() == null && rest.order().lastKey() == null;
        return new LinkTable(
                routing,
                read,
                empty ? places.without(address.link()) : places.put(address.link(), rest),
                owned.without(address),
                hosts);
    }

    /** With other routes and rules. */
    public LinkTable with(RoutingTable others) {
        return others.equals(routing) ? this : new LinkTable(others, read, places, owned, hosts);
    }

    /** With these addresses known to be ours, because they are asked for: but for what is the host's. */
    public LinkTable owning(Collection<LinkAddress> mine) {
        var all = owned;
        for (var address : mine) {
            all = isOfHost(address) ? all : all.with(address, true);
        }
        return all.equals(owned) ? this : new LinkTable(routing, read, places, all, hosts);
    }

    /** With what the journal knows better than who came after: what a run left there, and what is the host's. */
    public LinkTable recalling(Collection<LinkAddress> ours, Collection<LinkAddress> theirs) {
        var mine = owned;
        var others = hosts;
        for (var address : ours) {
            mine = mine.with(address, true);
            others = others.without(address);
        }
        for (var address : theirs) {
            mine = mine.without(address);
            others = others.with(address, true);
        }
        return mine.equals(owned) && others.equals(hosts) ? this : new LinkTable(routing, read, places, mine, others);
    }

    /** With one that was the host's and that is put there for others than its owner: whoever puts it takes it away. */
    public LinkTable taking(LinkAddress address) {
        return recalling(List.of(address), List.of());
    }

    /** Without a claim to an address that could not be put there. */
    public LinkTable disowning(LinkAddress address) {
        return owned.containsKey(address) ? new LinkTable(routing, read, places, owned.without(address), hosts) : this;
    }

    /** After {@code promote_secondaries} of a link was set or given back. */
    public LinkTable promoting(InterfaceName name, boolean on) {
        var there = place(name);
        return there.link() == null
                ? this
                : new LinkTable(routing, read, places.with(name, there.promoting(there.link(), on)), owned, hosts);
    }

    /** Whether {@code promote_secondaries} is on for a link. */
    public boolean promotes(InterfaceName name) {
        var link = place(name).link();
        return link != null && link.promotes();
    }

    /** Whether this director set it. */
    public boolean promoted(InterfaceName name) {
        return place(name).promoted();
    }

    /** With these known to be the host's, of those that stand and that no run of this director put there. */
    public LinkTable ofHost(Collection<LinkAddress> theirs) {
        var all = hosts;
        for (var there : theirs) {
            all = owns(there) ? all : all.with(there, true);
        }
        return all.equals(hosts) ? this : new LinkTable(routing, read, places, owned, all);
    }

    /** Whether this address is the host's own, whatever else is configured. */
    public boolean isOfHost(LinkAddress address) {
        return hosts.containsKey(address);
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

    /** The names of every link of which something is known. */
    public List<InterfaceName> names() {
        return places.keys();
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

    /**
     * Whether the host may be on the network of the link by this address: it is the first that no run of this director put
     * there, or the first of those with the prefix of a network. Of IPv6 that is the link's own one, by which adverts go; a
     * further one may as well be what another director left, which an owner alone can say.
     */
    public boolean isTheHosts(StandingAddress there) {
        return !owns(there.place())
                && (isFirst(there, a -> !owns(a.place()))
                        || isNetwork(there) && isFirst(there, a -> !owns(a.place()) && isNetwork(a)));
    }

    private boolean isFirst(StandingAddress there, Predicate<StandingAddress> fits) {
        return first(there.link(), there.ip().family(), fits)
                .filter(there::equals)
                .isPresent();
    }

    private static boolean isNetwork(StandingAddress there) {
        return there.place().address().isNetwork();
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
                    out.unusualFlag("promoted", there.promoted());
                }));
            }
            there.inOrder().forEach(a -> lines.add(line("Address", a, ValueFields.STANDING.writer())));
        });
        owned.forEach((address, _) -> lines.add(line("Owned", address, ValueFields.PLACE.writer())));
        hosts.forEach((address, _) -> lines.add(line("OfHost", address, ValueFields.PLACE.writer())));
        lines.addAll(routing.print());
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
                    table = in.later().unusualFlag("promoted") ? table.promoting(link.name(), true) : table;
                }
                case "Address" -> table = table.withAddress(ValueFields.STANDING.read(TextSource.of(line)), false);
                case "Routing" -> table = table.with(table.routing.parsed(line));
                case "Owned" -> table = table.owning(List.of(ValueFields.PLACE.read(TextSource.of(line))));
                case "OfHost" ->
                    table = table.recalling(List.of(), List.of(ValueFields.PLACE.read(TextSource.of(line))));
                default -> {}
            }
        }
        return new LinkTable(table.routing, read, table.places, table.owned, table.hosts);
    }
}
