package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Routing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of one line of routes or rules, one after another, and what both kinds of line have in common. */
abstract class RoutingLine {
    private static final Map<String, Integer> PROTOCOLS = Map.ofEntries(
            Map.entry("redirect", 1),
            Map.entry("kernel", 2),
            Map.entry("boot", 3),
            Map.entry("static", 4),
            Map.entry("gated", 8),
            Map.entry("ra", 9),
            Map.entry("mrt", 10),
            Map.entry("zebra", 11),
            Map.entry("bird", 12),
            Map.entry("dnrouted", 13),
            Map.entry("xorp", 14),
            Map.entry("ntk", 15),
            Map.entry("dhcp", 16),
            Map.entry("keepalived", Route.KEEPALIVED),
            Map.entry("babel", 42),
            Map.entry("bgp", 186),
            Map.entry("isis", 187),
            Map.entry("ospf", 188),
            Map.entry("rip", 189),
            Map.entry("eigrp", 192));

    /**
     * What a line comes to.
     *
     * @param group {@code track_group}; null for none
     */
    record Read(Routing what, boolean tracked, @Nullable Token group) {}

    final Problems problems;
    private final LinksCheck links;
    private final Map<String, Long> tables;
    private final List<Token> words;
    private final String kind;
    private final boolean fixed;
    private int at;
    boolean tracked = true;
    boolean spoiled;

    @Nullable Token group;

    private @Nullable Token protocol;

    /** The family that one of its words has shown. */
    @Nullable Family family;

    /**
     * A line that is read from its first word.
     *
     * @param kind {@code route} or {@code rule}
     * @param fixed whether it is static, and may have a {@code track_group}
     */
    RoutingLine(Problems problems, LinksCheck links, Map<String, Long> tables, Node line, String kind, boolean fixed) {
        this.problems = problems;
        this.links = links;
        this.tables = tables;
        this.words = line.words();
        this.kind = kind;
        this.fixed = fixed;
    }

    Token first() {
        return words.getFirst();
    }

    boolean atEnd() {
        return at == words.size();
    }

    Token next() {
        return words.get(at++);
    }

    /** The next word without taking it; null at the end. */
    @Nullable Token peek() {
        return atEnd() ? null : words.get(at);
    }

    /** The whole line is left out. */
    void leaveOut(Token word, String what, String hint) {
        spoiled = true;
        problems.error(word.place(), what + "; the " + kind + " is left out", hint);
    }

    void leaveOut(Token word, String what) {
        spoiled = true;
        problems.error(word.place(), what + "; the " + kind + " is left out");
    }

    /** The value behind {@code option}; null, with the line left out, when there is none. */
    @Nullable Token value(Token option) {
        if (!atEnd()) {
            return next();
        }
        leaveOut(option, option.text() + " needs a value, has none", "keepalived does not start with such a line");
        return null;
    }

    /** A whole number behind {@code option}. */
    @Nullable Long number(Token option, long most) {
        var value = value(option);
        return value == null ? null : number(option.text(), value, most);
    }

    @Nullable Long number(String what, Token value, long most) {
        var text = value.text();
        if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        leaveOut(value, what + " must be a whole number 0.." + most + ", was \"" + text + "\"");
        return null;
    }

    /** The same, which may be written in hexadecimal. */
    @Nullable Long anyNumber(String what, Token value, long most) {
        var text = value.text();
        if (text.matches("0[xX][0-9a-fA-F]{1,8}") && Long.parseLong(text.substring(2), 16) <= most) {
            return Long.parseLong(text.substring(2), 16);
        }
        return number(what, value, most);
    }

    /** The type of service, one octet. */
    int tos(Token option) {
        var value = value(option);
        var number = value == null ? null : anyNumber(option.text(), value, 255);
        return number == null ? 0 : (int) (long) number;
    }

    /** The number of a routing table, by its number or name. */
    @Nullable Long table(Token option) {
        var value = value(option);
        if (value == null) {
            return null;
        }
        var known = tables.get(value.text());
        if (known != null) {
            return known;
        }
        if (value.text().matches("[0-9]{1,10}")) {
            return number("table", value, 0xffff_ffffL);
        }
        leaveOut(
                value,
                "there is no routing table \"" + value.text() + "\"",
                "write its number, or name it in /etc/iproute2/rt_tables");
        return null;
    }

    @Nullable Ip ip(Token option) {
        var value = value(option);
        var ip = value == null ? null : Ip.tryParse(value.text()).orElse(null);
        if (value != null && ip == null) {
            leaveOut(value, option.text() + " must be an IP address, was \"" + value.text() + "\"");
        }
        return ip;
    }

    /** A network; the family it has is that of the line. */
    @Nullable InterfaceAddress network(Token word) {
        int slash = word.text().indexOf('/');
        var ip = Ip.tryParse(slash < 0 ? word.text() : word.text().substring(0, slash));
        if (ip.isEmpty()) {
            return null;
        }
        int bits = ip.get().family().bits();
        var length = slash < 0 ? Integer.toString(bits) : word.text().substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            problems.warn(
                    word.place(),
                    "the prefix length must be 0.." + bits + ", was \"" + length + "\"; taken as " + bits);
            length = Integer.toString(bits);
        }
        return ofFamily(word, new InterfaceAddress(ip.get(), Integer.parseInt(length)));
    }

    private InterfaceAddress ofFamily(Token word, InterfaceAddress network) {
        isOf(word, network.ip().family());
        return network;
    }

    /** Every address of a line is of one family. */
    void isOf(Token word, Family other) {
        if (family != null && family != other) {
            leaveOut(
                    word,
                    "the other words are of " + Values.named(family) + ", \"" + word.text() + "\" is of "
                            + Values.named(other));
        }
        family = other;
    }

    @Nullable InterfaceName link(Token option) {
        var name = value(option);
        if (name == null) {
            return null;
        }
        links.look(name, "the " + kind + " waits for it, and an instance with it is in FAULT unless it is no_track");
        var link = Values.interfaceName(problems, name, "the " + kind + " is left out");
        spoiled |= link == null;
        return link;
    }

    void protocol(Token option) {
        protocol = value(option);
    }

    /** Who makes it: keepalived, unless it is not tracked and says otherwise. */
    int protocol(int untracked) {
        if (protocol == null) {
            return tracked ? Route.KEEPALIVED : untracked;
        }
        var known = PROTOCOLS.get(protocol.text());
        var number = known != null ? Long.valueOf(known) : number("protocol", protocol, 255);
        if (number == null) {
            return Route.KEEPALIVED;
        }
        if (tracked && number != Route.KEEPALIVED) {
            problems.warn(
                    protocol.place(),
                    "a " + kind + " that is tracked has the protocol keepalived; " + protocol.text() + " is ignored",
                    "add no_track to have it of that protocol");
            return Route.KEEPALIVED;
        }
        return (int) (long) number;
    }

    void group(Token option) {
        if (fixed) {
            group = value(option);
        } else {
            unknown(option);
        }
    }

    void unknown(Token option) {
        leaveOut(option, "\"" + option.text() + "\" is no option of a " + kind);
    }

    /** An option that is passed over, with its value. */
    void notApplied(Token option, int values, String consequence) {
        for (int i = 0; i < values; i++) {
            value(option);
        }
        problems.notApplied(option.text(), option.place(), consequence);
    }
}
