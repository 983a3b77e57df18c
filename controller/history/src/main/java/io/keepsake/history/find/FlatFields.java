package io.keepsake.history.find;

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

/**
 * The fields of a value by name, as {@code replay show} prints them; those of a value inside have the name of both, as
 * {@code why.armed}. A list has each of its values.
 */
final class FlatFields implements FieldSink {
    /** Values that differ from one event to the next and have nothing in common with others. */
    enum Sort {
        WORD,
        /** A span of time. */
        SPAN,
        /** A moment or the index of another event. */
        UNIQUE
    }

    record Value(String text, Sort sort) {}

    private final Map<String, List<Value>> values = new LinkedHashMap<>();
    private String prefix = "";

    Map<String, List<Value>> values() {
        return values;
    }

    private void put(String name, Sort sort, Consumer<TextSink> writer) {
        var sink = new TextSink("");
        writer.accept(sink);
        var line = sink.toString();
        add(name, unquoted(line.substring(name.length() + 1)), sort);
    }

    private void add(String name, String value, Sort sort) {
        values.computeIfAbsent(prefix + name, _ -> new ArrayList<>()).add(new Value(value, sort));
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    @Override
    public void number(String name, long value) {
        add(name, Long.toString(value), Sort.WORD);
    }

    @Override
    public void flag(String name, boolean value) {
        add(name, Boolean.toString(value), Sort.WORD);
    }

    @Override
    public void text(String name, String value) {
        add(name, value, Sort.WORD);
    }

    @Override
    public void name(String name, String value) {
        add(name, value, Sort.WORD);
    }

    @Override
    public void word(String name, Enum<?> value) {
        add(name, value.name(), Sort.WORD);
    }

    @Override
    public void ip(String name, Ip value) {
        add(name, value.toString(), Sort.WORD);
    }

    @Override
    public void ips(String name, List<Ip> all) {
        all.forEach(value -> ip(name, value));
    }

    @Override
    public void address(String name, InterfaceAddress value) {
        add(name, value.toString(), Sort.WORD);
    }

    @Override
    public void endpoint(String name, Endpoint value) {
        add(name, value.toString(), Sort.WORD);
    }

    @Override
    public void moment(String name, Moment value) {
        put(name, Sort.UNIQUE, sink -> sink.moment(name, value));
    }

    @Override
    public void nanos(String name, long value) {
        add(name, TextSink.seconds(value) + "s", Sort.SPAN);
    }

    @Override
    public void index(String name, long value) {
        add(name, "#" + value, Sort.UNIQUE);
    }

    @Override
    public <T> void list(String name, List<T> all, BiConsumer<T, FieldSink> writer) {
        all.forEach(value -> inside(name, value, writer));
    }

    @Override
    public <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer) {
        add(name, kind, Sort.WORD);
        inside(name, value, writer);
    }

    private <T> void inside(String name, T value, BiConsumer<T, FieldSink> writer) {
        var before = prefix;
        prefix = before + name + ".";
        writer.accept(value, this);
        prefix = before;
    }
}
