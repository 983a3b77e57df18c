package io.keepsake.journal.codec;

import io.keepsake.core.text.FieldSource;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The patient way: finds by name what another version wrote. A field that is not there, or has become something else,
 * has its default; a constant or kind that this version has not is {@link Malformed}, and the turn is shown as text.
 */
record NamedFields(FieldTree tree) implements FieldSource {
    @Override
    public long number(String name) {
        return tree.fields().get(name) instanceof Long value ? value : 0;
    }

    @Override
    public boolean flag(String name) {
        return tree.fields().get(name) instanceof Boolean value && value;
    }

    @Override
    public String text(String name) {
        return tree.fields().get(name) instanceof String value ? value : "";
    }

    @Override
    public String name(String name) {
        return text(name);
    }

    @Override
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        var constants = type.getEnumConstants();
        if (!(tree.fields().get(name) instanceof String value)) {
            return constants[0];
        }
        for (var constant : constants) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw new Malformed(name + " is " + value + ", which this version does not know");
    }

    @Override
    public Ip ip(String name) {
        return tree.fields().get(name) instanceof Ip value ? value : Ip.v4(0);
    }

    @Override
    public List<Ip> ips(String name) {
        return elements(name, Ip.class);
    }

    @Override
    public InterfaceAddress address(String name) {
        return tree.fields().get(name) instanceof InterfaceAddress value ? value : new InterfaceAddress(Ip.v4(0), 0);
    }

    @Override
    public Endpoint endpoint(String name) {
        return tree.fields().get(name) instanceof Endpoint value ? value : new Endpoint(Ip.v4(0), 0);
    }

    @Override
    public Moment moment(String name) {
        return tree.fields().get(name) instanceof Moment value ? value : new Moment(0);
    }

    @Override
    public long nanos(String name) {
        return number(name);
    }

    @Override
    public long index(String name) {
        return number(name);
    }

    @Override
    public <T> List<T> list(String name, Function<FieldSource, T> reader) {
        var values = new ArrayList<T>();
        elements(name, FieldTree.class).forEach(element -> values.add(reader.apply(new NamedFields(element))));
        return values;
    }

    @Override
    public <T> T variant(String name, List<String> kinds, BiFunction<String, FieldSource, T> reader) {
        if (!(tree.fields().get(name) instanceof FieldTree value)) {
            return reader.apply(kinds.getFirst(), new NamedFields(new FieldTree("", Map.of())));
        }
        if (!kinds.contains(value.kind())) {
            throw new Malformed(name + " is " + value.kind() + ", which this version does not know");
        }
        return reader.apply(value.kind(), new NamedFields(value));
    }

    private <T> List<T> elements(String name, Class<T> type) {
        return tree.fields().get(name) instanceof List<?> values
                ? values.stream().filter(type::isInstance).map(type::cast).toList()
                : List.of();
    }
}
