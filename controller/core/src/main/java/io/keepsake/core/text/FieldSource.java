package io.keepsake.core.text;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives back the fields that a {@link FieldSink} took, in the same order. A source that has no such field (an older
 * journal) gives 0, false, empty text or list, the first constant or kind, {@code 0.0.0.0}; so the fields a kind began
 * with are always there, and only such fields are added later for which these are in range.
 */
public interface FieldSource {
    /**
     * The same fields, for one that its kind did not begin with: lines that people wrote, or an older version, lack it.
     */
    default FieldSource later() {
        return this;
    }

    long number(String name);

    /**
     * A {@link #number} of 32 bits.
     *
     * @throws IllegalArgumentException when it has more
     */
    default int integer(String name) {
        long value = number(name);
        if (value != (int) value) {
            throw new IllegalArgumentException("field " + name + ": expected a number of 32 bits, found " + value);
        }
        return (int) value;
    }

    /**
     * A {@link #number} from 0 to 2<sup>32</sup> - 1, as the 32 bits it is.
     *
     * @throws IllegalArgumentException when it is another
     */
    default int unsigned(String name) {
        long value = number(name);
        if (value >>> Integer.SIZE != 0) {
            throw new IllegalArgumentException(
                    "field " + name + ": expected a number of 32 bits without a sign, found " + value);
        }
        return (int) value;
    }

    boolean flag(String name);

    String text(String name);

    /**
     * A {@link #text} that means something.
     *
     * @param any a value of the type, for a source that has no text
     * @throws IllegalArgumentException when {@code parse} does
     */
    default <T> T written(String name, T any, Function<String, T> parse) {
        return parse.apply(text(name));
    }

    String name(String name);

    <E extends Enum<E>> E word(String name, Class<E> type);

    /** What {@link FieldSink#unusualWord} took. */
    default <E extends Enum<E>> E unusualWord(String name, E usual) {
        return word(name, usual.getDeclaringClass());
    }

    /** What {@link FieldSink#unusualFlag} took. */
    default boolean unusualFlag(String name) {
        return flag(name);
    }

    Ip ip(String name);

    List<Ip> ips(String name);

    InterfaceAddress address(String name);

    Endpoint endpoint(String name);

    Moment moment(String name);

    long nanos(String name);

    long index(String name);

    <T> List<T> list(String name, Function<FieldSource, T> reader);

    default <T> List<T> list(String name, Codec<T> each) {
        return list(name, each.reader());
    }

    /** What {@link FieldSink#optional} took; null when it was not there. */
    default <T> @Nullable T optional(String name, Function<FieldSource, T> reader) {
        var all = list(name, reader);
        return all.isEmpty() ? null : all.getFirst();
    }

    /**
     * One of several kinds of value.
     *
     * @param kinds every kind that may stand here; a kind once listed keeps its place
     * @param reader given the kind and its fields
     */
    <T> T variant(String name, List<String> kinds, BiFunction<String, FieldSource, T> reader);
}
