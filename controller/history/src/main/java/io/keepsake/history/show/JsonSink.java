package io.keepsake.history.show;

import io.keepsake.core.text.FieldSink;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Builds one JSON object (RFC 8259). Times and spans are numbers of nanoseconds, a moment that never comes is null, an
 * index is a number, addresses are strings, a variant is an object with its kind as {@code type}.
 */
public final class JsonSink implements FieldSink {
    private final StringBuilder json = new StringBuilder(256).append('{');

    /** The members so far, as an object. */
    public String close() {
        return json.append('}').toString();
    }

    private StringBuilder member(String name) {
        char last = json.charAt(json.length() - 1);
        if (last != '{' && last != '[') {
            json.append(',');
        }
        quote(name);
        return json.append(':');
    }

    /** A member that is an object. */
    public void object(String name, Runnable members) {
        member(name).append('{');
        members.run();
        json.append('}');
    }

    /** A member that is an array of numbers. */
    public void numbers(String name, long... values) {
        member(name).append('[');
        for (int i = 0; i < values.length; i++) {
            json.append(i > 0 ? "," : "").append(values[i]);
        }
        json.append(']');
    }

    /** A member that is an array of strings. */
    public void texts(String name, List<String> values) {
        member(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            json.append(i > 0 ? "," : "");
            quote(values.get(i));
        }
        json.append(']');
    }

    /** A member that is null. */
    public void nothing(String name) {
        member(name).append("null");
    }

    @Override
    public void number(String name, long value) {
        member(name).append(value);
    }

    @Override
    public void flag(String name, boolean value) {
        member(name).append(value);
    }

    @Override
    public void text(String name, String value) {
        member(name);
        quote(value);
    }

    @Override
    public void name(String name, String value) {
        text(name, value);
    }

    @Override
    public void word(String name, Enum<?> value) {
        text(name, value.name());
    }

    @Override
    public <E extends Enum<E>> void unusualWord(String name, E value, E usual) {
        if (value != usual) {
            word(name, value);
        }
    }

    @Override
    public void unusualFlag(String name, boolean value) {
        if (value) {
            flag(name, value);
        }
    }

    @Override
    public void ip(String name, Ip value) {
        text(name, value.toString());
    }

    @Override
    public void ips(String name, List<Ip> values) {
        member(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            quote(values.get(i).toString());
        }
        json.append(']');
    }

    @Override
    public void address(String name, InterfaceAddress value) {
        text(name, value.toString());
    }

    @Override
    public void endpoint(String name, Endpoint value) {
        text(name, value.toString());
    }

    @Override
    public void moment(String name, Moment value) {
        if (value.equals(Moment.NEVER)) {
            nothing(name);
        } else {
            number(name, value.nanos());
        }
    }

    @Override
    public void nanos(String name, long value) {
        number(name, value);
    }

    @Override
    public void index(String name, long value) {
        number(name, value);
    }

    @Override
    public <T> void list(String name, List<T> values, BiConsumer<T, FieldSink> writer) {
        member(name).append('[');
        for (int i = 0; i < values.size(); i++) {
            json.append(i > 0 ? ",{" : "{");
            writer.accept(values.get(i), this);
            json.append('}');
        }
        json.append(']');
    }

    @Override
    public <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer) {
        object(name, () -> {
            text("type", kind);
            writer.accept(value, this);
        });
    }

    private void quote(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
