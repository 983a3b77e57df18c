package io.keepsake.history.explain;

import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The fields of a value by name: text, or a list of such maps. */
final class FieldMap implements FieldSink {
    /** Fields that say which element of a list it is. */
    private static final List<String> KEYS = List.of("instance", "server", "at");

    private final Map<String, Object> values = new LinkedHashMap<>();

    Map<String, Object> values() {
        return values;
    }

    /** What tells it from the other elements of its list: its name, or all of it. */
    String key() {
        for (var key : KEYS) {
            if (values.get(key) instanceof String name) {
                return name;
            }
        }
        return values.get("address") instanceof String address && values.get("link") instanceof String link
                ? address + " on " + link
                : toString();
    }

    @Override
    public String toString() {
        if (values.size() == 1) {
            return values.values().iterator().next().toString();
        }
        var fields = new ArrayList<String>();
        values.forEach((name, value) -> fields.add(name + "=" + value));
        return "{" + String.join(" ", fields) + "}";
    }

    /** As one line of text writes it. */
    private void put(String name, Consumer<TextSink> writer) {
        var sink = new TextSink("");
        writer.accept(sink);
        values.put(name, sink.toString().substring(name.length() + 1));
    }

    @Override
    public void number(String name, long value) {
        put(name, sink -> sink.number(name, value));
    }

    @Override
    public void flag(String name, boolean value) {
        put(name, sink -> sink.flag(name, value));
    }

    @Override
    public void text(String name, String value) {
        put(name, sink -> sink.text(name, value));
    }

    @Override
    public void name(String name, String value) {
        put(name, sink -> sink.name(name, value));
    }

    @Override
    public void word(String name, Enum<?> value) {
        put(name, sink -> sink.word(name, value));
    }

    @Override
    public void ip(String name, Ip value) {
        put(name, sink -> sink.ip(name, value));
    }

    @Override
    public void ips(String name, List<Ip> values) {
        put(name, sink -> sink.ips(name, values));
    }

    @Override
    public void address(String name, InterfaceAddress value) {
        put(name, sink -> sink.address(name, value));
    }

    @Override
    public void endpoint(String name, Endpoint value) {
        put(name, sink -> sink.endpoint(name, value));
    }

    @Override
    public void moment(String name, Moment value) {
        put(name, sink -> sink.moment(name, value));
    }

    @Override
    public void nanos(String name, long value) {
        put(name, sink -> sink.nanos(name, value));
    }

    @Override
    public void index(String name, long value) {
        put(name, sink -> sink.index(name, value));
    }

    @Override
    public <T> void list(String name, List<T> values, BiConsumer<T, FieldSink> writer) {
        var elements = new ArrayList<FieldMap>();
        for (var value : values) {
            var element = new FieldMap();
            writer.accept(value, element);
            elements.add(element);
        }
        this.values.put(name, elements);
    }

    @Override
    public <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer) {
        put(name, sink -> sink.variant(name, kind, value, writer));
    }
}
