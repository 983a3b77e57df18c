package io.keepsake.core.text;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes the named fields of a value one after another: a line of text, JSON or bytes in a journal. */
public interface FieldSink {
    void number(String name, long value);

    void flag(String name, boolean value);

    /** Free text. */
    void text(String name, String value);

    /** A name that comes again and again: an instance, an interface. */
    void name(String name, String value);

    void word(String name, Enum<?> value);

    /** A word that people are shown only when it is not {@code usual}, the first of its type. */
    default <E extends Enum<E>> void unusualWord(String name, E value, E usual) {
        word(name, value);
    }

    /** A number that people are shown only when it is not 0; read with {@link FieldSource#later}. */
    default void unusualNumber(String name, long value) {
        number(name, value);
    }

    /** A flag that people are shown only when it is set. */
    default void unusualFlag(String name, boolean value) {
        flag(name, value);
    }

    void ip(String name, Ip value);

    void ips(String name, List<Ip> values);

    void address(String name, InterfaceAddress value);

    void endpoint(String name, Endpoint value);

    void moment(String name, Moment value);

    /** A span of time in nanoseconds. */
    void nanos(String name, long value);

    /** The index of another event. */
    void index(String name, long value);

    <T> void list(String name, List<T> values, BiConsumer<T, FieldSink> writer);

    default <T> void list(String name, List<T> values, Codec<T> each) {
        list(name, values, each.writer());
    }

    /** A list that people are shown only when something is in it; read with {@link FieldSource#later}. */
    default <T> void unusualList(String name, List<T> values, Codec<T> each) {
        list(name, values, each);
    }

    /** A value that is rarely there: a list of one or none, which a line of text leaves out when it is none. */
    default <T> void optional(String name, @Nullable T value, BiConsumer<T, FieldSink> writer) {
        list(name, value == null ? List.of() : List.of(value), writer);
    }

    /** One of several kinds of value, the kind being the simple name of its type. */
    <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer);
}
