package io.keepsake.core.text;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parsed line: a kind and raw values by field name.
 *
 * @param fields each value a {@link Raw}
 */
record TextLine(String kind, Map<String, Raw> fields) {

    /** A value as it was written. */
    sealed interface Raw {
        record Word(String text) implements Raw {}

        record Items(List<Map<String, Raw>> items) implements Raw {}

        record Variant(String kind, Map<String, Raw> fields) implements Raw {}
    }

    private static final int DEPTH_MAX = 16;

    static TextLine parse(String line) {
        var parser = new Parser(line);
        var kind = parser.word();
        var fields = parser.fields(0);
        parser.end();
        return new TextLine(kind, fields);
    }

    /** Whether a character stands for itself in a value without quotes. */
    static boolean isBare(int c) {
        return c > ' ' && c != 0x7f && c < 0xd800 && "{}[]\"=\\".indexOf(c) < 0;
    }

    private static final class Parser {
        private final String line;
        private int at;

        Parser(String line) {
            this.line = line;
        }

        private char peek() {
            return at < line.length() ? line.charAt(at) : '\0';
        }

        private void skipBlanks() {
            while (peek() == ' ') {
                at++;
            }
        }

        String word() {
            int start = at;
            while (at < line.length() && isBare(line.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw wrong("a word");
            }
            return line.substring(start, at);
        }

        Map<String, Raw> fields(int depth) {
            if (depth > DEPTH_MAX) {
                throw wrong("at most " + DEPTH_MAX + " levels");
            }
            var fields = new LinkedHashMap<String, Raw>();
            skipBlanks();
            while (at < line.length() && peek() != '}') {
                var name = word();
                expect('=');
                fields.put(name, value(depth));
                skipBlanks();
            }
            return fields;
        }

        private Raw value(int depth) {
            return switch (peek()) {
                case '[' -> new Raw.Items(items(depth));
                case '"' -> new Raw.Word(quoted());
                default -> {
                    var word = word();
                    if (peek() != '{') {
                        yield new Raw.Word(word);
                    }
                    at++;
                    var fields = fields(depth + 1);
                    expect('}');
                    yield new Raw.Variant(word, fields);
                }
            };
        }

        private List<Map<String, Raw>> items(int depth) {
            expect('[');
            var items = new ArrayList<Map<String, Raw>>();
            skipBlanks();
            while (peek() == '{') {
                at++;
                items.add(fields(depth + 1));
                expect('}');
                skipBlanks();
            }
            expect(']');
            return items;
        }

        private String quoted() {
            expect('"');
            var text = new StringBuilder();
            while (peek() != '"') {
                if (at >= line.length()) {
                    throw wrong("a closing quote");
                }
                char c = line.charAt(at++);
                text.append(c == '\\' ? escaped() : c);
            }
            at++;
            return text.toString();
        }

        private char escaped() {
            char c = peek();
            at++;
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> {
                    if (at + 4 > line.length()) {
                        throw wrong("four hexadecimal digits");
                    }
                    at += 4;
                    yield (char) HexFormat.fromHexDigits(line, at - 4, at);
                }
                case '"', '\\' -> c;
                default -> throw wrong("an escape");
            };
        }

        private void expect(char c) {
            if (at >= line.length() || line.charAt(at) != c) {
                throw wrong("'" + c + "'");
            }
            at++;
        }

        void end() {
            if (at < line.length()) {
                throw wrong("the end of the line");
            }
        }

        private IllegalArgumentException wrong(String expected) {
            var found = at < line.length() ? "'" + line.charAt(at) + "'" : "the end";
            return new IllegalArgumentException(
                    "column " + (at + 1) + ": expected " + expected + ", found " + found + " in: " + line);
        }
    }
}
