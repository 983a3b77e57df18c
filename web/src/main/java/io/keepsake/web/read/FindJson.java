package io.keepsake.web.read;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.MergedTurns;
import io.keepsake.history.find.Finder;
import io.keepsake.history.find.Finder.Hit;
import io.keepsake.history.find.Query;
import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.merge.Findings;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What {@code replay find} finds. */
public final class FindJson {
    /** So many are told. */
    static final int MOST = 200;

    private static final long MICRO = 1_000;

    private FindJson() {}

    /**
     * What the query asks for, the first ones first.
     *
     * @param from microseconds since 1970; what is found lies in the window, what it is near to may not
     * @param to the end, included
     * @throws IllegalArgumentException when the query asks for nothing
     */
    public static String json(Library library, String query, long from, long to, Budget budget) throws JournalFailure {
        var asked = Query.parse(query);
        var readers = new LinkedHashMap<String, JournalReader>();
        try {
            for (var node : library.merge().get().nodes()) {
                var directory = library.directories().get(node.name());
                if (directory != null) {
                    readers.put(node.name(), budget.open(directory));
                }
            }
            return found(asked, readers, from, to, budget);
        } finally {
            readers.values().forEach(JournalReader::close);
        }
    }

    private static String found(
            Query query, SequencedMap<String, JournalReader> readers, long from, long to, Budget budget)
            throws JournalFailure {
        var history = ClusterHistory.read(readers, _ -> {});
        var findings = Findings.of(history);
        var json = budget.json().open().name("hits").openArray();
        var counted = new int[1];
        var finder = new Finder(
                query, history, nanos(from), nanos(to), hit -> hit(json, findings, history, hit, counted[0]++), null);
        var merged = new MergedTurns(history, readers);
        for (var next = merged.next(); next != null; next = merged.next()) {
            finder.take(next);
        }
        finder.end();
        json.closeArray().member("what", query.what().toString()).member("asked", finder.asked());
        json.member("found", finder.found()).member("unsure", finder.unsure());
        return json.member("more", Math.max(0, counted[0] - MOST)).close().toString();
    }

    private static long nanos(long micros) {
        return micros > Long.MAX_VALUE / MICRO ? Long.MAX_VALUE : Math.max(micros, Long.MIN_VALUE / MICRO) * MICRO;
    }

    private static void hit(Json json, Findings findings, ClusterHistory history, Hit hit, int number) {
        if (number >= MOST) {
            return;
        }
        json.open().member("node", hit.stamp().node()).member("run", hit.stamp().run());
        json.member("index", hit.stamp().index()).member("at", findings.place(hit.stamp()));
        json.member("text", hit.text()).member("beside", hit.beside(history)).close();
    }
}
