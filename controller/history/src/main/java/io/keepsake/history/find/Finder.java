package io.keepsake.history.find;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Fact;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.find.Query.Relation;
import io.keepsake.journal.JournalItem.TurnRead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a query asks for in the merged turns of several nodes. Holds what is not decided yet, for no longer than the
 * query's span. For one thread.
 */
public final class Finder {
    private static final int PLACES_MAX = 1 << 16;

    /**
     * An item that the query asks for.
     *
     * @param other the nearest of the other term, where it is such by that; null where it is by its absence
     * @param unsure why nobody can tell whether it is one; null where it is
     */
    public record Hit(
            Stamp stamp,
            long place,
            String text,
            @Nullable Stamp other,
            @Nullable String unsure) {

        /** How far the other one is, or why nobody can tell; null where there is nothing to say. */
        public @Nullable String beside(ClusterHistory history) {
            if (unsure != null) {
                return "cannot tell, " + unsure;
            }
            if (other == null) {
                return null;
            }
            boolean after = history.place(other) <= history.place(stamp);
            var span = after ? history.between(other, stamp) : history.between(stamp, other);
            return span.text() + (after ? " after " : " before ") + other.cite();
        }
    }

    /** @param over whether it is because the node's journal ends: then only who asks for that node misses it */
    private record Missing(String node, long from, long to, boolean over) {}

    /** An item of the first term whose time after it is not over. */
    private static final class Pending {
        final Item item;
        final List<String> features;

        @Nullable Stamp other;

        Pending(Item item, List<String> features) {
            this.item = item;
            this.features = features;
        }
    }

