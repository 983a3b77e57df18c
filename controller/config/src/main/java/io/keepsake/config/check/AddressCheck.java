package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Consequences;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one line of {@code virtual_ipaddress} or {@code virtual_ipaddress_excluded}. */
final class AddressCheck {
    private static final Set<String> OF_IPV6 = Set.of("-nodad", "home", "mngtmpaddr");

    private final Problems problems;
    private final LinksCheck links;
    private final List<Token> words;
    private @Nullable InterfaceName link;
    private @Nullable Token broadcast;
    private @Nullable Token peer;
    private int scope;
    private @Nullable String label;
    private boolean noPrefixRoute;
    private boolean tracked = true;
    private boolean detectsDuplicates;
    private boolean home;
    private boolean manageTemporary;
    private boolean autojoin;
    private int preferredSeconds = AddressFlags.UNSAID;
    private boolean spoiled;
    private int at;
    private final boolean fixed;
    private @Nullable Token group;

    /**
     * A line that is read from its first word.
     *
     * @param link the interface where the line names none
     * @param fixed whether it is static, and may have a {@code track_group}
     */
    AddressCheck(Problems problems, LinksCheck links, Node line, @Nullable InterfaceName link, boolean fixed) {
        this.fixed = fixed;
        this.problems = problems;
        this.links = links;
        this.words = line.words();
        this.link = link;
    }

    /** Its {@code track_group}; null for none. */
    @Nullable Token group() {
        return group;
    }

    /** The address, or null when it had to be left out. */
    @Nullable VirtualAddress address() {
        var written = read(words.getFirst(), "address", "is left out");
        if (written == null) {
            return null;
        }
        for (at = 1; at < words.size(); at++) {
            option(words.get(at));
        }
        if (spoiled || link == null) {
            return null;
        }
        var far = peerOf(written);
        var address = far == null ? written : new InterfaceAddress(written.ip(), far.prefixLength());
        if (address.ip().family() == Family.IPV6) {
            ofIpv4Only();
        }
        return new VirtualAddress(
                address,
                link,
                broadcastOf(address),
                scope,
                label,
                noPrefixRoute,
                tracked,
                flags(address),
                far == null || far.ip().equals(address.ip()) ? null : far.ip());
    }

    private AddressFlags flags(InterfaceAddress address) {
        boolean ipv6 = address.ip().family() == Family.IPV6;
        for (var word : words) {
            if (!ipv6 && OF_IPV6.contains(word.text())) {
                problems.notice(word.text(), word.place(), "is for IPv6 addresses; it changes nothing here");
            }
        }
        return new AddressFlags(
                ipv6 && detectsDuplicates, preferredSeconds, ipv6 && home, ipv6 && manageTemporary, autojoin);
    }

    private void preferred(@Nullable Token seconds) {
        if (seconds == null) {
            return;
        }
        if (seconds.text().equals("forever")) {
            preferredSeconds = Integer.MAX_VALUE;
            return;
        }
        var number = Values.whole(problems, "preferred_lft", seconds, 0, Integer.MAX_VALUE, "ignored");
        preferredSeconds = number == null ? AddressFlags.UNSAID : number;
    }

    private void ofIpv4Only() {
        for (var word : words) {
            if (word.text().equals("label") || word.text().equals("scope")) {
                problems.warn(word.place(), "IPv6 addresses have no " + word.text() + " of their own; it is ignored");
            }
        }
        label = null;
        scope = 0;
    }

    /** The other end of the link, with the prefix length of both; null for none. */
    private @Nullable InterfaceAddress peerOf(InterfaceAddress address) {
        var far = peer == null ? null : read(peer, "peer", "is ignored");
        if (peer == null || far == null) {
            return null;
        }
        if (far.ip().family() != address.ip().family()) {
            problems.warn(
                    peer.place(),
                    "the peer must be of the family of its address, was \"" + peer.text() + "\"; it is ignored");
            return null;
        }
        var first = words.getFirst();
        if (first.text().indexOf('/') >= 0) {
            problems.warn(
                    first.place(),
                    "the prefix length of an address with a peer is the peer's, which is " + far.prefixLength() + "; /"
                            + address.prefixLength() + " is ignored");
        }
        if (broadcast != null) {
            problems.warn(broadcast.place(), "an address with a peer has no broadcast address; brd is ignored");
            broadcast = null;
        }
        return far;
    }

