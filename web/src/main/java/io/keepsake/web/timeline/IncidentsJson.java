package io.keepsake.web.timeline;

import io.keepsake.history.cluster.Incident;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.json.Json;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.PlacedBands;
import io.keepsake.web.merge.VerdictJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What should not have been and each change of master, newest first, with the verdicts on it and who was master meanwhile:
 * what {@code replay incidents} and {@code replay verdicts} say, in one list.
 */
public final class IncidentsJson {
    /** So many are told. */
    public static final int MOST = 200;

    /** Beside an incident so much of its length is shown, and at least so many microseconds. */
    private static final double BESIDE = 0.5;

    private static final long BESIDE_MICROS = 2_000_000;
    private static final int GROUPS_SHOWN = 3;
    private static final int BANDS_MOST = 64;
    private static final int PLACES = 200;
    private static final TreeMap<Long, List<Verdict>> NONE = new TreeMap<>();

    /** An incident with the verdicts on it; or one verdict alone, of a change that was none. */
    private record Entry(@Nullable Incident incident, List<Verdict> why, Stamp from, Stamp to) {}

    private final Findings findings;
    private final Budget budget;
    private final Json json;

    private IncidentsJson(Findings findings, Budget budget) {
        this.findings = findings;
        this.budget = budget;
        json = budget.json();
    }

    /** Those of a window of the common clock, in microseconds since 1970. */
    public static String json(Findings findings, long from, long to, Budget budget) {
        return new IncidentsJson(findings, budget).write(from, to);
    }

    private String write(long from, long to) {
        var entries = entries(from, to).stream()
                .sorted(Comparator.comparingLong((Entry e) -> findings.place(e.from()))
                        .reversed())
                .toList();
        json.open().member("problem", findings.problem()).member("behind", findings.behind());
        var history = findings.history();
        json.objects("missing", history == null ? List.of() : history.nodes(), (out, node) -> out.member("node", node)
                .strings("what", history == null ? List.of() : history.missing(node)));
        json.member("more", Math.max(0, entries.size() - MOST));
        json.objects("incidents", entries.subList(0, Math.min(MOST, entries.size())), (_, entry) -> entry(entry));
        return json.close().toString();
    }

    private List<Entry> entries(long from, long to) {
        var byGroup = new HashMap<String, TreeMap<Long, List<Verdict>>>();
        for (var verdict : findings.verdicts()) {
            byGroup.computeIfAbsent(verdict.of(), _ -> new TreeMap<>())
                    .computeIfAbsent(findings.place(verdict.about()), _ -> new ArrayList<>(1))
                    .add(verdict);
        }
        var entries = new ArrayList<Entry>();
        Set<Verdict> onIncidents = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var incident : findings.incidents()) {
            budget.step();
            if (findings.touches(incident.from(), incident.to(), from, to)) {
                // by clocks that nothing compares it may end before it begins
                long end = Math.max(findings.place(incident.from()), findings.place(incident.to()));
                var why = byGroup
                        .getOrDefault(incident.of(), NONE)
                        .subMap(findings.place(incident.from()), true, end, true)
                        .values()
                        .stream()
                        .flatMap(List::stream)
                        .toList();
                onIncidents.addAll(why);
                entries.add(new Entry(incident, why, incident.from(), incident.to()));
            }
        }
        findings.verdicts().stream()
                .filter(v -> !onIncidents.contains(v) && findings.touches(v.about(), v.about(), from, to))
                .forEach(v -> entries.add(new Entry(null, List.of(v), v.about(), v.about())));
        return entries;
    }

    private void entry(Entry entry) {
        budget.step();
        var incident = entry.incident();
        var verdict = entry.why().isEmpty() ? null : entry.why().getFirst();
        var of = incident != null ? incident.of() : verdict == null ? "" : verdict.of();
        json.member("kind", incident == null ? "TAKEOVER" : incident.kind().name());
        json.member(
                "words", incident == null ? "change of master" : incident.kind().words());
        json.member("counts", incident != null && incident.kind().counts()).member("of", of);
        long from = findings.place(entry.from());
        long to = findings.place(entry.to());
        json.member("from", from).member("to", to);
        boolean lasted = incident != null
                && !(incident.length().isExact() && incident.length().likely() == 0);
        json.member("length", lasted && incident != null ? incident.length().text() : null);
        json.member("text", incident == null ? "" : incident.text());
        json.objects(
                "evidence",
                incident == null ? List.of() : incident.evidence(),
                (out, stamp) -> VerdictJson.place(out, findings, stamp));
        json.objects("why", entry.why(), (out, v) -> VerdictJson.write(out, findings, v));
        picture(of, from, to);
    }

    /** Who was master before, meanwhile and after: of the group, or of the groups that the node is in. */
    private void picture(String of, long from, long to) {
        long beside = Math.max(BESIDE_MICROS, (long) ((to - from) * BESIDE));
        long begin = from - beside;
        long end = to + beside;
        json.name("picture").open().member("from", begin).member("to", end);
        json.objects("groups", groups(of), (out, masters) -> {
            out.member("title", masters.group().title()).name("bands");
            MasterBands.write(out, findings, masters, begin, end, (end - begin) / PLACES, BANDS_MOST);
        });
        json.close();
    }

    private List<PlacedBands> groups(String of) {
        return findings.masters().stream()
                .filter(m -> m.group().title().equals(of)
                        || m.group().members().stream()
                                .anyMatch(member -> member.node().equals(of)))
                .limit(GROUPS_SHOWN)
                .toList();
    }
}
