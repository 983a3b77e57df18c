package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.SourceLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text of which each character knows where it was written. */
final class LocatedText {
    private final String text;
    private final SourceLine[] lines;
    private final int[] columns;

    private LocatedText(String text, SourceLine[] lines, int[] columns) {
        this.text = text;
        this.lines = lines;
        this.columns = columns;
    }

    static LocatedText of(SourceLine line) {
        var lines = new SourceLine[line.text().length()];
        var columns = new int[lines.length];
        Arrays.fill(lines, line);
        Arrays.setAll(columns, i -> i + 1);
        return new LocatedText(line.text(), lines, columns);
    }

    /** Text that stands nowhere, but was asked for at {@code origin}. */
    static LocatedText generated(String text, LocatedText origin) {
        var lines = new SourceLine[text.length()];
        var columns = new int[lines.length];
        Arrays.fill(lines, origin.lines[0]);
        Arrays.fill(columns, origin.columns[0]);
        return new LocatedText(text, lines, columns);
    }

    static LocatedText join(List<LocatedText> parts) {
        int length = parts.stream().mapToInt(LocatedText::length).sum();
        var lines = new SourceLine[length];
        var columns = new int[length];
        var text = new StringBuilder(length);
        for (var part : parts) {
            System.arraycopy(part.lines, 0, lines, text.length(), part.length());
            System.arraycopy(part.columns, 0, columns, text.length(), part.length());
            text.append(part.text);
        }
        return new LocatedText(text.toString(), lines, columns);
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    char at(int index) {
        return text.charAt(index);
    }

    LocatedText from(int start) {
        return sub(start, length());
    }

    LocatedText sub(int start, int end) {
        return new LocatedText(
                text.substring(start, end),
                Arrays.copyOfRange(lines, start, end),
                Arrays.copyOfRange(columns, start, end));
    }

    LocatedText strip() {
        int start = 0;
        int end = length();
        while (start < end && isBlank(at(start))) {
            start++;
        }
        while (end > start && isBlank(at(end - 1))) {
            end--;
        }
        return start == 0 && end == length() ? this : sub(start, end);
    }

    static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** The index of the first blank at or after {@code start}, or the length. */
    int blankFrom(int start) {
        int at = start;
        while (at < length() && !isBlank(at(at))) {
            at++;
        }
        return at;
    }

    /** The parts between commas that stand outside of braces, stripped. */
    List<LocatedText> commaSeparated() {
        var parts = new ArrayList<LocatedText>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < length(); i++) {
            char c = at(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == ',' && depth <= 0) {
                parts.add(sub(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(from(start).strip());
        return parts;
    }

    /** The place of all of it; the text must not be empty. */
    Place place() {
        return place(0, length());
    }

    /** The place of the characters from {@code start} to {@code end}, as far as they stand in one line. */
    Place place(int start, int end) {
        int last = start;
        while (last + 1 < end && lines[last + 1].equals(lines[start]) && columns[last + 1] >= columns[last]) {
            last++;
        }
        return new Place(lines[start], columns[start], columns[last] - columns[start] + 1);
    }
}
