package io.keepsake.history.cluster;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the incidents of the instances of one group: who was master, and where the addresses stood. */
final class GroupIncidents {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private static final int FLAPS = 6;
    private static final long FLAP_NANOS = 60 * SECOND;

    private final ClusterHistory history;
    private final Group group;
    private final List<Incident> found = new ArrayList<>();

    private GroupIncidents(ClusterHistory history, Group group) {
        this.history = history;
        this.group = group;
    }

    static List<Incident> of(ClusterHistory history, Group group) {
        var incidents = new GroupIncidents(history, group);
        incidents.find();
        return incidents.found;
    }

    private void add(Kind kind, Stamp from, Stamp to, List<String> nodes, String text, List<Stamp> evidence) {
        found.add(new Incident(kind, group.title(), from, to, history.between(from, to), nodes, text, evidence));
    }

    private void find() {
        var bands = Bands.of(history, RoleSpans.of(history, group));
        two(bands);
        nobody(bands);
        flapping(group);
        for (var member : group.members()) {
            found.addAll(AddressIncidents.of(history, group, member));
            faults(member);
            announcements(member);
            nearMisses(member);
        }
    }

    private void two(List<Band> bands) {
        for (int i = 0; i < bands.size(); i++) {
            int end = i;
            var masters = new TreeSet<String>();
            while (end < bands.size() && bands.get(end).two()) {
                masters.addAll(bands.get(end++).masters());
            }
            if (end > i) {
                var from = bands.get(i).from();
                var to = bands.get(end - 1).to();
                var length = history.between(from, to);
                boolean sure = length.least() == null || length.least() > 0 || length.isExact();
                if (length.likely() > Mastership.OVERLAP_NANOS && sure) {
                    var names = List.copyOf(masters);
                    add(
                            Kind.TWO_MASTERS,
                            from,
                            to,
                            names,
                            String.join(" and ", names) + " were master at once",
                            List.of(from, to));
                }
                i = end - 1;
            }
        }
    }

    private void nobody(List<Band> bands) {
        boolean before = false;
        for (int i = 0; i < bands.size(); i++) {
            before |= !bands.get(i).none();
            int end = i;
            while (end < bands.size() && bands.get(end).none()) {
                end++;
            }
            boolean after = end < bands.size();
            // where the records end nobody knows any more; what was before is known all the same
            int told = after ? end : knownUntil(bands, i, end);
            var none = bands.subList(i, told);
            boolean unknown = none.stream().anyMatch(band -> !band.unknown().isEmpty());
            boolean ran = none.stream().anyMatch(band -> !band.running().isEmpty());
            if (told > i && before && (after || ran && !unknown)) {
                nobody(
                        bands.get(i),
                        bands.get(told - 1),
                        bands.get(i - 1).masters(),
                        after ? bands.get(end).masters() : List.of(),
                        unknown);
            }
            i = Math.max(i, end - 1);
        }
    }

    private static int knownUntil(List<Band> bands, int from, int to) {
        int end = to;
        while (end > from && !bands.get(end - 1).unknown().isEmpty()) {
            end--;
        }
        return end;
    }

    private void nobody(Band first, Band last, List<String> before, List<String> after, boolean unknown) {
        var from = first.from();
        var to = last.to();
        var holder = holder(from, to);
        var nodes = new TreeSet<>(before);
        nodes.addAll(after);
        var text = (unknown ? "nobody is known to have been master" : "nobody was master") + ": "
                + String.join(", ", before) + " was before"
                + (after.isEmpty() ? "" : ", " + String.join(", ", after) + " after")
                + strangers(from, to);
        if (holder == null) {
            add(Kind.NOBODY, from, to, List.copyOf(nodes), text, List.of(from, to));
        } else if (history.place(to) - history.place(holder) > Mastership.OVERLAP_NANOS) {
            add(
                    Kind.NOBODY,
                    holder,
                    to,
                    List.copyOf(nodes),
                    text + "; the address was left standing until then",
                    List.of(from, holder, to));
        }
    }

    /** The routers of other clusters that were heard meanwhile, to which a master may have yielded. */
    private String strangers(Stamp from, Stamp to) {
        return history.each(Fact.Heard.class)
                .filter(h -> group.has(h.stamp().node(), h.instance()) && group.isForeign(h.addresses()))
                .filter(h -> history.sender(h.source()) == null)
                .filter(h ->
                        history.place(h.last()) >= history.place(from) && history.place(h.first()) <= history.place(to))
                .map(h -> "; " + h.source() + ", which was heard with the same VRID, has other addresses: "
                        + h.addresses())
                .distinct()
                .collect(Collectors.joining());
    }

    /** Up to when a director that gave up mastership at {@code from} left the addresses standing; null when none did. */
    private @Nullable Stamp holder(Stamp from, Stamp to) {
        return history.each(from.node(), Fact.AddressMoved.class)
                .filter(a -> group.addresses().contains(a.address().address().ip()))
                .filter(a -> a.stamp().isOfRunOf(from) && a.stamp().moment() > from.moment())
                .findFirst() // a later one is of another mastership
                .filter(a -> !a.stands() && a.stamp().moment() - from.moment() > 20 * MILLI)
                .map(Fact.AddressMoved::stamp)
                .map(s -> history.place(s) > history.place(to) ? to : s)
                .orElse(null);
    }

