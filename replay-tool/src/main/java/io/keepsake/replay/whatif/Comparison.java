package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded and simulated changes of role beside each other. */
final class Comparison {
    private static final long SECOND = 1_000_000_000L;

    /** Two that become master so soon after each other race. */
    private static final long RACE_NANOS = 20_000_000L;

    /**
     * One change of role.
     *
     * @param was as recorded; null for one that is gained
     * @param is as simulated; null for one that is lost
     * @param doubt why nobody can be sure; null when nothing speaks against it
     */
    record Row(
            @Nullable Moved was,
            @Nullable Moved is,
            @Nullable String doubt) {
        Moved any() {
            var one = was == null ? is : was;
            if (one == null) {
                throw new IllegalStateException("a row of nothing");
            }
            return one;
        }
    }

    /**
     * Instances of several nodes that elect one master.
     *
     * @param members {@code node/instance}
     */
    record Group(String title, Set<String> members, InstanceConfig like) {}

    /** How long a group had no master and how long more than one, in nanoseconds. */
    record Times(long none, long two) {}

    private final Outcome outcome;
    /** By how much a change may be earlier or later and still be the same, in nanoseconds. */
    private final long slack;

    /** So long something that nobody knows may have a part in what follows, in nanoseconds. */
    private final long horizon;

    private final List<Stretch> astray;

    /** @param configs of both stories, by node */
    Comparison(Outcome outcome, List<ControllerConfig> configs) {
        this.outcome = outcome;
        slack = slack(configs);
        horizon = slack
                + configs.stream()
                        .flatMap(c -> c.instances().stream())
                        .mapToLong(InstanceConfig::preemptDelayNanos)
                        .max()
                        .orElse(0);
        astray = astray();
    }

    /** How long a backup of these waits at most, and a second: what is moved by less is the same. */
    static long slack(List<ControllerConfig> configs) {
        return SECOND
                + configs.stream()
                        .flatMap(c -> c.instances().stream())
                        .mapToLong(
                                i -> (i.downTimerAdverts() + 1) * i.interval().nanos())
                        .max()
                        .orElse(0);
    }

    /** Every recorded and every simulated change, in the order of time. */
    List<Row> rows() {
        return pairs(outcome.recorded(), outcome.changed(), slack).stream()
                .map(pair -> new Row(pair.was(), pair.is(), doubt(pair)))
                .toList();
    }

    /** Recorded changes that the recorded configuration does not give in the simulation, and others that it gives. */
    List<Row> control() {
        return pairs(outcome.recorded(), outcome.control(), slack);
    }

    private static boolean isChange(Moved moved) {
        return moved.to() != null && moved.from() != moved.to();
    }

    /** Pairs of the same change, and what has no other. */
    static List<Row> pairs(List<Moved> was, List<Moved> is, long slack) {
        var free = new ArrayList<>(is.stream().filter(Comparison::isChange).toList());
        var rows = new ArrayList<Row>();
        var from = new HashMap<String, Integer>();
        for (var one : was.stream().filter(Comparison::isChange).toList()) {
            var key = one.node() + "/" + one.instance();
            int best = -1;
            for (int i = from.getOrDefault(key, 0);
                    i < free.size() && free.get(i).place() <= one.place() + slack;
                    i++) {
                if (free.get(i).like(one)
                        && free.get(i).place() >= one.place() - slack
                        && (best < 0 || distance(free.get(i), one) < distance(free.get(best), one))) {
                    best = i;
                }
            }
            if (best < 0) {
                rows.add(new Row(one, null, null));
            } else {
                rows.add(new Row(one, free.get(best), null));
                from.put(key, best + 1);
                free.set(best, ended(free.get(best)));
            }
        }
        free.stream().filter(Comparison::isChange).forEach(one -> rows.add(new Row(null, one, null)));
        rows.sort(Comparator.comparingLong((Row r) -> r.any().place())
                .thenComparing(r -> r.any().node())
                .thenComparing(r -> r.any().instance()));
        return rows;
    }

    private static Moved ended(Moved taken) {
        return new Moved(taken.place(), taken.node(), taken.instance(), taken.from(), null, taken.cite());
    }

    private static long distance(Moved one, Moved other) {
        return Math.abs(one.place() - other.place());
    }

    /** Why nobody can be sure of a change that is simulated, or that is not. */
    @Nullable String doubt(Row row) {
        long place = Math.max(
                row.was() == null ? Long.MIN_VALUE : row.was().place(),
                row.is() == null ? Long.MIN_VALUE : row.is().place());
        var node = row.any().node();
        for (var doubt : outcome.doubts()) {
            if (doubt.place() <= place
                    && (doubt.lasting() || place - doubt.place() <= horizon)
                    && (doubt.node() == null || doubt.node().equals(node))) {
                return doubt.why();
            }
        }
        if (astray.stream().anyMatch(a -> a.from() - slack <= place && place <= a.to() + slack)) {
            return "the recorded configuration, simulated the same way, leaves the recording about here";
        }
        if (races(row.is())) {
            return "two nodes become master within " + RACE_NANOS / 1_000_000 + " ms: a race";
        }
        var left = outcome.left().values().stream()
                .mapToLong(Outcome.Left::place)
                .min()
                .orElse(Long.MAX_VALUE);
        if (place < left) {
            return null;
        }
        if (!outcome.foreign().isEmpty()) {
            return "adverts of " + String.join(", ", outcome.foreign())
                    + " are played as recorded: they answered the recorded configuration";
        }
        return outcome.nodes() == 1
                ? "no other node's journal is read: what its peers would have sent is not known"
                : null;
    }

