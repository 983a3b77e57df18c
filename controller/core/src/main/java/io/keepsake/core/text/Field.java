package io.keepsake.core.text;

import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VirtualServerName;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** One component of a {@code T}: how it is written, under which name, and how it is read back. */
record Field<T, V>(BiConsumer<T, FieldSink> writer, Function<FieldSource, V> reader) {

    V read(FieldSource in) {
        return reader.apply(in);
    }

    /** The same, which its kind did not begin with. */
    Field<T, V> later() {
        return new Field<>(writer, in -> reader.apply(in.later()));
    }

    /** A component that has fields of its own, written among those of its owner. */
    static <T, V> Field<T, V> part(
            Function<T, V> get, BiConsumer<V, FieldSink> writer, Function<FieldSource, V> reader) {
        return new Field<>((t, out) -> writer.accept(get.apply(t), out), reader);
    }

    static <T, V> Field<T, V> part(Function<T, V> get, Codec<V> codec) {
        return part(get, codec.writer(), codec.reader());
    }

    static <T, V> Field<T, List<V>> list(String name, Function<T, List<V>> get, Codec<V> each) {
        return new Field<>((t, out) -> out.list(name, get.apply(t), each), in -> in.list(name, each));
    }

    /** A list of texts, each in a field {@code item}. */
    static <T> Field<T, List<String>> texts(String name, String item, Function<T, List<String>> get) {
        return new Field<>(
                (t, out) -> out.list(name, get.apply(t), (text, o) -> o.text(item, text)),
                in -> in.list(name, s -> s.text(item)));
    }

    static <T> Field<T, Long> number(String name, ToLongFunction<T> get) {
        return new Field<>((t, out) -> out.number(name, get.applyAsLong(t)), in -> in.number(name));
    }

    static <T> Field<T, Integer> integer(String name, ToIntFunction<T> get) {
        return new Field<>((t, out) -> out.number(name, get.applyAsInt(t)), in -> in.integer(name));
    }

    /** All 32 bits, written without a sign. */
    static <T> Field<T, Integer> unsigned(String name, ToIntFunction<T> get) {
        return new Field<>(
                (t, out) -> out.number(name, Integer.toUnsignedLong(get.applyAsInt(t))), in -> in.unsigned(name));
    }

    static <T> Field<T, Long> nanos(String name, ToLongFunction<T> get) {
        return new Field<>((t, out) -> out.nanos(name, get.applyAsLong(t)), in -> in.nanos(name));
    }

    static <T> Field<T, Long> index(String name, ToLongFunction<T> get) {
        return new Field<>((t, out) -> out.index(name, get.applyAsLong(t)), in -> in.index(name));
    }

    static <T> Field<T, Moment> moment(String name, Function<T, Moment> get) {
        return new Field<>((t, out) -> out.moment(name, get.apply(t)), in -> in.moment(name));
    }

    static <T> Field<T, Boolean> flag(String name, Predicate<T> get) {
        return new Field<>((t, out) -> out.flag(name, get.test(t)), in -> in.flag(name));
    }

    static <T> Field<T, Boolean> unusualFlag(String name, Predicate<T> get) {
        return new Field<>((t, out) -> out.unusualFlag(name, get.test(t)), in -> in.unusualFlag(name));
    }

    static <T> Field<T, Integer> unusualInteger(String name, ToIntFunction<T> get) {
        return new Field<>((t, out) -> out.unusualNumber(name, get.applyAsInt(t)), in -> in.later()
                .integer(name));
    }

    static <T> Field<T, String> text(String name, Function<T, String> get) {
        return new Field<>((t, out) -> out.text(name, get.apply(t)), in -> in.text(name));
    }

    static <T> Field<T, String> name(String name, Function<T, String> get) {
        return new Field<>((t, out) -> out.name(name, get.apply(t)), in -> in.name(name));
    }

    static <T, E extends Enum<E>> Field<T, E> word(String name, Class<E> type, Function<T, E> get) {
        return new Field<>((t, out) -> out.word(name, get.apply(t)), in -> in.word(name, type));
    }

    static <T, E extends Enum<E>> Field<T, E> unusualWord(String name, Function<T, E> get, E usual) {
        return new Field<>((t, out) -> out.unusualWord(name, get.apply(t), usual), in -> in.unusualWord(name, usual));
    }

    static <T> Field<T, Ip> ip(String name, Function<T, Ip> get) {
        return new Field<>((t, out) -> out.ip(name, get.apply(t)), in -> in.ip(name));
    }

    static <T> Field<T, List<Ip>> ips(String name, Function<T, List<Ip>> get) {
        return new Field<>((t, out) -> out.ips(name, get.apply(t)), in -> in.ips(name));
    }

    static <T> Field<T, InterfaceAddress> address(String name, Function<T, InterfaceAddress> get) {
        return new Field<>((t, out) -> out.address(name, get.apply(t)), in -> in.address(name));
    }

    static <T> Field<T, Endpoint> endpoint(String name, Function<T, Endpoint> get) {
        return new Field<>((t, out) -> out.endpoint(name, get.apply(t)), in -> in.endpoint(name));
    }

    static <T> Field<T, Priority> priority(String name, Function<T, Priority> get) {
        return new Field<>((t, out) -> out.number(name, get.apply(t).value()), in -> new Priority(in.integer(name)));
    }

    static <T> Field<T, InstanceName> instance(Function<T, InstanceName> get) {
        return part(get, ValueFields.INSTANCE);
    }

    static <T> Field<T, InterfaceName> link(Function<T, InterfaceName> get) {
        return part(get, ValueFields.LINK_NAME);
    }

    /** An address and its link. */
    static <T> Field<T, LinkAddress> place(Function<T, LinkAddress> get) {
        return part(get, ValueFields.PLACE);
    }

    static <T> Field<T, VirtualServerName> server(Function<T, VirtualServerName> get) {
        return part(get, HealthFields.SERVER);
    }

    static <T> Field<T, CheckerId> checker(Function<T, CheckerId> get) {
        return part(get, HealthFields.CHECKER);
    }
}