    private void flapping(Group group) {
        var moves = history.each(Fact.Moved.class)
                .filter(m -> m.to() == Role.MASTER && group.has(m.stamp().node(), m.instance()))
                .sorted(Comparator.comparingLong(m -> history.place(m.stamp())))
                .toList();
        // the first one that is recorded took over from nobody
        for (int i = 1; i + FLAPS <= moves.size(); i++) {
            int end = i + FLAPS - 1;
            if (history.place(moves.get(end).stamp())
                            - history.place(moves.get(i).stamp())
                    > FLAP_NANOS) {
                continue;
            }
            while (end + 1 < moves.size()
                    && history.place(moves.get(end + 1).stamp())
                                    - history.place(moves.get(end).stamp())
                            < FLAP_NANOS / FLAPS) {
                end++;
            }
            var nodes = new TreeSet<String>();
            moves.subList(i, end + 1).forEach(m -> nodes.add(m.stamp().node()));
            add(
                    Kind.FLAPPING,
                    moves.get(i).stamp(),
                    moves.get(end).stamp(),
                    List.copyOf(nodes),
                    (end - i + 1) + " takeovers",
                    List.of(moves.get(i).stamp(), moves.get(end).stamp()));
            i = end;
        }
    }

    private static @Nullable InstanceConfig instance(ControllerConfig config, InstanceName name) {
        return config.instances().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** While a backup is in fault, nobody is there to take over. */
    private void faults(Group.Member member) {
        Fact.Moved since = null;
        for (var fact : history.facts(member.node())) {
            var begun = since;
            boolean over = fact instanceof Fact.Ended
                    || fact instanceof Fact.Moved m && m.instance().equals(member.instance());
            if (begun != null && over) {
                add(
                        Kind.BACKUP_IN_FAULT,
                        begun.stamp(),
                        fact.stamp(),
                        List.of(member.node()),
                        member.node() + " could not have taken over: "
                                + ((BecameFault) Objects.requireNonNull(begun.decision()))
                                        .reasons().stream()
                                                .map(FaultCause::toString)
                                                .collect(Collectors.joining(", ")),
                        List.of(begun.stamp(), fact.stamp()));
                since = null;
            }
            if (fact instanceof Fact.Moved m
                    && m.instance().equals(member.instance())
                    && m.to() == Role.FAULT
                    && m.from() == Role.BACKUP
                    && m.decision() instanceof BecameFault) {
                since = m;
            }
        }
    }

    private void announcements(Group.Member member) {
        var announced = history.each(member.node(), Fact.Announced.class).toList();
        history.each(member.node(), Fact.Moved.class)
                .filter(m -> m.instance().equals(member.instance()) && m.to() == Role.MASTER && m.decision() != null)
                .filter(m -> !group.addresses().isEmpty())
                .filter(m -> announced.stream().noneMatch(a -> follows(m.stamp(), a.stamp())))
                .filter(m -> lasted(member, m.stamp()))
                .forEach(m -> add(
                        Kind.TAKEOVER_WITHOUT_GARP,
                        m.stamp(),
                        m.stamp(),
                        List.of(member.node()),
                        member.node() + " became master and sent no gratuitous ARP",
                        List.of(m.stamp())));
    }

    private static boolean follows(Stamp first, Stamp second) {
        return second.isOfRunOf(first)
                && second.moment() >= first.moment()
                && second.moment() - first.moment() < 10 * SECOND;
    }

    /** Whether it was master for long enough that its addresses must have stood. */
    private boolean lasted(Group.Member member, Stamp since) {
        return history.facts(member.node()).stream()
                .filter(f ->
                        f instanceof Fact.Moved m && m.instance().equals(member.instance()) || f instanceof Fact.Ended)
                .map(Fact::stamp)
                .filter(s -> s.isOfRunOf(since) && s.moment() > since.moment())
                .findFirst()
                .map(s -> s.moment() - since.moment() > 2 * SECOND)
                .orElse(false);
    }

    /** Silences of a master that ended just before this backup would have taken over. */
    private void nearMisses(Group.Member member) {
        Fact.Heard before = null;
        boolean backup = false;
        var config = new HashMap<InstanceName, InstanceConfig>();
        for (var fact : history.facts(member.node())) {
            switch (fact) {
                case Fact.Configured c -> {
                    var self = instance(c.config(), member.instance());
                    if (self != null) {
                        config.put(member.instance(), self);
                    }
                }
                case Fact.Moved m
                when m.instance().equals(member.instance()) -> {
                    before = null;
                    backup = m.to() == Role.BACKUP;
                }
                case Fact.Ended _, Fact.Hole _ -> before = null;
                // no other cluster's adverts keep it from being master
                case Fact.Heard h
                when h.instance().equals(member.instance()) && !group.isForeign(h.addresses()) -> {
                    var last = before;
                    before = h.priority() == 0 || !backup ? null : h;
                    var self = config.get(member.instance());
                    if (last != null && self != null && last.source().equals(h.source())) {
                        nearMiss(member, last, h, self);
                    }
                }
                default -> {}
            }
        }
    }

    private void nearMiss(Group.Member member, Fact.Heard last, Fact.Heard next, InstanceConfig self) {
        if (!last.last().isOfRunOf(next.first())) {
            return;
        }
        long silence = next.first().moment() - last.last().moment();
        long skew = last.intervalNanos() * (256 - self.priority().value()) / 256;
        long down = self.downTimerAdverts() * last.intervalNanos() + skew;
        if (silence > 2 * last.intervalNanos() && silence < down) {
            add(
                    Kind.NEAR_MISS,
                    last.last(),
                    next.first(),
                    List.of(member.node()),
                    member.node() + " heard nothing of " + history.router(next.source())
                            + ", and would have taken over " + Spans.print(down - silence) + " later",
                    List.of(last.last(), next.first()));
        }
    }
}