    private final Query query;
    private final ClusterHistory history;
    private final long from;
    private final long to;
    private final Consumer<Hit> out;
    private final @Nullable Differences differences;
    private final List<Missing> missing = new ArrayList<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** Of the other term the last one, by the fields in which both must be equal. */
    private final Map<List<String>, Item> before = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Item> eldest) {
            return size() > PLACES_MAX;
        }
    };

    private long asked;
    private long found;
    private long unsure;

    /**
     * Looks for what this query asks for.
     *
     * @param from of what is found, nanoseconds since 1970; what it is near to may be outside
     * @param to the end, included
     * @param differences hears what was found and what was not; null where nobody wants to know
     */
    public Finder(
            Query query,
            ClusterHistory history,
            long from,
            long to,
            Consumer<Hit> out,
            @Nullable Differences differences) {
        this.query = query;
        this.history = history;
        this.from = from;
        this.to = to;
        this.out = out;
        this.differences = differences;
        history.nodes().forEach(this::holes);
    }

    /** Where nothing is known of a node between what is. */
    private void holes(String node) {
        var facts = history.facts(node);
        for (int i = 0; i < facts.size(); i++) {
            if (facts.get(i) instanceof Fact.Began began && !began.whole()) {
                missing.add(new Missing(node, Long.MIN_VALUE, history.place(began.stamp()), false));
            } else if (facts.get(i) instanceof Fact.Hole hole) {
                missing.add(new Missing(node, history.place(hole.stamp()), next(facts, i), false));
            } else if (facts.get(i) instanceof Fact.Ended(var end, var how)
                    && (how == Fact.End.JOURNAL_ENDS || how == Fact.End.MISSING)) {
                missing.add(new Missing(node, history.place(end), next(facts, i), how == Fact.End.JOURNAL_ENDS));
            }
        }
    }

    /** Where the next fact after this one lies that is of another moment. */
    private long next(List<Fact> facts, int place) {
        var before = facts.get(place).stamp();
        return facts.subList(place + 1, facts.size()).stream()
                .map(Fact::stamp)
                .filter(next -> next.moment() > before.moment() || !next.clock().equals(before.clock()))
                .findFirst()
                .map(history::place)
                .orElse(Long.MAX_VALUE);
    }

    /** The next of the merged turns. */
    public void take(Placed placed) {
        var stamp = placed.stamp();
        if (stamp == null || !(placed.item() instanceof TurnRead read)) {
            return;
        }
        expire(placed.place());
        var turn = read.turn();
        item(new Item(stamp, placed.place(), turn.recorded().event()));
        for (int i = 0; i < turn.decisions().size(); i++) {
            var decision = turn.decisions().get(i);
            item(new Item(stamp.index(turn.decisionIndex(i)), placed.place(), decision));
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            var effect = turn.effects().get(i);
            item(new Item(stamp.index(turn.effectIndex(i)), placed.place(), effect));
        }
    }

    private void item(Item item) {
        var relation = query.relation();
        boolean wanted = item.place >= from && item.place <= to && query.what().takesKind(item.kind);
        if (wanted) {
            var features = differences == null ? List.<String>of() : differences.features(item);
            if (!query.what().takes(item)) {
                rest(features);
            } else if (relation == null) {
                asked++;
                hit(item, null, features);
            } else {
                asked++;
                if (relation.before()) {
                    judge(new Pending(item, features), relation, near(item, relation));
                } else {
                    pending.add(new Pending(item, features));
                }
            }
        }
        if (relation != null && relation.other().takes(item)) {
            other(item, relation);
        }
        if (differences != null) {
            differences.passed(item);
        }
    }

    private void rest(List<String> features) {
        if (differences != null) {
            differences.rest(features);
        }
    }

    private void hit(Item item, @Nullable Stamp other, List<String> features) {
        found++;
        if (differences != null) {
            differences.found(features);
        }
        out.accept(new Hit(item.stamp, item.place, item.text(), other, null));
    }

    private @Nullable Stamp near(Item item, Relation relation) {
        var last = before.get(key(item, relation));
        return last != null && item.place - last.place <= relation.withinNanos() ? last.stamp : null;
    }

    private static List<String> key(Item item, Relation relation) {
        return relation.same().stream().map(item::value).toList();
    }

    private void other(Item item, Relation relation) {
        if (relation.before()) {
            var key = key(item, relation);
            before.remove(key);
            before.put(key, item);
            return;
        }
        for (var each : pending) {
            boolean itself = each.item.stamp.equals(item.stamp);
            if (each.other == null && !itself && key(each.item, relation).equals(key(item, relation))) {
                each.other = item.stamp;
            }
        }
    }

    /** Those at the head of the line whose time is over. */
    private void expire(long now) {
        var relation = query.relation();
        while (relation != null && !pending.isEmpty() && now - pending.peek().item.place > relation.withinNanos()) {
            var first = pending.remove();
            judge(first, relation, first.other);
        }
    }

    private void judge(Pending first, Relation relation, @Nullable Stamp other) {
        if (other != null) {
            if (relation.not()) {
                rest(first.features);
            } else {
                hit(first.item, other, first.features);
            }
            return;
        }
        var hole = hole(first.item, relation);
        if (hole != null) {
            unsure++;
            out.accept(new Hit(first.item.stamp, first.item.place, first.item.text(), null, hole));
        } else if (relation.not()) {
            hit(first.item, null, first.features);
        } else {
            rest(first.features);
        }
    }

    /** Why an absence may be none; null when it is one. */
    private @Nullable String hole(Item item, Relation relation) {
        long place = item.place;
        long begin = relation.before() ? place - relation.withinNanos() : place;
        long end = relation.before() ? place : place + relation.withinNanos();
        if (!relation.before() && end > history.end()) {
            return "the journals end before that";
        }
        for (var each : missing) {
            boolean asked = !each.over()
                    || relation.other().isOf(each.node())
                    || relation.same().contains("node") && item.stamp.node().equals(each.node());
            if (asked && each.from() < end && each.to() > begin) {
                return each.over()
                        ? "the journal of " + each.node() + " ends before that"
                        : "nothing is known of " + each.node() + " then";
            }
        }
        return null;
    }

    /** Nothing more comes. */
    public void end() {
        var relation = query.relation();
        while (relation != null && !pending.isEmpty()) {
            var first = pending.remove();
            judge(first, relation, first.other);
        }
    }

    /** How many items of the first term there were. */
    public long asked() {
        return asked;
    }

    /** How many of those are such. */
    public long found() {
        return found;
    }

    /** Of how many nobody can tell. */
    public long unsure() {
        return unsure;
    }
}
