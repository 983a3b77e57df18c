package io.keepsake.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** Rows of several columns, each as wide as it must be. */
final class SideBySide {
    private static final String ABSENT = "";

    private final List<String> heads = new ArrayList<>();
    private final List<Map<String, String>> columns = new ArrayList<>();
    private final SequencedSet<String> rows = new LinkedHashSet<>();

    SideBySide column(String head, SequencedMap<String, String> values) {
        heads.add(head);
        columns.add(values);
        rows.addAll(values.keySet());
        return this;
    }

    /** The lines, those of the heads first. */
    List<String> lines() {
        int first = rows.stream().mapToInt(String::length).max().orElse(0);
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            var column = columns.get(i);
            widths[i] = Math.max(
                    heads.get(i).length(),
                    column.values().stream().mapToInt(String::length).max().orElse(0));
        }
        var lines = new ArrayList<String>();
        lines.add(line("", first, heads, widths));
        for (var row : rows) {
            lines.add(line(
                    row,
                    first,
                    columns.stream().map(c -> c.getOrDefault(row, ABSENT)).toList(),
                    widths));
        }
        return lines;
    }

    private static String line(String row, int first, List<String> cells, int[] widths) {
        var line = new StringBuilder(padded(row, first));
        for (int i = 0; i < widths.length; i++) {
            line.append("  ").append(padded(cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
