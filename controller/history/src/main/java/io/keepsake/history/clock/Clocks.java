package io.keepsake.history.clock;

import io.keepsake.history.clock.ClockLog.Stretch;
import io.keepsake.history.clock.Crossings.Crossing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every moment of several nodes on one line: the wall clock of the first node, in nanoseconds since 1970. No advert
 * arrives before it left, so each one that two nodes recorded says of two clocks that one is not further ahead; adverts
 * both ways bound it on both sides, and bounds pass from node to node. Away from an advert a bound widens by what clocks
 * may drift. A moment is placed by the wall clock of its own node where the bounds allow that, else at the nearest place
 * that they allow: so nothing arrives before it left, whatever the wall clocks were.
 */
public final class Clocks {
    /** A message between two clocks: an advert, or what a node did before and after its clock changed. */
    private record Message(Line from, long sent, Line to, long heard) {}

    private final Map<ClockId, Line> lines = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<Pair, Integer> adverts = new HashMap<>();
    private @Nullable Line anchor;

    private record Pair(String from, String to) {}

    private Clocks() {}

    /** The clocks of these nodes, on that of the first. */
    public static Clocks of(List<ClockLog> logs) {
        var clocks = new Clocks();
        logs.forEach(clocks::add);
        logs.forEach(from -> logs.forEach(to -> clocks.cross(from, to)));
        clocks.place(logs);
        return clocks;
    }

    private void add(ClockLog log) {
        Stretch before = null;
        for (var stretch : log.stretches()) {
            var line = new Line(stretch);
            lines.put(stretch.id, line);
            if (before != null) {
                messages.add(new Message(line(before), before.last, line, stretch.first));
            }
            before = stretch;
        }
    }

    private Line line(Stretch stretch) {
        return java.util.Objects.requireNonNull(lines.get(stretch.id));
    }

    private void cross(ClockLog from, ClockLog to) {
        if (from == to) {
            return;
        }
        for (var one : from.stretches()) {
            for (var other : to.stretches()) {
                for (Crossing crossing : Crossings.between(one, other)) {
                    messages.add(new Message(line(one), crossing.sent(), line(other), crossing.heard()));
                    adverts.merge(new Pair(from.node(), to.node()), 1, Integer::sum);
                }
            }
        }
    }

    /** The last clock of the first node that has any is where it is; then the others, the best bounded first. */
    private void place(List<ClockLog> logs) {
        var left = new ArrayList<>(lines.values());
        logs.stream()
                .filter(log -> !log.stretches().isEmpty())
                .findFirst()
                .ifPresent(log -> anchor = line(log.stretches().getLast()));
        if (anchor != null) {
            fix(left, anchor);
        }
        tighten();
        lines.values().forEach(Line::proven);
        while (!left.isEmpty()) {
            fix(left, left.stream().min(Comparator.comparingLong(Line::width)).orElseThrow());
            left.forEach(Line::forget);
            tighten();
        }
    }

    private static void fix(List<Line> left, Line line) {
        line.fix();
        left.remove(line);
    }

    /** Bounds pass along the messages until none says more; one that came round all clocks says nothing new. */
    private void tighten() {
        boolean news = true;
        for (int round = 0; news && round <= lines.size(); round++) {
            for (var message : messages) {
                var low = message.from.low(message.sent);
                if (low != null && !message.to.isFixed()) {
                    message.to.notBefore(message.heard, low);
                }
                var high = message.to.high(message.heard);
                if (high != null && !message.from.isFixed()) {
                    message.from.notAfter(message.sent, high);
                }
            }
            news = false;
            for (var line : lines.values()) {
                news |= line.settle();
            }
        }
    }

    private Line known(ClockId clock) {
        var line = lines.get(clock);
        if (line == null) {
            throw new IllegalArgumentException("no clock " + clock);
        }
        return line;
    }

    /** The place of a moment, in nanoseconds since 1970. */
    public long at(ClockId clock, long moment) {
        return known(clock).at(moment);
    }

    /** The least place that the adverts allow; null when nothing says so. */
    public @Nullable Long notBefore(ClockId clock, long moment) {
        var line = known(clock);
        return line == anchor ? (Long) line.at(moment) : line.provenLow(moment);
    }

    /** The greatest place that the adverts allow; null when nothing says so. */
    public @Nullable Long notAfter(ClockId clock, long moment) {
        var line = known(clock);
        return line == anchor ? (Long) line.at(moment) : line.provenHigh(moment);
    }

    /** How far from its true place a moment may be drawn, in nanoseconds; null when nothing bounds it on one side. */
    public @Nullable Long uncertainty(ClockId clock, long moment) {
        var low = notBefore(clock, moment);
        var high = notAfter(clock, moment);
        long at = at(clock, moment);
        return low == null || high == null ? null : (Long) Math.max(high - at, at - low);
    }

    /** How many adverts of one node were found in the journal of the other, of those that tell most. */
    public int adverts(String from, String to) {
        return adverts.getOrDefault(new Pair(from, to), 0);
    }
}