    /** The address that {@code word} writes, or null, which has been reported. */
    private @Nullable InterfaceAddress read(Token word, String what, String left) {
        int slash = word.text().indexOf('/');
        var ip = Ip.tryParse(slash < 0 ? word.text() : word.text().substring(0, slash));
        if (ip.isEmpty()) {
            problems.error(
                    word.place(), "expected an IP address, was \"" + word.text() + "\"; the " + what + " " + left);
            return null;
        }
        int bits = ip.get().family().bits();
        if (slash < 0) {
            return new InterfaceAddress(ip.get(), bits);
        }
        var length = word.text().substring(slash + 1);
        if (length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= bits) {
            return new InterfaceAddress(ip.get(), Integer.parseInt(length));
        }
        problems.warn(
                word.place(), "the prefix length must be 0.." + bits + ", was \"" + length + "\"; taken as " + bits);
        return new InterfaceAddress(ip.get(), bits);
    }

    private void option(Token option) {
        switch (option.text()) {
            case "dev" -> device(value(option));
            case "brd", "broadcast" -> broadcast = value(option);
            case "scope" -> scope(value(option));
            case "label" -> label(value(option));
            case "noprefixroute" -> noPrefixRoute = true;
            case "no_track" -> tracked = false;
            case "-nodad" -> detectsDuplicates = true;
            case "home" -> home = true;
            case "mngtmpaddr" -> manageTemporary = true;
            case "autojoin" -> autojoin = true;
            case "preferred_lft" -> preferred(value(option));
            case "track_group" -> {
                group = value(option);
                if (!fixed) {
                    problems.warn(option.place(), "track_group is for static addresses; it is ignored");
                }
            }
            case "peer" -> peer(option);
            case "use_vmac" -> problems.notApplied(option.text(), option.place(), Consequences.of(option.text()));
            default -> {
                if (option.text().startsWith("use_vmac:")) {
                    problems.notApplied("use_vmac", option.place(), Consequences.of("use_vmac"));
                } else {
                    problems.warn(
                            option.place(),
                            "\"" + option.text() + "\" is no option of an address; it is ignored",
                            "known are brd, dev, scope, label, peer, noprefixroute, no_track, preferred_lft, -nodad, home, "
                                    + "mngtmpaddr, autojoin");
                }
            }
        }
    }

    private @Nullable Token value(Token option) {
        if (at + 1 < words.size()) {
            return words.get(++at);
        }
        problems.warn(option.place(), option.text() + " needs a value, has none; it is ignored");
        return null;
    }

    private void peer(Token option) {
        var given = value(option);
        if (peer != null) {
            problems.warn(option.place(), "an address has one peer; this one is ignored");
        } else {
            peer = given;
        }
    }

    private void device(@Nullable Token name) {
        if (name == null) {
            return;
        }
        link = Values.interfaceName(problems, name, "the address is left out");
        spoiled |= link == null;
        links.look(
                name,
                fixed
                        ? "the address waits for it"
                        : "the instance is in FAULT until it comes, unless the address is no_track");
    }

    private void scope(@Nullable Token name) {
        if (name == null) {
            return;
        }
        int number =
                switch (name.text()) {
                    case "global", "universe" -> 0;
                    case "site" -> 200;
                    case "link" -> 253;
                    case "host" -> 254;
                    case "nowhere" -> 255;
                    default -> name.text().matches("[0-9]{1,3}") ? Integer.parseInt(name.text()) : -1;
                };
        if (number < 0 || number > 255) {
            problems.warn(
                    name.place(),
                    "scope must be global, site, link, host or 0..255, was \"" + name.text() + "\"; taken as global");
            return;
        }
        scope = number;
    }

    private void label(@Nullable Token name) {
        if (name == null) {
            return;
        }
        if (name.text().isEmpty() || name.text().length() > 15) {
            problems.warn(name.place(), "a label has 1..15 characters, was \"" + name.text() + "\"; it is ignored");
            return;
        }
        label = name.text();
    }

    private @Nullable Ip broadcastOf(InterfaceAddress address) {
        if (broadcast == null) {
            return null;
        }
        var given = Ip.tryParse(broadcast.text());
        if (address.ip().family() == Family.IPV4) {
            int hostBits = 32 - address.prefixLength();
            long hosts = (1L << hostBits) - 1;
            if (broadcast.text().equals("+")) {
                return Ip.v4((int) (address.ip().low() | hosts));
            }
            if (broadcast.text().equals("-")) {
                return Ip.v4((int) (address.ip().low() & ~hosts));
            }
            if (given.isPresent() && given.get().family() == Family.IPV4) {
                return given.get();
            }
        }
        problems.warn(
                broadcast.place(),
                "brd must be an IPv4 address, + or -, was \"" + broadcast.text() + "\"; it is ignored");
        return null;
    }
}
