package io.keepsake.replay;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON, strictly enough to find what a sink does wrong. */
final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static Map<String, Object> parse(String text) {
        var parser = new JsonText(text);
        var object = parser.object();
        if (parser.at != text.length()) {
            throw parser.wrong("the end");
        }
        return object;
    }

    private Object value() {
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> bare();
        };
    }

    private Map<String, Object> object() {
        expect('{');
        var members = new LinkedHashMap<String, Object>();
        while (text.charAt(at) != '}') {
            if (!members.isEmpty()) {
                expect(',');
            }
            var name = string();
            expect(':');
            if (members.put(name, value()) != null) {
                throw wrong("no second " + name);
            }
        }
        expect('}');
        return members;
    }

    private List<Object> array() {
        expect('[');
        var items = new ArrayList<>();
        while (text.charAt(at) != ']') {
            if (!items.isEmpty()) {
                expect(',');
            }
            items.add(value());
        }
        expect(']');
        return items;
    }

    private String string() {
        expect('"');
        var value = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw wrong("no bare control character");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\' -> c;
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private Object bare() {
        int start = at;
        while (",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        var word = text.substring(start, at);
        return switch (word) {
            case "true", "false", "null" -> word;
            default -> word.contains(".") ? new BigDecimal(word) : Long.valueOf(word);
        };
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("column " + at + ": expected " + expected + " in " + text);
    }
}
