package io.keepsake.web.merge;

import io.keepsake.web.index.Lane;
import io.keepsake.web.index.Roles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who was master in a group, over a window: bands of one, none, two or more, or unknown. */
public final class Bands {
    /** How many masters there are. */
    public enum Masters {
        ONE,
        NONE,
        TWO,
        /** Something is missing in a journal, or the clocks cannot be told apart so finely. */
        UNKNOWN
    }

    /**
     * A band.
     *
     * @param nodes the masters
     * @param uncertainty its length may be off by this, in microseconds; null when nothing bounds it
     */
    public record Band(
            long from,
            long to,
            Masters masters,
            List<String> nodes,
            @Nullable Long uncertainty) {
        public long micros() {
            return to - from;
        }
    }

    private record Change(long at, String node, int state) {}

    private Bands() {}

    /** The bands of a group, oldest first. Before the first record of any node, and after the last, nothing is said. */
    public static List<Band> of(Group group, Merge merge, long from, long to) {
        var changes = new ArrayList<Change>();
        for (var member : group.members()) {
            changes(merge, member, from, to).forEach(changes::add);
        }
        changes.sort(java.util.Comparator.comparingLong(Change::at));
        var present = new HashMap<String, Integer>();
        group.members().forEach(m -> present.put(m.node(), GONE));
        var bands = new ArrayList<Band>();
        for (int i = 0; i < changes.size(); i++) {
            present.put(changes.get(i).node(), changes.get(i).state());
            long begin = Math.max(from, changes.get(i).at());
            long end = i + 1 < changes.size() ? Math.min(to, changes.get(i + 1).at()) : begin;
            if (end > begin) {
                add(bands, begin, end, present, uncertainty(merge, changes.get(i), changes.get(i + 1)));
            }
        }
        return bands;
    }

    /**
     * Why it is not known of a window whether two nodes of a group were masters at once; null when the journals that are
     * here tell it.
     */
    public static @Nullable String doubt(Group group, Merge merge, long from, long to) {
        var members = group.members();
        if (members.size() < 2) {
            return "only the journal of " + members.getFirst().node() + " is here";
        }
        for (var member : members) {
            if (merge.correction(member.node()).uncertainty() == null) {
                return "nothing bounds the clock of " + member.node();
            }
            if (changes(merge, member, from, to).stream().anyMatch(c -> c.state() == Lane.UNKNOWN)) {
                return "a part of the journal of " + member.node() + " is missing";
            }
        }
        return null;
    }

    /** No director runs. */
    private static final int GONE = 9;

    private static List<Change> changes(Merge merge, Group.Member member, long from, long to) {
        var node = merge.node(member.node());
        var lane = new Lane(Lane.Kind.ROLE, member.instance(), "");
        long shift = merge.correction(member.node()).shift();
        var spans = node.read(runs -> Span.of(runs, lane, shift, from, to, merge.alive()));
        var changes = new ArrayList<Change>();
        for (var span : spans) {
            changes.add(new Change(span.from(), member.node(), span.state()));
            changes.add(new Change(span.to(), member.node(), span.open() ? span.state() : GONE));
        }
        return changes;
    }

    private static void add(
            List<Band> bands, long from, long to, Map<String, Integer> present, @Nullable Long uncertainty) {
        var masters = new TreeSet<String>();
        boolean unknown = false;
        for (var each : present.entrySet()) {
            if (each.getValue() == Roles.MASTER) {
                masters.add(each.getKey());
            }
            unknown |= each.getValue() == Lane.UNKNOWN;
        }
        var how = masters.size() > 1
                ? Masters.TWO
                : masters.size() == 1 ? Masters.ONE : unknown ? Masters.UNKNOWN : Masters.NONE;
        if (how == Masters.TWO && uncertainty != null && uncertainty > to - from) {
            how = Masters.UNKNOWN;
        }
        var last = bands.isEmpty() ? null : bands.getLast();
        var nodes = List.copyOf(masters);
        if (last != null
                && last.to() == from
                && last.masters() == how
                && last.nodes().equals(nodes)) {
            bands.set(bands.size() - 1, new Band(last.from(), to, how, nodes, wider(last.uncertainty(), uncertainty)));
        } else {
            bands.add(new Band(from, to, how, nodes, uncertainty));
        }
    }

    /** Of the distance between two changes: none when one clock saw both. */
    private static @Nullable Long uncertainty(Merge merge, Change first, Change second) {
        if (first.node().equals(second.node())) {
            return 0L;
        }
        var one = merge.correction(first.node()).uncertainty();
        var other = merge.correction(second.node()).uncertainty();
        return one == null || other == null ? null : (Long) (one + other);
    }

    private static @Nullable Long wider(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : (Long) Math.max(one, other);
    }
}
