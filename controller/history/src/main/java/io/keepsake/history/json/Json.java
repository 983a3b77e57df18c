package io.keepsake.history.json;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document (RFC 8259) from the outside in. Names stand before values inside objects; the order of calls is
 * the order of the text. Characters that could end a script or a line are escaped, so the text may stand anywhere.
 *
 * <p>Our own, since a director writes its answers with it: a library for this would be read at each of its starts.
 */
public final class Json {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256);
    private final int most;
    private char drained;

    /** Of any length. */
    public Json() {
        this(Integer.MAX_VALUE);
    }

    /** @param most characters, about: whoever goes on beyond them gets a {@link TooLong} */
    public Json(int most) {
        this.most = most;
    }

    /** A document became longer than whoever asked for it wanted to hold. */
    public static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLong(int most) {
            super("the answer has more than " + most + " characters");
        }
    }

    public Json open() {
        separate();
        out.append('{');
        return this;
    }

    public Json close() {
        out.append('}');
        return this;
    }

    public Json openArray() {
        separate();
        out.append('[');
        return this;
    }

    public Json closeArray() {
        out.append(']');
        return this;
    }

    /** The name of the member whose value comes next. */
    public Json name(String name) {
        separate();
        quote(name);
        out.append(':');
        return this;
    }

    public Json value(long value) {
        separate();
        out.append(value);
        return this;
    }

    public Json value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    public Json value(@Nullable String value) {
        separate();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    public Json value(@Nullable Long value) {
        separate();
        out.append(value);
        return this;
    }

    /** JSON as it is. */
    public Json raw(String json) {
        separate();
        out.append(json);
        return this;
    }

    public Json member(String name, long value) {
        return name(name).value(value);
    }

    public Json member(String name, boolean value) {
        return name(name).value(value);
    }

    public Json member(String name, @Nullable String value) {
        return name(name).value(value);
    }

    public Json member(String name, @Nullable Long value) {
        return name(name).value(value);
    }

    /** A member that is an array, each element written by {@code writer}. */
    public <T> Json array(String name, Iterable<T> values, BiConsumer<Json, T> writer) {
        name(name).openArray();
        values.forEach(value -> writer.accept(this, value));
        return closeArray();
    }

    /** A member that is an array of objects, the members of each written by {@code writer}. */
    public <T> Json objects(String name, Iterable<T> values, BiConsumer<Json, T> writer) {
        return array(name, values, (json, value) -> {
            json.open();
            writer.accept(json, value);
            json.close();
        });
    }

    public Json strings(String name, Iterable<String> values) {
        return array(name, values, (json, value) -> json.value(value));
    }

    /** What was written since it was drained last, to go elsewhere; the document goes on. */
    public String drain() {
        var text = out.toString();
        out.setLength(0);
        // what the next value is separated from
        drained = text.isEmpty() ? drained : text.charAt(text.length() - 1);
        return text;
    }

    private void separate() {
        if (out.length() > most) {
            throw new TooLong(most);
        }
        char last = out.isEmpty() ? drained : out.charAt(out.length() - 1);
        if (last != 0 && last != '{' && last != '[' && last != ':') {
            out.append(',');
        }
    }

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> plain(c);
            }
        }
        out.append('"');
    }

    private void plain(char c) {
        boolean bare = c >= ' '
                && c != 0x7f
                && c != '<'
                && c != '>'
                && c != '&'
                && c != 0x2028
                && c != 0x2029
                && !Character.isSurrogate(c);
        if (bare) {
            out.append(c);
        } else {
            out.append("\\u")
                    .append(HEX[c >>> 12])
                    .append(HEX[c >>> 8 & 15])
                    .append(HEX[c >>> 4 & 15])
                    .append(HEX[c & 15]);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
