package io.keepsake.web.read;

import io.keepsake.core.NodeState;
import io.keepsake.history.explain.ConfigDifference;
import io.keepsake.history.fold.Point;
import io.keepsake.history.json.Json;
import io.keepsake.history.show.Clock;
import io.keepsake.history.state.Known;
import io.keepsake.history.state.Origin;
import io.keepsake.history.state.StateRows;
import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.index.NodeIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a director knew after an event, as {@code replay state}, {@code diff} and {@code why} tell it. */
public final class KnownJson {
    private KnownJson() {}

    /**
     * Every row of what was known after {@code place}, or those that differ.
     *
     * @param against another event of the node, whose values stand beside as {@code was}; null for none
     */
    public static String json(Library library, NodeIndex node, Place place, @Nullable Place against, Budget budget)
            throws JournalFailure {
        var directory = directory(library, node);
        var known = at(directory, place, budget);
        var before = against == null ? null : at(directory, against, budget);
        var json = budget.json().open().member("node", node.name());
        after(json, known);
        json.member("problem", problem(known, before));
        if (before != null) {
            after(json.name("against").open(), before);
            json.close();
        }
        var now = rows(known);
        var was = before == null ? Map.<String, String>of() : rows(before);
        var names = before == null ? now.keySet() : StateRows.differing(was, now);
        json.objects("rows", names, (out, row) -> {
            budget.step();
            out.member("row", row).member("value", now.get(row));
            if (before != null) {
                out.member("was", was.get(row));
            }
        });
        return json.strings("config", config(before, known)).close().toString();
    }

    private static Path directory(Library library, NodeIndex node) {
        return Objects.requireNonNull(library.directories().get(node.name()), "a journal of each node");
    }

    private static Known at(Path directory, Place place, Budget budget) throws JournalFailure {
        try (var reader = budget.open(directory)) {
            return Known.at(reader, new Point.AtIndex(place.run(), place.index()));
        }
    }

    private static void after(Json json, Known known) {
        var last = known.last();
        json.member("run", known.run())
                .member("index", last == null ? 0 : last.recorded().index());
    }

    private static @Nullable String problem(Known known, @Nullable Known before) {
        if (known.state() == null) {
            return "what was known then is not known: " + known.why();
        }
        return before != null && before.state() == null
                ? "what was known at the other moment is not known: " + before.why()
                : null;
    }

    private static Map<String, String> rows(Known known) {
        var state = known.state();
        var last = known.last();
        return state == null || last == null
                ? Map.of()
                : StateRows.of(state, last.recorded().at());
    }

    private static List<String> config(@Nullable Known before, Known known) {
        var was = configured(before);
        var is = configured(known);
        return was == null || is == null ? List.of() : ConfigDifference.between(was.config(), is.config());
    }

    private static NodeState.@Nullable Configured configured(@Nullable Known known) {
        var state = known == null ? null : known.state();
        return state == null ? null : state.configured();
    }

    /**
     * Where the value of a row came from, in lines.
     *
     * @throws IllegalArgumentException when there was no such row then
     */
    public static String why(Library library, NodeIndex node, Place place, String row, Budget budget)
            throws JournalFailure {
        try (var reader = budget.open(directory(library, node))) {
            var known = Known.at(reader, new Point.AtIndex(place.run(), place.index()));
            if (known.state() != null && !rows(known).containsKey(row)) {
                throw new IllegalArgumentException("expected a row of what was known at " + place + ", found " + row);
            }
            var lines = known.state() == null
                    ? List.of(String.valueOf(problem(known, null)))
                    : Origin.of(reader, node.name(), row, known, Clock.UTC);
            return budget.json()
                    .open()
                    .member("node", node.name())
                    .member("row", row)
                    .strings("lines", lines)
                    .close()
                    .toString();
        }
    }
}
