package io.keepsake.core.link;

import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The links and addresses of this host as last seen.
 *
 * @param read whether the kernel was read at all yet
 * @param links in the order they were first seen
 * @param addresses in the order they were seen: the first of a link is its primary one
 */
public record LinkTable(boolean read, List<Link> links, List<LinkAddress> addresses) {
    public static final LinkTable UNREAD = new LinkTable(false, List.of(), List.of());

    public LinkTable {
        links = List.copyOf(links);
        addresses = List.copyOf(addresses);
    }

    /** The table after {@code event}; the same object when nothing differs. */
    public LinkTable after(LinkEvent event) {
        return switch (event) {
            case LinkEvent.KernelRead e -> new LinkTable(true, e.links(), e.addresses());
            case LinkEvent.LinkSeen e -> withLink(e.link());
            case LinkEvent.LinkGone e ->
                new LinkTable(read, without(links, l -> l.name().equals(e.link())), without(addresses, a -> a.link()
                        .equals(e.link())));
            case LinkEvent.AddressSeen e -> holds(e.address()) ? this : with(e.address());
            case LinkEvent.AddressGone e ->
                holds(e.address()) ? new LinkTable(read, links, without(addresses, a -> a.equals(e.address()))) : this;
        };
    }

    private LinkTable withLink(Link link) {
        if (links.contains(link)) {
            return this;
        }
        var others = new ArrayList<>(links);
        int place = indexOf(link.name());
        if (place < 0) {
            others.add(link);
        } else {
            others.set(place, link);
        }
        return new LinkTable(read, others, addresses);
    }

    private int indexOf(InterfaceName name) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private LinkTable with(LinkAddress address) {
        var all = new ArrayList<>(addresses);
        all.add(address);
        return new LinkTable(read, links, all);
    }

    private static <T> List<T> without(List<T> items, Predicate<T> gone) {
        return items.stream().filter(gone.negate()).toList();
    }

    public Optional<Link> link(InterfaceName name) {
        int place = indexOf(name);
        return place < 0 ? Optional.empty() : Optional.of(links.get(place));
    }

    public boolean holds(LinkAddress address) {
        return addresses.contains(address);
    }

    /** The first address of the family on the link that is none of {@code virtual}, whatever their prefixes. */
    public Optional<Ip> source(InterfaceName link, Family family, List<LinkAddress> virtual) {
        for (var address : addresses) {
            var ip = address.address().ip();
            if (address.link().equals(link) && ip.family() == family && !has(virtual, link, ip)) {
                return Optional.of(ip);
            }
        }
        return Optional.empty();
    }

    private static boolean has(List<LinkAddress> addresses, InterfaceName link, Ip ip) {
        for (var address : addresses) {
            if (address.address().ip().equals(ip) && address.link().equals(link)) {
                return true;
            }
        }
        return false;
    }

    /** The lines of this part of the state, for a checkpoint. */
    public List<String> print() {
        var lines = new ArrayList<String>();
        lines.add(line("Kernel", read, (read, out) -> out.flag("read", read)));
        links.forEach(link -> lines.add(line("Link", link, ValueFields::writeLink)));
        addresses.forEach(address -> lines.add(line("Address", address, ValueFields::writePlace)));
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
        var links = new ArrayList<Link>();
        var addresses = new ArrayList<LinkAddress>();
        for (var line : lines) {
            switch (TextSource.kind(line)) {
                case "Kernel" -> read = TextSource.of(line).flag("read");
                case "Link" -> links.add(ValueFields.readLink(TextSource.of(line)));
                case "Address" -> addresses.add(ValueFields.readPlace(TextSource.of(line)));
                default -> {}
            }
        }
        return new LinkTable(read, links, addresses);
    }
}
