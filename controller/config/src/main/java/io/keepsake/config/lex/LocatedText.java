package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.SourceLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text of which each character knows where it was written. */
final class LocatedText {
    private final String text;
    private final Origin origin;

    /** Where each character of a text was written. */
    private sealed interface Origin {
        SourceLine line(int index);

        int column(int index);

        Origin from(int start, int end);
    }

    /** One piece of one line, as nearly everything is. */
    private record Piece(SourceLine line, int first) implements Origin {
        @Override
        public SourceLine line(int index) {
            return line;
        }

        @Override
        public int column(int index) {
            return first + index;
        }

        @Override
        public Origin from(int start, int end) {
            return start == 0 ? this : new Piece(line, first + start);
        }
    }

    /** Put together from several. */
    private static final class Patchwork implements Origin {
        private final SourceLine[] lines;
        private final int[] columns;

        Patchwork(SourceLine[] lines, int[] columns) {
            this.lines = lines;
            this.columns = columns;
        }

        @Override
        public SourceLine line(int index) {
            return lines[index];
        }

        @Override
        public int column(int index) {
            return columns[index];
        }

        @Override
        public Origin from(int start, int end) {
            return new Patchwork(Arrays.copyOfRange(lines, start, end), Arrays.copyOfRange(columns, start, end));
        }
    }

    private LocatedText(String text, Origin origin) {
        this.text = text;
        this.origin = origin;
    }

    static LocatedText of(SourceLine line) {
        return new LocatedText(line.text(), new Piece(line, 1));
    }

    /** Text that stands nowhere, but was asked for at {@code asked}. */
    static LocatedText generated(String text, LocatedText asked) {
        var lines = new SourceLine[text.length()];
        var columns = new int[lines.length];
        Arrays.fill(lines, asked.origin.line(0));
        Arrays.fill(columns, asked.origin.column(0));
        return new LocatedText(text, new Patchwork(lines, columns));
    }

    static LocatedText join(List<LocatedText> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int length = parts.stream().mapToInt(LocatedText::length).sum();
        var lines = new SourceLine[length];
        var columns = new int[length];
        var text = new StringBuilder(length);
        for (var part : parts) {
            for (int i = 0; i < part.length(); i++) {
                lines[text.length() + i] = part.origin.line(i);
                columns[text.length() + i] = part.origin.column(i);
            }
            text.append(part.text);
        }
        return new LocatedText(text.toString(), new Patchwork(lines, columns));
    }

    String text() {
        return text;
    }

    /** Other characters, as many, at the same places. */
    LocatedText withText(String other) {
        return new LocatedText(other, origin);
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
        return new LocatedText(text.substring(start, end), origin.from(start, end));
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
        var line = origin.line(start);
        int first = origin.column(start);
        int last = first;
        for (int i = start + 1; i < end && origin.line(i).equals(line) && origin.column(i) >= last; i++) {
            last = origin.column(i);
        }
        return new Place(line, first, last - first + 1);
    }
}
