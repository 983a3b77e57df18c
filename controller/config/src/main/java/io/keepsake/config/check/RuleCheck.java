package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.NumberRange;
import io.keepsake.core.value.Rule;
import io.keepsake.core.value.Rule.Action;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads one line of {@code virtual_rules} or {@code static_rules}: the words of {@code ip rule}. */
final class RuleCheck extends RoutingLine {
    private static final Map<String, Integer> IP_PROTOCOLS = Map.ofEntries(
            Map.entry("icmp", 1),
            Map.entry("igmp", 2),
            Map.entry("tcp", 6),
            Map.entry("udp", 17),
            Map.entry("gre", 47),
            Map.entry("esp", 50),
            Map.entry("ah", 51),
            Map.entry("ipv6-icmp", 58),
            Map.entry("icmpv6", 58),
            Map.entry("ospf", 89),
            Map.entry("vrrp", 112),
            Map.entry("sctp", 132),
            Map.entry("udplite", 136));
    private static final long WORD = 0xffff_ffffL;
    private static final int PORT_MAX = 65_535;

    private final LongSupplier free;
    private @Nullable Long priority;
    private boolean not;
    private @Nullable InterfaceAddress from;
    private @Nullable InterfaceAddress to;
    private int tos;
    private @Nullable InterfaceName input;
    private @Nullable InterfaceName output;
    private long mark;
    private long mask;
    private int ipProtocol;
    private @Nullable NumberRange sourcePorts;
    private @Nullable NumberRange ports;
    private @Nullable NumberRange users;
    private @Nullable Action action;
    private long target;
    private long suppressPrefix = -1;
    private long suppressGroup = -1;

    /** @param free gives the priority of a rule that names none */
    RuleCheck(
            Problems problems,
            LinksCheck links,
            Map<String, Long> tables,
            Node line,
            boolean fixed,
            LongSupplier free) {
        super(problems, links, tables, line, "rule", fixed);
        this.free = free;
    }

    /** The rule, or null when it had to be left out. */
    @Nullable Read rule() {
        while (!atEnd() && !spoiled) {
            option(next());
        }
        if (!spoiled && action == null) {
            leaveOut(first(), "a rule says what becomes of a packet, this one does not", "add \"table N\"");
        }
        var does = action;
        int protocol = protocol(0);
        var named = priority;
        if (!spoiled && named == null) {
            named = free.getAsLong();
            problems.warn(
                    first().place(),
                    "the rule has no preference; taken as " + named,
                    "write \"preference N\": it says which rule is looked at first");
        }
        if (!spoiled && does == Action.GOTO && named != null && target <= named) {
            leaveOut(first(), "goto leads forward only, was from " + named + " to " + target);
        }
        if (spoiled || does == null || named == null) {
            return null;
        }
        if (group != null && input == null && output == null) {
            problems.warn(group.place(), "a rule with track_group needs iif or oif; the track_group is ignored");
            group = null;
        }
        var rule = new Rule(
                family == null ? Family.IPV4 : family,
                named,
                not,
                from,
                to,
                tos,
                input,
                output,
                mark,
                mask,
                ipProtocol,
                sourcePorts,
                ports,
                users,
                does,
                target,
                suppressPrefix,
                suppressGroup,
                protocol);
        return new Read(rule, tracked, group);
    }

    private void option(Token option) {
        switch (option.text()) {
            case "inet" -> isOf(option, Family.IPV4);
            case "inet6" -> isOf(option, Family.IPV6);
            case "not" -> not = true;
            case "from" -> from = packets(option);
            case "to" -> to = packets(option);
            case "tos", "dsfield" -> tos = tos(option);
            case "iif", "dev" -> input = link(option);
            case "oif" -> output = link(option);
            case "fwmark" -> mark(value(option));
            case "preference", "priority", "order" -> priority = number(option, WORD);
            case "ipproto" -> ipProtocol(value(option));
            case "sport" -> sourcePorts = ports(option);
            case "dport" -> ports = ports(option);
            case "uidrange" -> users = range(option, value(option), WORD);
            case "suppress_prefixlength" -> suppressPrefix = or(number(option, 128), suppressPrefix);
            case "suppress_ifgroup" -> suppressGroup = or(number(option, WORD - 1), suppressGroup);
            case "protocol" -> protocol(option);
            case "realms", "realm" -> notApplied(option, 1, "packets of the rule belong to no realm");
            case "no_track" -> tracked = false;
            case "track_group" -> group(option);
            default -> action(option);
        }
    }

