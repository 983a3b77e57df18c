package io.keepsake.core.text;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The codecs of every kind of a sealed type. */
final class Codecs<T> {
    private final String what;
    private final List<String> kinds;
    private final Map<String, Codec<? extends T>> byKind;
    private final Map<Class<?>, Codec<? extends T>> byType;

    /** What a value is called in messages, and the codecs; kinds keep this order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    Codecs(String what, List<? extends Codec<? extends T>>... families) {
        List<Codec<? extends T>> all =
                Stream.of(families).<Codec<? extends T>>flatMap(List::stream).toList();
        this.what = what;
        this.kinds = all.stream().map(Codec::kind).toList();
        this.byKind = all.stream().collect(Collectors.toMap(Codec::kind, Function.identity()));
        this.byType = all.stream().collect(Collectors.toMap(Codec::type, Function.identity()));
    }

    /** Every kind there is. */
    List<String> kinds() {
        return kinds;
    }

    /** Writes the fields of {@code value}, without its kind. */
    void write(T value, FieldSink out) {
        of(value).write(value, out);
    }

    /** Any of the kinds as one field, which tells the kind too. */
    Codec<T> as(String name, Class<T> type) {
        return new Codec<>(
                type,
                (value, out) -> {
                    var codec = of(value);
                    out.variant(name, codec.kind(), value, codec.writer());
                },
                in -> in.variant(name, kinds, this::read));
    }

    /**
     * Reads the fields of a value of this kind.
     *
     * @throws IllegalArgumentException when the kind is unknown or a value is out of its range
     */
    T read(String kind, FieldSource in) {
        var codec = byKind.get(kind);
        if (codec == null) {
            throw new IllegalArgumentException("no such " + what + ": " + kind);
        }
        return codec.read(in);
    }

    @SuppressWarnings("unchecked") // found by the type of the value
    private Codec<T> of(T value) {
        var codec = byType.get(value.getClass());
        if (codec == null) {
            throw new IllegalStateException("no codec of the " + what + " " + value.getClass());
        }
        return (Codec<T>) codec;
    }
}
