package io.keepsake.history.cluster;

import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.history.cluster.RoleSpan.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who was master of a group when: of nodes with a journal by what they recorded of themselves, of others, and where a
 * record has a hole or is over, by what was heard of them.
 */
final class RoleSpans {
    /** A router is gone when so many of its adverts did not come. */
    private static final int MISSED = 3;

    private final ClusterHistory history;
    private final Group group;
    private final Map<String, List<RoleSpan>> byRouter = new LinkedHashMap<>();

    private RoleSpans(ClusterHistory history, Group group) {
        this.history = history;
        this.group = group;
    }

    static Map<String, List<RoleSpan>> of(ClusterHistory history, Group group) {
        var spans = new RoleSpans(history, group);
        group.members().forEach(spans::own);
        spans.heard();
        return spans.byRouter;
    }

    private void own(Group.Member member) {
        var list = byRouter.computeIfAbsent(member.node(), _ -> new ArrayList<>());
        State state = State.GONE;
        Stamp since = null;
        for (var fact : history.facts(member.node())) {
            var next =
                    switch (fact) {
                        case Fact.Began b -> b.whole() ? State.OTHER : State.UNKNOWN;
                        case Fact.Hole _ -> State.UNKNOWN;
                        case Fact.Moved m
                        when m.instance().equals(member.instance()) ->
                            m.to() == Role.MASTER ? State.MASTER : State.OTHER;
                        case Fact.Ended e ->
                            switch (e.how()) {
                                case STOPPED, WITHOUT_A_WORD -> State.GONE;
                                case MISSING, JOURNAL_ENDS -> State.UNKNOWN;
                            };
                        default -> state;
                    };
            if (next != state || since == null) {
                if (since != null) {
                    list.add(new RoleSpan(member.node(), state, since, fact.stamp()));
                }
                since = fact.stamp();
                state = next;
            }
        }
        if (since != null) {
            list.add(new RoleSpan(member.node(), state, since, null));
        }
    }

    /**
     * Masters that were heard: without a journal here, or while their own says nothing. Whoever says that it has other
     * addresses is no master of these.
     */
    private void heard() {
        Map<Ip, List<Fact.Heard>> bySource = new LinkedHashMap<>();
        history.each(Fact.Heard.class)
                .filter(h -> group.has(h.stamp().node(), h.instance()) && h.priority() > 0)
                .filter(h -> history.sender(h.source()) != null || !group.isForeign(h.addresses()))
                .forEach(h -> bySource.computeIfAbsent(h.source(), _ -> new ArrayList<>())
                        .add(h));
        Map<Ip, List<Stamp>> goodbyesOf = new LinkedHashMap<>();
        history.each(Fact.Heard.class)
                .filter(h -> group.has(h.stamp().node(), h.instance()) && h.priority() == 0)
                .forEach(h -> goodbyesOf
                        .computeIfAbsent(h.source(), _ -> new ArrayList<>())
                        .add(h.stamp()));
        bySource.forEach((source, all) -> {
            var node = history.sender(source);
            var name = node == null ? source.toString() : node;
            all.sort(Comparator.comparingLong(h -> history.place(h.first())));
            var goodbyes = goodbyesOf.getOrDefault(source, List.of());
            Stamp from = null;
            Stamp to = null;
            long interval = 0;
            for (var one : all) {
                boolean silent = to != null && history.between(to, one.first()).likely() > 2 * one.intervalNanos();
                if (from != null && to != null && (silent || isOver(goodbyes, to, one.first()))) {
                    heard(name, from, to);
                    from = null;
                }
                from = from == null ? one.first() : from;
                to = to == null || history.place(one.last()) > history.place(to) ? one.last() : to;
                interval = one.intervalNanos();
            }
            if (from != null && to != null) {
                heard(name, from, until(source, to, MISSED * interval));
            }
        });
    }

    /**
     * Up to when a master was one that was heard last at {@code heard}: to the end of the record of who heard it, where
     * nobody would have missed its next advert by then, and it was not said or seen to be over.
     */
    private Stamp until(Ip source, Stamp heard, long missedNanos) {
        var node = heard.node();
        var end = history.each(node, Fact.Ended.class)
                .map(Fact::stamp)
                .filter(stamp -> stamp.isOfRunOf(heard) && stamp.moment() - heard.moment() < missedNanos)
                .findFirst();
        boolean over = history.facts(node).stream()
                .filter(fact -> fact.stamp().isOfRunOf(heard) && fact.stamp().moment() >= heard.moment())
                .anyMatch(fact -> fact instanceof Fact.Heard h && h.source().equals(source) && h.priority() == 0
                        || fact instanceof Fact.Moved m && m.to() == Role.MASTER && group.has(node, m.instance()));
        return over ? heard : end.orElse(heard);
    }

    private boolean isOver(List<Stamp> goodbyes, Stamp after, Stamp before) {
        return goodbyes.stream().anyMatch(goodbye -> !isBefore(goodbye, after) && !isBefore(before, goodbye));
    }

    /** A router was heard to be master: that is so wherever its own record does not say what it was. */
    private void heard(String router, Stamp from, Stamp to) {
        var own = byRouter.getOrDefault(router, List.of());
        var spans = new ArrayList<RoleSpan>(own.size() + 2);
        if (!history.nodes().contains(router) || own.isEmpty()) {
            spans.addAll(own);
            spans.add(new RoleSpan(router, State.MASTER, from, to));
            byRouter.put(router, spans);
            return;
        }
        var begins = own.getFirst().from();
        if (isBefore(from, begins)) {
            spans.add(new RoleSpan(router, State.MASTER, from, isBefore(to, begins) ? to : begins));
        }
        for (var span : own) {
            var end = span.to();
            boolean meets =
                    span.state() == State.UNKNOWN && isBefore(span.from(), to) && (end == null || isBefore(from, end));
            if (!meets) {
                spans.add(span);
                continue;
            }
            var first = isBefore(span.from(), from) ? from : span.from();
            var last = end != null && isBefore(end, to) ? end : to;
            if (isBefore(span.from(), first)) {
                spans.add(new RoleSpan(router, State.UNKNOWN, span.from(), first));
            }
            spans.add(new RoleSpan(router, State.MASTER, first, last));
            if (end == null || isBefore(last, end)) {
                spans.add(new RoleSpan(router, State.UNKNOWN, last, end));
            }
        }
        byRouter.put(router, spans);
    }

    private boolean isBefore(Stamp one, Stamp other) {
        return history.place(one) < history.place(other);
    }
}
