package io.keepsake.web.timeline;

import io.keepsake.history.json.Json;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.Roles;
import io.keepsake.web.merge.Bands;
import io.keepsake.web.merge.Bands.Band;
import io.keepsake.web.merge.Bands.Masters;
import io.keepsake.web.merge.Group;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.merge.Span;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One sentence about a window: the last takeover in it, how long nobody was master, and whether two were.
 *
 * @param level good, note, bad or unknown
 * @param node of the takeover, and its place in that journal; null when there was none
 */
record Verdict(String text, String level, @Nullable String node, long run, long index, long at) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** A takeover. */
    private record Taken(Group group, String node, Span span) {}

    static Verdict of(Merge merge, List<Group> groups, long from, long to) {
        if (merge.end() == 0) {
            return new Verdict("nothing is recorded yet", "unknown", null, 0, 0, 0);
        }
        Taken last = null;
        for (var group : groups) {
            for (var member : group.members()) {
                for (var span : spans(merge, member, from, to)) {
                    boolean taken = span.state() == Roles.MASTER && span.from() >= from && span.from() <= to;
                    if (taken && (last == null || span.from() > last.span().from())) {
                        last = new Taken(group, member.node(), span);
                    }
                }
            }
        }
        return last == null ? quiet(merge, groups, from, to) : taken(merge, last, from, to);
    }

    private static List<Span> spans(Merge merge, Group.Member member, long from, long to) {
        long shift = merge.correction(member.node()).shift();
        var lane = new Lane(Lane.Kind.ROLE, member.instance(), "");
        return merge.node(member.node()).read(runs -> Span.of(runs, lane, shift, from, to, merge.alive()));
    }

    private static Verdict quiet(Merge merge, List<Group> groups, long from, long to) {
        var parts = new ArrayList<String>();
        var level = "good";
        for (var group : groups) {
            var bands = Bands.of(group, merge, from, to);
            var now = bands.isEmpty() ? null : bands.getLast();
            if (now != null) {
                parts.add(state(group, now));
                level = worse(level, level(now.masters()));
            }
        }
        return parts.isEmpty()
                ? new Verdict("no instance was running in this window", "unknown", null, 0, 0, 0)
                : new Verdict("no change of master in this window; " + summary(parts), level, null, 0, 0, 0);
    }

    private static String level(Masters masters) {
        return switch (masters) {
            case ONE -> "good";
            case NONE, TWO -> "bad";
            case UNKNOWN -> "unknown";
        };
    }

    private static String worse(String one, String other) {
        var order = List.of("good", "unknown", "bad");
        return order.indexOf(one) >= order.indexOf(other) ? one : other;
    }

    private static String summary(List<String> parts) {
        int most = 3;
        return String.join("; ", parts.subList(0, Math.min(most, parts.size())))
                + (parts.size() > most ? "; and " + (parts.size() - most) + " more" : "");
    }

    private static String state(Group group, Band now) {
        return switch (now.masters()) {
            case ONE -> now.nodes().getFirst() + " is master of " + group.title();
            case NONE -> "none of the nodes here is master of " + group.title();
            case TWO -> String.join(" and ", now.nodes()) + " are both masters of " + group.title();
            case UNKNOWN -> "who is master of " + group.title() + " is not known";
        };
    }

    private static Verdict taken(Merge merge, Taken taken, long from, long to) {
        var bands = Bands.of(taken.group(), merge, from, to);
        var dark = bands.stream()
                .filter(b ->
                        b.masters() == Masters.NONE && b.to() == taken.span().from())
                .findFirst()
                .orElse(null);
        var split = bands.stream()
                .filter(b ->
                        b.masters() == Masters.TWO && b.micros() > taken.group().interval())
                .toList();
        var before = before(merge, taken, from);
        var doubt = Bands.doubt(taken.group(), merge, from, to);
        var text = time(taken.span().from()) + ": " + taken.node() + " became master of "
                + taken.group().title() + before + "; " + split(split, doubt) + dark(dark);
        var level = !split.isEmpty() ? "bad" : dark != null || doubt != null ? "note" : "good";
        return new Verdict(
                text,
                level,
                taken.node(),
                taken.span().run(),
                taken.span().index(),
                taken.span().from());
    }

    /** What had become of the master before. */
    private static String before(Merge merge, Taken taken, long from) {
        Taken last = null;
        for (var member : taken.group().members()) {
            for (var span : spans(merge, member, from, taken.span().from())) {
                boolean was = span.state() == Roles.MASTER
                        && span.to() <= taken.span().from() + taken.group().interval()
                        && span.to() >= taken.span().from() - 60_000_000
                        && !member.node().equals(taken.node());
                if (was && (last == null || span.to() > last.span().to())) {
                    last = new Taken(taken.group(), member.node(), span);
                }
            }
        }
        return last == null ? "" : after(merge, last, taken.span().from());
    }

    private static String after(Merge merge, Taken last, long until) {
        var node = last.node();
        var span = last.span();
        long shift = merge.correction(node).shift();
        var run = merge.node(node).read(runs -> runs.stream()
                .filter(r -> r.run() == span.run())
                .map(r -> new long[] {r.wallOf(r.last()) - shift, r.stopping() ? 1 : 0})
                .findFirst()
                .orElse(new long[] {0, 0}));
        boolean stopped = run[1] == 1 && Math.abs(run[0] - span.to()) < 5_000_000;
        if (stopped) {
            return " after " + node + " was stopped";
        }
        if (run[0] <= span.to() && run[0] < until) {
            return " after " + node + " recorded nothing more for " + seconds(until - span.to());
        }
        boolean handed = until - span.to() <= 4 * last.group().interval() + 1_000_000;
        return handed ? " from " + node : "; " + node + " had been master until " + time(span.to());
    }

    /** @param doubt why it is not known; null when it is */
    private static String split(List<Band> split, @Nullable String doubt) {
        if (split.isEmpty()) {
            return doubt == null
                    ? "no two of these nodes were masters at once"
                    : "whether two nodes were masters at once is not known: " + doubt;
        }
        long sum = split.stream().mapToLong(Band::micros).sum();
        return "two masters for " + seconds(sum) + uncertain(split.getFirst())
                + (doubt == null ? "" : ", and maybe longer: " + doubt);
    }

    private static String dark(@Nullable Band dark) {
        return dark == null ? "" : "; no master is recorded for " + seconds(dark.micros()) + uncertain(dark);
    }

    private static String uncertain(Band band) {
        var by = band.uncertainty();
        return by == null ? " (the clocks are not bounded)" : by == 0 ? "" : " ± " + seconds(by);
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, micros < 10_000 ? "%.4f s" : "%.3f s", micros / 1e6);
    }

    private static String time(long micros) {
        return TIME.format(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000));
    }

    void write(Json json) {
        json.open().member("text", text).member("level", level).member("node", node);
        json.member("run", run).member("index", index).member("at", at).close();
    }
}
