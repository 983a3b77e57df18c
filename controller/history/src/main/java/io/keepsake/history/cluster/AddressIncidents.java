package io.keepsake.history.cluster;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Incident.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds where the addresses of a group stood on one member, and should not have, or the reverse. */
final class AddressIncidents {
    private static final long SECOND = 1_000_000_000L;

    /** An address may stand so long after mastership: until its successor is heard. */
    private static final long HANDOVER_NANOS = 2_200_000_000L;

    /** A master may be without its address so long: the kernel is asked at once. */
    private static final long ASKED_NANOS = SECOND;

    private final ClusterHistory history;
    private final Group group;
    private final Group.Member member;
    private final List<Incident> found = new ArrayList<>();

    private AddressIncidents(ClusterHistory history, Group group, Group.Member member) {
        this.history = history;
        this.group = group;
        this.member = member;
    }

    static List<Incident> of(ClusterHistory history, Group group, Group.Member member) {
        var incidents = new AddressIncidents(history, group, member);
        incidents.beside();
        incidents.leftBehind();
        return incidents.found;
    }

    private void add(Kind kind, Stamp from, Stamp to, List<String> nodes, String text, List<Stamp> evidence) {
        found.add(new Incident(kind, group.title(), from, to, history.between(from, to), nodes, text, evidence));
    }

    /** Where the addresses of a member stood, beside what it was. */
    private void beside() {
        var standing = new HashMap<Ip, Fact.AddressMoved>();
        Stamp master = null;
        Stamp other = null;
        Map<Ip, Stamp> missing = new HashMap<>();
        Map<Ip, Stamp> extra = new HashMap<>();
        var lastPut = new HashMap<Ip, Fact.AddressMoved>();
        Set<Ip> wanted = Set.of();
        boolean owner = false;
        for (var fact : history.facts(member.node())) {
            switch (fact) {
                case Fact.Configured c -> {
                    var self = instance(c.config(), member.instance());
                    wanted = self == null ? Set.of() : ips(self);
                    owner = self != null && self.priority().equals(Priority.OWNER);
                }
                case Fact.Moved m
                when m.instance().equals(member.instance()) -> {
                    master = m.to() == Role.MASTER ? m.stamp() : null;
                    other = m.to() == Role.MASTER ? null : m.stamp();
                }
                case Fact.AddressMoved a
                when group.addresses().contains(a.address().address().ip()) -> {
                    var ip = a.address().address().ip();
                    if (a.stands()) {
                        standing.put(ip, a);
                    } else {
                        standing.remove(ip);
                    }
                }
                case Fact.Ended _, Fact.Hole _ -> {
                    wanted = Set.of();
                    standing.clear();
                    master = null;
                    other = null;
                }
                default -> {}
            }
            for (var ip : group.addresses()) {
                boolean stands = standing.containsKey(ip);
                follow(
                        missing,
                        ip,
                        master != null && wanted.contains(ip) && !stands,
                        fact.stamp(),
                        ASKED_NANOS,
                        (from, to) -> add(
                                Kind.MASTER_WITHOUT_ADDRESS,
                                from,
                                to,
                                List.of(member.node()),
                                member.node() + " was master and did not have " + ip,
                                List.of(from, to)));
                boolean left = other != null && stands && !owner;
                var put = standing.getOrDefault(ip, lastPut.get(ip));
                if (put != null) {
                    lastPut.put(ip, put);
                }
                boolean byHand = put != null && !put.own() && put.noticed();
                follow(
                        extra,
                        ip,
                        left,
                        fact.stamp(),
                        byHand ? -1 : HANDOVER_NANOS,
                        (from, to) -> add(
                                Kind.ADDRESS_WITHOUT_MASTERSHIP,
                                from,
                                to,
                                List.of(member.node()),
                                member.node() + " had " + ip + " and was not master"
                                        + (byHand
                                                ? ": somebody put it there"
                                                : put == null || put.own()
                                                        ? ""
                                                        : ": an earlier run left it, or somebody put it there"),
                                List.of(from, to)));
            }
        }
    }

    private interface Told {
        void tell(Stamp from, Stamp to);
    }

    /** Tells a condition when it is over and held for longer than it may. */
    private static void follow(Map<Ip, Stamp> since, Ip ip, boolean holds, Stamp now, long most, Told told) {
        var began = since.get(ip);
        if (holds && began == null) {
            since.put(ip, now);
        } else if (!holds && began != null) {
            since.remove(ip);
            if (!began.isOfRunOf(now) || now.moment() - began.moment() > most) {
                told.tell(began, now);
            }
        }
    }

    private static @Nullable InstanceConfig instance(ControllerConfig config, InstanceName name) {
        return config.instances().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Set<Ip> ips(InstanceConfig instance) {
        var all = new HashSet<Ip>();
        instance.virtual().forEach(a -> all.add(a.address().ip()));
        return all;
    }

    /** Addresses of a director that died, which stood on while another was master, until its next run took them away. */
    private void leftBehind() {
        var standing = new HashMap<Ip, Fact.AddressMoved>();
        Stamp died = null;
        for (var fact : history.facts(member.node())) {
            switch (fact) {
                case Fact.Ended e -> died = e.how() == Fact.End.WITHOUT_A_WORD ? e.stamp() : null;
                case Fact.AddressMoved a
                when group.addresses().contains(a.address().address().ip()) -> {
                    var ip = a.address().address().ip();
                    var end = died;
                    if (end != null
                            && !a.stands()
                            && standing.containsKey(ip)
                            && a.stamp().run() > end.run()) {
                        leftBehind(ip, end, a.stamp());
                    }
                    if (a.stands()) {
                        standing.put(ip, a);
                    } else {
                        standing.remove(ip);
                    }
                }
                default -> {}
            }
        }
    }

    private void leftBehind(Ip ip, Stamp died, Stamp gone) {
        history.each(Fact.Moved.class)
                .filter(m -> m.to() == Role.MASTER && !m.stamp().node().equals(member.node()))
                .filter(m -> group.has(m.stamp().node(), m.instance()))
                .filter(m -> history.place(m.stamp()) > history.place(died)
                        && history.place(gone) - history.place(m.stamp()) > HANDOVER_NANOS)
                .min(Comparator.comparingLong(m -> history.place(m.stamp())))
                .ifPresent(m -> add(
                        Kind.ADDRESS_WITHOUT_MASTERSHIP,
                        m.stamp(),
                        gone,
                        List.of(member.node()),
                        member.node() + " had " + ip + " after its director had died, and "
                                + m.stamp().node() + " was master: both answered for it",
                        List.of(died, m.stamp(), gone)));
    }
}