    private boolean races(@Nullable Moved is) {
        return is != null
                && is.to() == Role.MASTER
                && outcome.changed().stream()
                        .anyMatch(other -> other.to() == Role.MASTER
                                && other.instance().equals(is.instance())
                                && !other.node().equals(is.node())
                                && distance(other, is) < RACE_NANOS);
    }

    /** A change of role in one of two stories, of which these are the roles. */
    private record Told(Moved moved, Map<String, @Nullable Role> roles) {}

    /** A stretch of time. */
    private record Stretch(long from, long to) {}

    /** When the roles that the recorded configuration gives in the simulation are not those that were recorded. */
    private List<Stretch> astray() {
        var stretches = new ArrayList<Stretch>();
        control().stream()
                .filter(r -> r.was() == null || r.is() == null)
                .forEach(r -> stretches.add(new Stretch(r.any().place(), r.any().place())));
        var told = new ArrayList<Told>();
        var was = new HashMap<String, @Nullable Role>();
        var is = new HashMap<String, @Nullable Role>();
        var since = new HashMap<String, Long>();
        outcome.recorded().forEach(m -> told.add(new Told(m, was)));
        outcome.control().forEach(m -> told.add(new Told(m, is)));
        told.sort(Comparator.comparingLong(t -> t.moved().place()));
        for (var each : told) {
            var moved = each.moved();
            var member = moved.node() + "/" + moved.instance();
            each.roles().put(member, moved.to());
            boolean same = was.get(member) == is.get(member);
            var began = since.get(member);
            if (!same && began == null) {
                since.put(member, moved.place());
            } else if (same && began != null) {
                since.remove(member);
                if (moved.place() - began > SECOND) {
                    stretches.add(new Stretch(began, moved.place()));
                }
            }
        }
        since.values().stream()
                .filter(began -> outcome.end() - began > SECOND)
                .forEach(began -> stretches.add(new Stretch(began, Long.MAX_VALUE - slack)));
        return stretches;
    }

    /** The groups of these configurations, by node. */
    static List<Group> groups(Map<String, ControllerConfig> configs) {
        var groups = new ArrayList<Group>();
        configs.forEach((node, config) -> config.instances().forEach(instance -> {
            var member = node + "/" + instance.name();
            for (var group : groups) {
                if (instance.equals(Survey.peer(config, group.like()))) {
                    group.members().add(member);
                    return;
                }
            }
            var members = new LinkedHashSet<String>();
            members.add(member);
            groups.add(new Group(
                    instance.name() + " (VRID " + instance.vrid().value()
                            + (instance.family() == Family.IPV6 ? ", IPv6" : "") + ")",
                    members,
                    instance));
        }));
        return groups;
    }

    /** When the group had its first master, of all that was recorded and simulated; {@code Long.MAX_VALUE} for never. */
    long firstMaster(Group group) {
        return Stream.of(outcome.recorded(), outcome.changed())
                .flatMap(List::stream)
                .filter(m -> m.to() == Role.MASTER && isOf(group, m))
                .mapToLong(Moved::place)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static boolean isOf(Group group, Moved moved) {
        return group.members().contains(moved.node() + "/" + moved.instance());
    }

    Times recorded(Group group) {
        return times(group, outcome.recorded());
    }

    Times simulated(Group group) {
        return times(group, outcome.changed());
    }

    /** What the recorded configuration gives in the simulation. */
    Times controlled(Group group) {
        return times(group, outcome.control());
    }

    /** Whether the recorded configuration gives in the simulation just what was recorded. */
    boolean isTrue() {
        return astray.isEmpty();
    }

    private Times times(Group group, List<Moved> moves) {
        long from = firstMaster(group);
        long none = 0;
        long two = 0;
        var masters = new HashSet<String>();
        for (var moved : moves) {
            if (isOf(group, moved)) {
                long length = Math.max(0, moved.place() - from);
                none += masters.isEmpty() ? length : 0;
                two += masters.size() > 1 ? length : 0;
                from = Math.max(from, moved.place());
                var member = moved.node() + "/" + moved.instance();
                if (moved.to() == Role.MASTER) {
                    masters.add(member);
                } else {
                    masters.remove(member);
                }
            }
        }
        long length = Math.max(0, outcome.end() - from);
        return new Times(none + (masters.isEmpty() ? length : 0), two + (masters.size() > 1 ? length : 0));
    }
}
