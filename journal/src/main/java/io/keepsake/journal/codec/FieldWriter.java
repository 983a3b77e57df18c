package io.keepsake.journal.codec;

import io.keepsake.core.text.FieldSink;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Writes fields by their places, without their names. Moments are relative to the turn's and indexes to the turn's
 * index, backwards, because most point a little way back.
 */
final class FieldWriter implements FieldSink {
    private final ByteWriter out;
    private final Names names;
    private long at;
    private long turn;

    FieldWriter(ByteWriter out, Names names) {
        this.out = out;
        this.names = names;
    }

    void begin(long at, long turn) {
        this.at = at;
        this.turn = turn;
    }

    @Override
    public void number(String name, long value) {
        out.signed(value);
    }

    @Override
    public void flag(String name, boolean value) {
        out.octet(value ? 1 : 0);
    }

    @Override
    public void text(String name, String value) {
        out.text(value);
    }

    @Override
    public void name(String name, String value) {
        out.unsigned(names.id(value));
    }

    /** The ordinal, because the file's schema lists the constants in their order. */
    @Override
    @SuppressWarnings("EnumOrdinal")
    public void word(String name, Enum<?> value) {
        out.unsigned(value.ordinal());
    }

    @Override
    public void ip(String name, Ip value) {
        out.ip(value);
    }

    @Override
    public void ips(String name, List<Ip> values) {
        out.unsigned(values.size());
        values.forEach(out::ip);
    }

    @Override
    public void address(String name, InterfaceAddress value) {
        out.ip(value.ip());
        out.octet(value.prefixLength());
    }

    @Override
    public void endpoint(String name, Endpoint value) {
        out.ip(value.ip());
        out.unsigned(value.port());
    }

    @Override
    public void moment(String name, Moment value) {
        out.signed(value.nanos() - at);
    }

    @Override
    public void nanos(String name, long value) {
        out.signed(value);
    }

    @Override
    public void index(String name, long value) {
        out.signed(turn - value);
    }

    @Override
    public <T> void list(String name, List<T> values, BiConsumer<T, FieldSink> writer) {
        out.unsigned(values.size());
        values.forEach(value -> writer.accept(value, this));
    }

    @Override
    public <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer) {
        out.unsigned(names.id(kind));
        writer.accept(value, this);
    }
}
