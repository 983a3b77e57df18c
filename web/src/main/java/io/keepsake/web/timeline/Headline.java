package io.keepsake.web.timeline;

import io.keepsake.history.cluster.Band;
import io.keepsake.history.cluster.Incident;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.json.Json;
import io.keepsake.web.merge.Findings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sentence about a window: its last change of master and why it was, how long nobody and how long two were master
 * meanwhile, and how much else there is.
 *
 * @param level good, note, bad or unknown
 * @param about the event that it is about; null when there is none
 */
record Headline(String text, String level, @Nullable Stamp about, long at) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** Whoever uses the address was not served, or by two. */
    private static final Set<Kind> BAD = EnumSet.of(
            Kind.TWO_MASTERS,
            Kind.MASTER_WITHOUT_ADDRESS,
            Kind.ADDRESS_WITHOUT_MASTERSHIP,
            Kind.FLAPPING,
            Kind.QUORUM_LOST);

    /** Another router takes part, or both refuse each other: whatever was measured, it is not all in order. */
    private static final Set<Rule> STRANGE =
            EnumSet.of(Rule.YIELDED_TO_STRANGER, Rule.ROGUE_ROUTER, Rule.SPLIT_BY_BOTH_REJECTING);

    /** What lies so near to a change is of the same moment. */
    private static final long BESIDE_MICROS = 1_000_000;

    /** Of how many groups is told who their master is. */
    private static final int GROUPS = 3;

    static Headline of(Findings findings, long from, long to) {
        var history = findings.history();
        if (history == null || history.end() == 0) {
            var why = findings.problem();
            return new Headline(why == null ? "nothing is recorded yet" : why, "unknown", null, 0);
        }
        var incidents = findings.incidents().stream()
                .filter(i -> i.kind().counts() && findings.touches(i.from(), i.to(), from, to))
                .toList();
        var verdict = findings.verdicts().stream()
                .filter(v -> findings.touches(v.about(), v.about(), from, to))
                .reduce((_, later) -> later)
                .orElse(null);
        var headline = verdict != null
                ? changed(findings, verdict, incidents, from, to)
                : incidents.isEmpty() ? quiet(findings, from, to) : incident(findings, incidents);
        return findings.problem() == null ? headline : headline.but(findings.problem());
    }

    private Headline but(String problem) {
        return new Headline(problem + "; until now: " + text, level.equals("good") ? "unknown" : level, about, at);
    }

    private static Headline changed(Findings findings, Verdict verdict, List<Incident> incidents, long from, long to) {
        var text = new StringBuilder(time(findings.place(verdict.about())))
                .append(": ")
                .append(verdict.of())
                .append(": ")
                .append(verdict.sentence());
        var split = last(findings, incidents, Kind.TWO_MASTERS, verdict);
        var none = last(findings, incidents, Kind.NOBODY, verdict);
        var doubt = findings.masters().stream()
                .filter(m -> m.group().title().equals(verdict.of()))
                .findFirst()
                .map(m -> findings.doubt(m.group(), from, to))
                .orElse(null);
        if (none != null) {
            text.append("; no master is known for ").append(none.length().text());
        }
        if (split != null) {
            text.append("; two masters for ").append(split.length().text());
        } else if (doubt != null) {
            text.append("; whether two nodes were masters at once is not known: ")
                    .append(doubt);
        }
        int more = incidents.size() - (split == null ? 0 : 1) - (none == null ? 0 : 1);
        text.append(more(more));
        boolean doubted =
                doubt != null || verdict.confidence() != Confidence.CERTAIN || STRANGE.contains(verdict.rule());
        return new Headline(
                text.toString(), level(incidents, doubted), verdict.about(), findings.place(verdict.about()));
    }

    private static String more(int incidents) {
        return incidents == 0 ? "" : "; " + incidents + (incidents == 1 ? " more incident" : " more incidents");
    }

    /** The last that belongs to this change: it was going on, or began or ended with it. */
    private static @Nullable Incident last(Findings findings, List<Incident> incidents, Kind kind, Verdict verdict) {
        long at = findings.place(verdict.about());
        return incidents.stream()
                .filter(i -> i.kind() == kind && i.of().equals(verdict.of()))
                .filter(i -> findings.touches(i.from(), i.to(), at - BESIDE_MICROS, at + BESIDE_MICROS))
                .reduce((_, later) -> later)
                .orElse(null);
    }

    private static String level(List<Incident> incidents, boolean doubt) {
        return incidents.stream().anyMatch(i -> BAD.contains(i.kind()))
                ? "bad"
                : incidents.isEmpty() && !doubt ? "good" : "note";
    }

    private static Headline incident(Findings findings, List<Incident> incidents) {
        var last = incidents.getLast();
        int more = incidents.size() - 1;
        var text = time(findings.place(last.from())) + ": " + last.of() + ": " + last.text()
                + (last.length().isExact() && last.length().likely() == 0
                        ? ""
                        : ", for " + last.length().text())
                + more(more);
        return new Headline(text, level(incidents, false), last.evidence().getFirst(), findings.place(last.from()));
    }

    private static Headline quiet(Findings findings, long from, long to) {
        var parts = new ArrayList<String>();
        var level = "good";
        for (var of : findings.masters()) {
            var bands = of.within(from, to);
            if (!bands.isEmpty()) {
                var now = bands.getLast();
                parts.add(state(of.group().title(), now));
                level = worse(level, now);
            }
        }
        return parts.isEmpty()
                ? new Headline("no instance was running in this window", "unknown", null, 0)
                : new Headline("no change of master in this window; " + summary(parts), level, null, 0);
    }

    private static String worse(String level, Band now) {
        boolean bad = now.two() || now.none() && now.unknown().isEmpty();
        return bad || level.equals("bad") ? "bad" : now.none() ? "unknown" : level;
    }

    private static String state(String title, Band now) {
        if (now.none()) {
            return now.unknown().isEmpty()
                    ? "none of the nodes here is master of " + title
                    : "who is master of " + title + " is not known";
        }
        return String.join(" and ", now.masters()) + (now.two() ? " are both masters of " : " is master of ") + title;
    }

    private static String summary(List<String> parts) {
        return String.join("; ", parts.subList(0, Math.min(GROUPS, parts.size())))
                + (parts.size() > GROUPS ? "; and " + (parts.size() - GROUPS) + " more" : "");
    }

    private static String time(long micros) {
        return TIME.format(
                Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L));
    }

    void write(Json json) {
        json.open().member("text", text).member("level", level);
        json.member("node", about == null ? null : about.node());
        json.member("run", about == null ? 0 : about.run());
        json.member("index", about == null ? 0 : about.index()).member("at", at).close();
    }
}
