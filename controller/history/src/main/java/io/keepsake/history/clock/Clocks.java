package io.keepsake.history.clock;

import io.keepsake.history.clock.ClockLog.ClockStart;
import io.keepsake.history.clock.ClockLog.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    /** Longer than this no advert is taken to be under way, where adverts one way only place a clock. */
    private static final long TRANSIT_NANOS = 100_000_000;

    /** Nor longer than this, where a clock is wrong even so: the time that an advert usually takes is the better guess. */
    private static final long USUAL_TRANSIT_NANOS = 1_000_000;

    /** A message between two clocks: an advert, or what a node did before and after its clock changed. */
    private record Message(Line from, long sent, Line to, long heard) {}

    /** The adverts from one clock to another, and what a node did before and after its clock changed. */
    private record Bundle(ClockId from, ClockId to, List<Message> messages) {
        boolean touches(Line line) {
            return from.equals(line.id()) || to.equals(line.id());
        }

        boolean isProof() {
            return from.node().equals(to.node());
        }
    }

    private final Map<ClockId, Line> lines = new LinkedHashMap<>();
    private final Map<String, List<ClockStart>> starts = new HashMap<>();
    private final List<Bundle> bundles = new ArrayList<>();
    private @Nullable Line anchor;

    private Clocks() {}

    /** The clocks of these nodes, on that of the first. */
    public static Clocks of(List<ClockLog> logs) {
        var clocks = new Clocks();
        logs.forEach(clocks::add);
        for (int i = 0; i < logs.size(); i++) {
            for (int j = i + 1; j < logs.size(); j++) {
                clocks.cross(logs.get(i), logs.get(j));
            }
        }
        logs.stream()
                .filter(log -> !log.stretches().isEmpty())
                .findFirst()
                .ifPresent(log -> clocks.anchor = clocks.line(log.stretches().getLast()));
        clocks.bound();
        clocks.place();
        return clocks;
    }

    private void add(ClockLog log) {
        starts.put(log.node(), List.copyOf(log.starts()));
        Stretch before = null;
        for (var stretch : log.stretches()) {
            var line = new Line(stretch);
            lines.put(stretch.id, line);
            if (before != null) {
                var follows = new Message(line(before), before.last, line, stretch.first);
                bundles.add(new Bundle(before.id, stretch.id, List.of(follows)));
            }
            before = stretch;
        }
    }

    private Line line(Stretch stretch) {
        return known(stretch.id);
    }

    private void cross(ClockLog first, ClockLog second) {
        for (var pair : PairedClocks.of(first.stretches(), second.stretches())) {
            var one = line(pair.from());
            var other = line(pair.to());
            var adverts = AdvertMatches.tightest(pair.adverts()).stream()
                    .map(c -> new Message(one, c.sent(), other, c.heard()))
                    .toList();
            bundles.add(new Bundle(pair.from().id, pair.to().id, adverts));
        }
    }

    /**
     * What adverts prove. Where they contradict each other some were taken for what they are not: those between two
     * clocks of which fewest are there go, until none does.
     */
    private void bound() {
        if (anchor != null) {
            anchor.fix();
        }
        tighten();
        var wrong =
                lines.values().stream().filter(l -> l.width() < 0).findFirst().orElse(null);
        while (wrong != null) {
            var line = wrong;
            var least = bundles.stream()
                    .filter(b -> b.touches(line) && !b.isProof())
                    .min(Comparator.comparingInt(b -> b.messages().size()));
            if (least.isEmpty()) {
                break;
            }
            bundles.remove(least.get());
            lines.values().forEach(Line::forget);
            tighten();
            wrong = lines.values().stream()
                    .filter(l -> l.width() < 0)
                    .findFirst()
                    .orElse(null);
        }
        lines.values().forEach(Line::proven);
    }

    /** The last clock of the first node is where it is; then the others, the best bounded first. */
    private void place() {
        var left = new ArrayList<>(lines.values());
        left.remove(anchor);
        boundAnew(left);
        while (!left.isEmpty()) {
            var next = left.stream()
                    .min(Comparator.comparingLong(Line::width).thenComparing(line -> !meetsFixed(line)))
                    .orElseThrow();
            if (next.isOneSided()) {
                guess(left, next);
            }
            fix(left, next);
            boundAnew(left);
        }
    }

    /** Where it is by what adverts usually take, unless others say that these took longer. */
    private void guess(List<Line> left, Line line) {
        assume(line, TRANSIT_NANOS);
        if (!line.isByItsOwn()) {
            assume(line, USUAL_TRANSIT_NANOS);
            if (areContradicted(left)) {
                boundAnew(left);
                assume(line, TRANSIT_NANOS);
            }
        }
        if (areContradicted(left)) {
            boundAnew(left);
        }
    }

    private boolean areContradicted(List<Line> left) {
        tighten();
        return left.stream().anyMatch(line -> line.width() < 0);
    }

    private void boundAnew(List<Line> left) {
        left.forEach(Line::forget);
        tighten();
    }

    private boolean meetsFixed(Line line) {
        return bundles.stream()
                .anyMatch(b -> b.touches(line)
                        && (known(b.from()).isFixed() || known(b.to()).isFixed()));
    }

    /**
     * Bounds it on the other side too: of adverts one way, none is taken to be under way for longer than {@code transit} that
     * need not be.
     */
    private void assume(Line line, long transit) {
        for (var bundle : bundles) {
            if (!bundle.touches(line) || bundle.isProof()) {
                continue;
            }
            for (var message : bundle.messages()) {
                if (message.to.equals(line) && message.from.isFixed()) {
                    long latest = message.from.at(message.sent) + transit;
                    var low = line.low(message.heard);
                    if (low == null || low <= latest) {
                        line.notAfter(message.heard, latest);
                    }
                } else if (message.from.equals(line) && message.to.isFixed()) {
                    long earliest = message.to.at(message.heard) - transit;
                    var high = line.high(message.sent);
                    if (high == null || high >= earliest) {
                        line.notBefore(message.sent, earliest);
                    }
                }
            }
        }
        line.settle();
    }

    private static void fix(List<Line> left, Line line) {
        line.fix();
        left.remove(line);
    }

    /** Bounds pass along the messages until none says more; one that came round all clocks says nothing new. */
    private void tighten() {
        boolean news = true;
        for (int round = 0; news && round <= lines.size(); round++) {
            for (var message :
                    bundles.stream().flatMap(b -> b.messages().stream()).toList()) {
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

    /** The place of a moment by the wall clock of its own node, in nanoseconds since 1970. */
    public long own(ClockId clock, long moment) {
        return known(clock).own(moment);
    }

    /** The last moment that a clock stamped, in nanoseconds. */
    public long last(ClockId clock) {
        return known(clock).lastMoment();
    }

    /** The first moment of a clock that lies at this place or after it; one after its last where none does. */
    public long firstAt(ClockId clock, long place) {
        var line = known(clock);
        long low = line.firstMoment();
        long high = line.lastMoment() + 1;
        while (low < high) {
            long middle = low + high >>> 1;
            if (line.at(middle) < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The clock that stamped a moment of a run; null when nothing is known of that run. */
    public @Nullable ClockId clock(String node, long run, long moment) {
        var all = starts.getOrDefault(node, List.of());
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = low + high >>> 1;
            var start = all.get(middle);
            if (start.run() < run || start.run() == run && start.from() <= moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low > 0 && all.get(low - 1).run() == run) {
            return all.get(low - 1).clock();
        }
        // before the first of its moments
        return low < all.size() && all.get(low).run() == run ? all.get(low).clock() : null;
    }

    /** The clocks of a node, in the order of its journal. */
    public List<ClockId> of(String node) {
        return lines.keySet().stream().filter(c -> c.node().equals(node)).toList();
    }

    /** In words, how far the wall clock of a node is ahead of the first node's, at the end of what it stamped. */
    public String text(ClockId clock) {
        var line = known(clock);
        if (line == anchor) {
            return "all times here are by its clock";
        }
        long moment = line.lastMoment();
        long own = line.own(moment);
        var low = line.provenLow(moment);
        var high = line.provenHigh(moment);
        if (low == null && high == null) {
            return "nothing compares its clock with the first node's: no advert is in both journals";
        }
        var oneSide = "; adverts one way only bound it on one side";
        if (low == null) {
            return high == null ? "" : "its clock is at least " + signed(own - high) + oneSide;
        }
        if (high == null) {
            return "its clock is at most " + signed(own - low) + oneSide;
        }
        return "its clock is between " + signed(own - high) + " and " + signed(own - low);
    }

    private static String signed(long nanos) {
        return String.format(Locale.ROOT, "%.3f ms %s", Math.abs(nanos) / 1e6, nanos < 0 ? "behind" : "ahead");
    }

    /** How many adverts of one node were found in the journal of the other, of those that tell most. */
    public int adverts(String from, String to) {
        return bundles.stream()
                .filter(b -> b.from().node().equals(from) && b.to().node().equals(to))
                .mapToInt(b -> b.messages().size())
                .sum();
    }
}
