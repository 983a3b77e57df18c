package io.keepsake.journal.codec;

import io.keepsake.core.text.FieldSource;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The fast way: the file's type is the same as ours, so the fields come in the order in which they are asked for. */
record PositionalFields(TurnBytes bytes) implements FieldSource {
    /** The class itself makes a copy each time it is asked. */
    private static final ClassValue<Object[]> CONSTANTS = new ClassValue<>() {
        @Override
        protected Object[] computeValue(Class<?> type) {
            return type.getEnumConstants();
        }
    };

    @Override
    public long number(String name) {
        return bytes.in().signed();
    }

    @Override
    public boolean flag(String name) {
        return bytes.in().octet() != 0;
    }

    @Override
    public String text(String name) {
        return bytes.in().text();
    }

    @Override
    public String name(String name) {
        return bytes.name();
    }

    @Override
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        var constants = CONSTANTS.get(type);
        return type.cast(constants[bytes.ordinal(constants.length)]);
    }

    @Override
    public Ip ip(String name) {
        return bytes.in().ip();
    }

    @Override
    public List<Ip> ips(String name) {
        return bytes.ips();
    }

    @Override
    public InterfaceAddress address(String name) {
        return bytes.address();
    }

    @Override
    public Endpoint endpoint(String name) {
        return bytes.endpoint();
    }

    @Override
    public Moment moment(String name) {
        return bytes.moment();
    }

    @Override
    public long nanos(String name) {
        return bytes.in().signed();
    }

    @Override
    public long index(String name) {
        return bytes.index();
    }

    @Override
    public <T> List<T> list(String name, Function<FieldSource, T> reader) {
        int count = bytes.in().count();
        var values = new ArrayList<T>(count);
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(this));
        }
        return values;
    }

    @Override
    public <T> T variant(String name, List<String> kinds, BiFunction<String, FieldSource, T> reader) {
        return reader.apply(bytes.name(), this);
    }
}
