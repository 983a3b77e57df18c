package io.keepsake.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A heading, what one must know to read the figures, and the figures, as Markdown. */
final class Table {
    private final String heading;
    private final String note;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String heading, String note, String... columns) {
        this.heading = heading;
        this.note = note;
        this.columns = List.of(columns);
    }

    /** Adds a row of as many cells as there are columns. */
    void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of \"" + heading + "\" has " + columns.size() + " cells, was " + List.of(cells));
        }
        rows.add(List.of(cells));
        Bench.say("  " + String.join(" | ", cells));
    }

    String markdown() {
        var lines = new ArrayList<String>();
        lines.add("## " + heading + "\n\n" + note + "\n");
        lines.add(line(columns));
        lines.add(line(Collections.nCopies(columns.size(), "---")));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
