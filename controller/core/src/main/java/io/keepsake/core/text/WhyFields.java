package io.keepsake.core.text;

import io.keepsake.core.event.Why;
import java.util.List;

/** The fields of the reasons of transitions. */
public final class WhyFields {
    private static final List<String> KINDS = List.of(
            "Started",
            "FaultCleared",
            "MasterDownExpired",
            "HigherPriorityHeard",
            "HigherAddressHeard",
            "AddressLost",
            "Stopped");

    private WhyFields() {}

    static void write(Why why, FieldSink out) {
        out.variant("why", why.getClass().getSimpleName(), why, WhyFields::writeFields);
    }

    private static void writeFields(Why why, FieldSink out) {
        switch (why) {
            case Why.Started(), Why.FaultCleared() -> {}
            case Why.MasterDownExpired w -> writeTimer(w.timer(), out);
            case Why.HigherPriorityHeard w -> {
                out.ip("source", w.source());
                out.number("theirs", w.theirs().value());
                out.number("ours", w.ours().value());
            }
            case Why.HigherAddressHeard w -> {
                out.ip("source", w.source());
                out.ip("ours", w.ours());
                out.number("priority", w.both().value());
            }
            case Why.AddressLost w -> ValueFields.writePlace(w.address(), out);
            case Why.Stopped w -> out.text("by", w.by());
        }
    }

    static Why read(FieldSource in) {
        return in.variant("why", KINDS, WhyFields::readFields);
    }

    private static Why readFields(String kind, FieldSource in) {
        return switch (kind) {
            case "Started" -> new Why.Started();
            case "FaultCleared" -> new Why.FaultCleared();
            case "MasterDownExpired" -> new Why.MasterDownExpired(readTimer(in));
            case "HigherPriorityHeard" ->
                new Why.HigherPriorityHeard(
                        in.ip("source"), ValueFields.priority(in, "theirs"), ValueFields.priority(in, "ours"));
            case "HigherAddressHeard" ->
                new Why.HigherAddressHeard(in.ip("source"), in.ip("ours"), ValueFields.priority(in, "priority"));
            case "AddressLost" -> new Why.AddressLost(ValueFields.readPlace(in));
            case "Stopped" -> new Why.Stopped(in.text("by"));
            default -> throw new IllegalArgumentException("no such reason: " + kind);
        };
    }

    /** Writes a Master_Down_Timer; also a part of a state. */
    public static void writeTimer(Why.DownTimer timer, FieldSink out) {
        out.word("armed", timer.armed());
        out.index("by", timer.armedBy());
        out.moment("at", timer.armedAt());
        out.moment("due", timer.due());
        out.number("adverts", timer.adverts());
        out.nanos("interval", timer.intervalNanos());
        out.nanos("skew", timer.skewNanos());
    }

    /** Reads what {@link #writeTimer} wrote. */
    public static Why.DownTimer readTimer(FieldSource in) {
        return new Why.DownTimer(
                in.word("armed", Why.Armed.class),
                in.index("by"),
                in.moment("at"),
                in.moment("due"),
                (int) in.number("adverts"),
                in.nanos("interval"),
                in.nanos("skew"));
    }
}
