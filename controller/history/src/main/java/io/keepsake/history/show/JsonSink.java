package io.keepsake.history.show;

import io.keepsake.core.text.FieldSink;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.history.json.Json;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Builds one JSON object of named fields. Times and spans are numbers of nanoseconds, a moment that never comes is null, an
 * index is a number, addresses are strings, a variant is an object with its kind as {@code type}.
 */
public final class JsonSink implements FieldSink {
    private final Json json = new Json().open();

    /** The members so far, as an object. */
    public String close() {
        return json.close().toString();
    }

    /** A member that is an object. */
    public void object(String name, Runnable members) {
        json.name(name).open();
        members.run();
        json.close();
    }

    /** A member that is an array of numbers. */
    public void numbers(String name, long... values) {
        json.name(name).openArray();
        for (long value : values) {
            json.value(value);
        }
        json.closeArray();
    }

    /** A member that is an array of strings. */
    public void texts(String name, List<String> values) {
        json.strings(name, values);
    }

    /** A member that is null. */
    public void nothing(String name) {
        json.member(name, (String) null);
    }

    @Override
    public void number(String name, long value) {
        json.member(name, value);
    }

    @Override
    public void flag(String name, boolean value) {
        json.member(name, value);
    }

    @Override
    public void text(String name, String value) {
        json.member(name, value);
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
    public void unusualNumber(String name, long value) {
        if (value != 0) {
            number(name, value);
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
        json.array(name, values, (out, value) -> out.value(value.toString()));
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
        json.objects(name, values, (_, value) -> writer.accept(value, this));
    }

    @Override
    public <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer) {
        object(name, () -> {
            text("type", kind);
            writer.accept(value, this);
        });
    }
}
