package io.keepsake.journal.codec;

import io.keepsake.core.text.FieldSource;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.codec.Schema.Field;
import io.keepsake.journal.codec.Schema.Kind;
import io.keepsake.journal.codec.Schema.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A source that notes what is asked for and answers with values that every type accepts. */
final class SchemaProbe implements FieldSource {
    /** One centisecond, the shortest advert interval. */
    private static final long NANOS = 10_000_000;

    private final List<Field> fields = new ArrayList<>();

    static Kind kind(String name, Function<FieldSource, ?> reader) {
        var probe = new SchemaProbe();
        var _ = reader.apply(probe);
        return new Kind(name, probe.fields);
    }

    @Override
    public long number(String name) {
        note(name, Schema.Type.NUMBER);
        return 1;
    }

    @Override
    public boolean flag(String name) {
        note(name, Schema.Type.FLAG);
        return false;
    }

    @Override
    public String text(String name) {
        note(name, Schema.Type.TEXT);
        return "";
    }

    @Override
    public <T> T written(String name, T any, Function<String, T> parse) {
        note(name, Schema.Type.TEXT);
        return any;
    }

    @Override
    public String name(String name) {
        note(name, Schema.Type.NAME);
        return "x";
    }

    @Override
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        var constants = type.getEnumConstants();
        fields.add(new Field(
                name, new Shape.Word(Arrays.stream(constants).map(Enum::name).toList())));
        return constants[0];
    }

    @Override
    public Ip ip(String name) {
        note(name, Schema.Type.IP);
        return Ip.v4(0);
    }

    @Override
    public List<Ip> ips(String name) {
        note(name, Schema.Type.IPS);
        return List.of();
    }

    @Override
    public InterfaceAddress address(String name) {
        note(name, Schema.Type.ADDRESS);
        return new InterfaceAddress(Ip.v4(0), 0);
    }

    @Override
    public Endpoint endpoint(String name) {
        note(name, Schema.Type.ENDPOINT);
        return new Endpoint(Ip.v4(0), 0);
    }

    @Override
    public Moment moment(String name) {
        note(name, Schema.Type.MOMENT);
        return new Moment(0);
    }

    @Override
    public long nanos(String name) {
        note(name, Schema.Type.NANOS);
        return NANOS;
    }

    @Override
    public long index(String name) {
        note(name, Schema.Type.INDEX);
        return 0;
    }

    @Override
    public <T> List<T> list(String name, Function<FieldSource, T> reader) {
        var probe = new SchemaProbe();
        var element = reader.apply(probe);
        fields.add(new Field(name, new Shape.ListOf(probe.fields)));
        return List.of(element);
    }

    @Override
    public <T> T variant(String name, List<String> kinds, BiFunction<String, FieldSource, T> reader) {
        var shapes = new ArrayList<Kind>();
        var values = new ArrayList<T>();
        for (var kind : kinds) {
            var probe = new SchemaProbe();
            values.add(reader.apply(kind, probe));
            shapes.add(new Kind(kind, probe.fields));
        }
        fields.add(new Field(name, new Shape.OneOf(shapes)));
        return values.getFirst();
    }

    private void note(String name, Schema.Type type) {
        fields.add(new Field(name, new Shape.Plain(type)));
    }
}
