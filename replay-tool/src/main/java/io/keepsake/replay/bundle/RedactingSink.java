package io.keepsake.replay.bundle;

import io.keepsake.core.text.FieldSink;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Hands fields on with other addresses, and with other words for all free text that is not known to be ours: what a script
 * printed, its arguments, paths, hosts, mail, what people typed. The same text has the same other word everywhere.
 */
final class RedactingSink implements FieldSink {
    /** Free text that only ever has our own words, numbers and addresses. */
    private static final Set<String> OURS = Set.of(
            "subject",
            "version",
            "option",
            "record",
            "part",
            "because",
            "engine",
            "hardware",
            "label",
            "text",
            "routing");

    /** Kinds whose {@code detail} and {@code reason} are ours. */
    private static final Set<String> PLAIN_KINDS = Set.of(
            "AdvertRejected", "AdvertDiscarded", "EffectFailed", "IpvsUnavailable", "RecordingGap", "DeadlineRepeated");

    /** Behind the kind, of a value inside: its fields are not those of the kind. */
    private static final String INSIDE = " inside";

    private static final String SIGNAL = "[A-Z0-9+]{1,12}";

    private final FieldSink to;
    private final Redaction redaction;
    private final String kind;

    RedactingSink(FieldSink to, Redaction redaction, String kind) {
        this.to = to;
        this.redaction = redaction;
        this.kind = kind;
    }

    private boolean isOurs(String name, String value) {
        return switch (name) {
            case "subject" -> !kind.equals("SendMail");
            case "detail", "reason" -> PLAIN_KINDS.contains(kind);
            case "by" -> value.matches(SIGNAL);
            case "text" -> !kind.equals("ConfigAccepted");
            default -> OURS.contains(name);
        };
    }

    @Override
    public void text(String name, String value) {
        if (kind.equals("ConfigAccepted") && name.equals("text")) {
            to.text(name, redaction.config(value));
        } else {
            to.text(name, isOurs(name, value) ? redaction.in(value) : redaction.word(name, value));
        }
    }

    @Override
    public void name(String name, String value) {
        to.name(name, redaction.in(value));
    }

    @Override
    public void number(String name, long value) {
        to.number(name, value);
    }

    @Override
    public void flag(String name, boolean value) {
        to.flag(name, value);
    }

    @Override
    public void word(String name, Enum<?> value) {
        to.word(name, value);
    }

    @Override
    public void ip(String name, Ip value) {
        to.ip(name, redaction.ip(value));
    }

    @Override
    public void ips(String name, List<Ip> values) {
        to.ips(name, values.stream().map(redaction::ip).toList());
    }

    @Override
    public void address(String name, InterfaceAddress value) {
        to.address(name, InterfaceAddress.parse(redaction.in(value.toString())));
    }

    @Override
    public void endpoint(String name, Endpoint value) {
        to.endpoint(name, Endpoint.parse(redaction.in(value.toString())));
    }

    @Override
    public void moment(String name, Moment value) {
        to.moment(name, value);
    }

    @Override
    public void nanos(String name, long value) {
        to.nanos(name, value);
    }

    @Override
    public void index(String name, long value) {
        to.index(name, value);
    }

    @Override
    public <T> void list(String name, List<T> values, BiConsumer<T, FieldSink> writer) {
        to.list(name, values, inside(writer));
    }

    @Override
    public <T> void variant(String name, String inner, T value, BiConsumer<T, FieldSink> writer) {
        to.variant(name, inner, value, inside(writer));
    }

    private <T> BiConsumer<T, FieldSink> inside(BiConsumer<T, FieldSink> writer) {
        return (value, sink) -> writer.accept(value, new RedactingSink(sink, redaction, kind + INSIDE));
    }
}
