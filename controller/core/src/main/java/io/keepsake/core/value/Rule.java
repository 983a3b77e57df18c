package io.keepsake.core.value;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule of policy routing, with everything that makes it the one it is.
 *
 * @param priority {@code preference}: lower ones are looked at first
 * @param not it is for packets that do not match
 * @param from null for any
 * @param to null for any
 * @param input {@code iif}
 * @param output {@code oif}
 * @param mark {@code fwmark}, compared under {@code mask}
 * @param mask 0 where there is no mark
 * @param ipProtocol {@code ipproto}; 0 for any
 * @param sourcePorts {@code sport}
 * @param ports {@code dport}
 * @param users {@code uidrange}
 * @param target the table of {@link Action#LOOKUP}, the priority of {@link Action#GOTO}, else 0
 * @param suppressPrefix {@code suppress_prefixlength}; -1 for none
 * @param suppressGroup {@code suppress_ifgroup}; -1 for none
 * @param protocol who made it, by the kernel's numbers; 18 is keepalived
 */
public record Rule(
        Family family,
        long priority,
        boolean not,
        @Nullable InterfaceAddress from,
        @Nullable InterfaceAddress to,
        int tos,
        @Nullable InterfaceName input,
        @Nullable InterfaceName output,
        long mark,
        long mask,
        int ipProtocol,
        @Nullable NumberRange sourcePorts,
        @Nullable NumberRange ports,
        @Nullable NumberRange users,
        Action action,
        long target,
        long suppressPrefix,
        long suppressGroup,
        int protocol)
        implements Routing {

    /** What becomes of a packet that matches. */
    public enum Action {
        LOOKUP,
        GOTO,
        NOP,
        BLACKHOLE,
        UNREACHABLE,
        PROHIBIT,
        /** The table is that of the packet's VRF. */
        L3MDEV;

        boolean hasTarget() {
            return this == LOOKUP || this == GOTO;
        }
    }

    @Override
    public Set<InterfaceName> links() {
        var links = new LinkedHashSet<InterfaceName>();
        if (input != null) {
            links.add(input);
        }
        if (output != null) {
            links.add(output);
        }
        return links;
    }

    @Override
    public String text() {
        var out = new StringBuilder("rule ").append(family == Family.IPV6 ? "inet6 " : "");
        out.append(priority).append(not ? " not" : "");
        RoutingWords.add(out, "from", from);
        RoutingWords.add(out, "to", to);
        RoutingWords.add(out, "tos", tos, 0);
        RoutingWords.add(out, "iif", input);
        RoutingWords.add(out, "oif", output);
        if (mask != 0) {
            out.append(" fwmark ").append(mark).append(" mask ").append(mask);
        }
        RoutingWords.add(out, "ipproto", ipProtocol, 0);
        RoutingWords.add(out, "sport", sourcePorts);
        RoutingWords.add(out, "dport", ports);
        RoutingWords.add(out, "uidrange", users);
        out.append(' ').append(RoutingWords.of(action));
        if (action.hasTarget()) {
            out.append(' ').append(target);
        }
        RoutingWords.add(out, "suppress_prefixlength", suppressPrefix, -1);
        RoutingWords.add(out, "suppress_ifgroup", suppressGroup, -1);
        RoutingWords.add(out, "protocol", protocol, Route.KEEPALIVED);
        return out.toString();
    }

    static Rule read(RoutingWords words) {
        var family = words.has("inet6") ? Family.IPV6 : Family.IPV4;
        long priority = words.number();
        boolean not = words.has("not");
        var from = words.network("from");
        var to = words.network("to");
        int tos = words.number("tos", 0, 255);
        var input = words.link("iif");
        var output = words.link("oif");
        long mark = words.number("fwmark", 0);
        long mask = words.number("mask", 0);
        int ipProtocol = words.number("ipproto", 0, 255);
        var sourcePorts = words.range("sport");
        var ports = words.range("dport");
        var users = words.range("uidrange");
        var action = words.word(Action.class);
        long target = action.hasTarget() ? words.number() : 0;
        long suppressPrefix = words.number("suppress_prefixlength", -1);
        long suppressGroup = words.number("suppress_ifgroup", -1);
        int protocol = words.number("protocol", Route.KEEPALIVED, 255);
        if (!words.atEnd()) {
            throw words.wrong();
        }
        return new Rule(
                family,
                priority,
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
                action,
                target,
                suppressPrefix,
                suppressGroup,
                protocol);
    }

    @Override
    public String toString() {
        return text();
    }
}
