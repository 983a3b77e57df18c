package io.keepsake.core.text;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How one kind of value is written and read: its reader asks for the fields that its writer gives, in the same order.
 * {@code of} makes both from one list of fields, which stand as the constructor of the type takes them.
 */
public record Codec<T>(Class<T> type, BiConsumer<T, FieldSink> writer, Function<FieldSource, T> reader) {

    public void write(T value, FieldSink out) {
        writer.accept(value, out);
    }

    public T read(FieldSource in) {
        return reader.apply(in);
    }

    /** The name of the kind: the simple name of its type. */
    String kind() {
        return type.getSimpleName();
    }

    static <T> Codec<T> of(Class<T> type, Supplier<T> maker) {
        return new Codec<>(type, (_, _) -> {}, _ -> maker.get());
    }

    static <T, A> Codec<T> of(Class<T> type, Function<A, T> maker, Field<T, A> a) {
        return new Codec<>(type, a.writer(), in -> maker.apply(a.read(in)));
    }

    static <T, A, B> Codec<T> of(Class<T> type, BiFunction<A, B, T> maker, Field<T, A> a, Field<T, B> b) {
        return new Codec<>(type, writer(a, b), in -> maker.apply(a.read(in), b.read(in)));
    }

    static <T, A, B, C> Codec<T> of(Class<T> type, Of3<A, B, C, T> maker, Field<T, A> a, Field<T, B> b, Field<T, C> c) {
        return new Codec<>(type, writer(a, b, c), in -> maker.make(a.read(in), b.read(in), c.read(in)));
    }

    static <T, A, B, C, D> Codec<T> of(
            Class<T> type, Of4<A, B, C, D, T> maker, Field<T, A> a, Field<T, B> b, Field<T, C> c, Field<T, D> d) {
        return new Codec<>(type, writer(a, b, c, d), in -> maker.make(a.read(in), b.read(in), c.read(in), d.read(in)));
    }

    static <T, A, B, C, D, E> Codec<T> of(
            Class<T> type,
            Of5<A, B, C, D, E, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e),
                in -> maker.make(a.read(in), b.read(in), c.read(in), d.read(in), e.read(in)));
    }

    static <T, A, B, C, D, E, F> Codec<T> of(
            Class<T> type,
            Of6<A, B, C, D, E, F, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e,
            Field<T, F> f) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e, f),
                in -> maker.make(a.read(in), b.read(in), c.read(in), d.read(in), e.read(in), f.read(in)));
    }

    static <T, A, B, C, D, E, F, G> Codec<T> of(
            Class<T> type,
            Of7<A, B, C, D, E, F, G, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e,
            Field<T, F> f,
            Field<T, G> g) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e, f, g),
                in -> maker.make(a.read(in), b.read(in), c.read(in), d.read(in), e.read(in), f.read(in), g.read(in)));
    }

    static <T, A, B, C, D, E, F, G, H> Codec<T> of(
            Class<T> type,
            Of8<A, B, C, D, E, F, G, H, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e,
            Field<T, F> f,
            Field<T, G> g,
            Field<T, H> h) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e, f, g, h),
                in -> maker.make(
                        a.read(in),
                        b.read(in),
                        c.read(in),
                        d.read(in),
                        e.read(in),
                        f.read(in),
                        g.read(in),
                        h.read(in)));
    }

    static <T, A, B, C, D, E, F, G, H, I> Codec<T> of(
            Class<T> type,
            Of9<A, B, C, D, E, F, G, H, I, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e,
            Field<T, F> f,
            Field<T, G> g,
            Field<T, H> h,
            Field<T, I> i) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e, f, g, h, i),
                in -> maker.make(
                        a.read(in),
                        b.read(in),
                        c.read(in),
                        d.read(in),
                        e.read(in),
                        f.read(in),
                        g.read(in),
                        h.read(in),
                        i.read(in)));
    }

    static <T, A, B, C, D, E, F, G, H, I, J> Codec<T> of(
            Class<T> type,
            Of10<A, B, C, D, E, F, G, H, I, J, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e,
            Field<T, F> f,
            Field<T, G> g,
            Field<T, H> h,
            Field<T, I> i,
            Field<T, J> j) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e, f, g, h, i, j),
                in -> maker.make(
                        a.read(in),
                        b.read(in),
                        c.read(in),
                        d.read(in),
                        e.read(in),
                        f.read(in),
                        g.read(in),
                        h.read(in),
                        i.read(in),
                        j.read(in)));
    }

    static <T, A, B, C, D, E, F, G, H, I, J, K> Codec<T> of(
            Class<T> type,
            Of11<A, B, C, D, E, F, G, H, I, J, K, T> maker,
            Field<T, A> a,
            Field<T, B> b,
            Field<T, C> c,
            Field<T, D> d,
            Field<T, E> e,
            Field<T, F> f,
            Field<T, G> g,
            Field<T, H> h,
            Field<T, I> i,
            Field<T, J> j,
            Field<T, K> k) {
        return new Codec<>(
                type,
                writer(a, b, c, d, e, f, g, h, i, j, k),
                in -> maker.make(
                        a.read(in),
                        b.read(in),
                        c.read(in),
                        d.read(in),
                        e.read(in),
                        f.read(in),
                        g.read(in),
                        h.read(in),
                        i.read(in),
                        j.read(in),
                        k.read(in)));
    }

    /** A value as its text; {@code any} is one of its type. */
    static <T> Codec<T> written(
            Class<T> type, String name, T any, Function<T, String> text, Function<String, T> parse) {
        return new Codec<>(type, (t, out) -> out.text(name, text.apply(t)), in -> in.written(name, any, parse));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static <T> BiConsumer<T, FieldSink> writer(Field<T, ?>... fields) {
        return (value, out) -> {
            for (var field : fields) {
                field.writer().accept(value, out);
            }
        };
    }

    interface Of3<A, B, C, T> {
        T make(A a, B b, C c);
    }

    interface Of4<A, B, C, D, T> {
        T make(A a, B b, C c, D d);
    }

    interface Of5<A, B, C, D, E, T> {
        T make(A a, B b, C c, D d, E e);
    }

    interface Of6<A, B, C, D, E, F, T> {
        T make(A a, B b, C c, D d, E e, F f);
    }

    interface Of7<A, B, C, D, E, F, G, T> {
        T make(A a, B b, C c, D d, E e, F f, G g);
    }

    interface Of8<A, B, C, D, E, F, G, H, T> {
        T make(A a, B b, C c, D d, E e, F f, G g, H h);
    }

    interface Of9<A, B, C, D, E, F, G, H, I, T> {
        T make(A a, B b, C c, D d, E e, F f, G g, H h, I i);
    }

    interface Of10<A, B, C, D, E, F, G, H, I, J, T> {
        T make(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j);
    }

    interface Of11<A, B, C, D, E, F, G, H, I, J, K, T> {
        T make(A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k);
    }
}