    private void action(Token option) {
        switch (option.text()) {
            case "type" -> {
                var type = value(option);
                if (type != null) {
                    action(type);
                }
            }
            case "table", "lookup" -> does(option, Action.LOOKUP, table(option));
            case "goto" -> does(option, Action.GOTO, number(option, WORD));
            case "nop" -> does(option, Action.NOP, 0L);
            case "blackhole" -> does(option, Action.BLACKHOLE, 0L);
            case "unreachable" -> does(option, Action.UNREACHABLE, 0L);
            case "prohibit" -> does(option, Action.PROHIBIT, 0L);
            case "l3mdev" -> does(option, Action.L3MDEV, 0L);
            default -> unknown(option);
        }
    }

    private void does(Token option, Action what, @Nullable Long where) {
        if (action != null) {
            leaveOut(option, "one thing becomes of a packet, was more: \"" + option.text() + "\"");
        } else if (where != null && what == Action.LOOKUP && where == 0) {
            leaveOut(option, "there is no table 0");
        }
        action = what;
        target = or(where, 0);
    }

    private static long or(@Nullable Long number, long otherwise) {
        return number == null ? otherwise : number;
    }

    private @Nullable InterfaceAddress packets(Token option) {
        var word = value(option);
        if (word == null) {
            return null;
        }
        if (word.text().equals("all")
                || word.text().equals("any")
                || word.text().equals("default")) {
            return null;
        }
        var network = network(word);
        if (network == null) {
            leaveOut(word, option.text() + " must be a network or all, was \"" + word.text() + "\"");
        }
        return network == null || network.prefixLength() == 0 ? null : network;
    }

    private void mark(@Nullable Token word) {
        if (word == null) {
            return;
        }
        int slash = word.text().indexOf('/');
        var number = markNumber(word, slash < 0 ? word.text() : word.text().substring(0, slash));
        var under =
                slash < 0 ? Long.valueOf(WORD) : markNumber(word, word.text().substring(slash + 1));
        if (number != null && under != null) {
            mark = number;
            mask = slash < 0 && number == 0 ? 0 : under;
        }
    }

    private @Nullable Long markNumber(Token word, String text) {
        try {
            return Long.valueOf(Integer.toUnsignedLong(Integer.parseUnsignedInt(
                    text.startsWith("0x") ? text.substring(2) : text, text.startsWith("0x") ? 16 : 10)));
        } catch (NumberFormatException _) {
            leaveOut(word, "fwmark must be a number or two as 0x10/0xff, was \"" + word.text() + "\"");
            return null;
        }
    }

    private void ipProtocol(@Nullable Token word) {
        if (word == null) {
            return;
        }
        var known = IP_PROTOCOLS.get(word.text());
        if (known == null && !word.text().matches("[0-9]{1,10}")) {
            leaveOut(
                    word,
                    "ipproto must be a number or a name such as tcp or udp, was \"" + word.text() + "\"",
                    "/etc/protocols has the numbers");
            return;
        }
        var number = known == null ? number("ipproto", word, 255) : Long.valueOf(known);
        ipProtocol = (int) or(number, 0);
    }

    /** keepalived 2.2.7 knows no single port. */
    private @Nullable NumberRange ports(Token option) {
        var word = value(option);
        if (word != null && word.text().matches("[0-9]{1,5}")) {
            problems.warn(
                    word.place(),
                    option.text() + " must be a range, was \"" + word.text() + "\"; taken as " + word.text() + "-"
                            + word.text());
            var port = number(option.text(), word, PORT_MAX);
            return port == null ? null : new NumberRange(port, port);
        }
        var range = range(option, word, PORT_MAX);
        if (word != null && range != null && (range.first() == 0 || range.last() == PORT_MAX)) {
            problems.warn(
                    word.place(),
                    "the kernel refuses " + option.text() + " " + word.text() + ": the rule will not stand",
                    "write a range within 1-" + (PORT_MAX - 1));
        }
        return range;
    }

    private @Nullable NumberRange range(Token option, @Nullable Token word, long most) {
        if (word == null) {
            return null;
        }
        if (word.text().matches("[0-9]{1,10}-[0-9]{1,10}")) {
            int dash = word.text().indexOf('-');
            long first = Long.parseLong(word.text().substring(0, dash));
            long last = Long.parseLong(word.text().substring(dash + 1));
            if (first <= last && last <= most) {
                return new NumberRange(first, last);
            }
        }
        leaveOut(word, option.text() + " must be a range within 0-" + most + ", was \"" + word.text() + "\"");
        return null;
    }
}
