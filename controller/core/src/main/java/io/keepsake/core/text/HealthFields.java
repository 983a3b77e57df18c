package io.keepsake.core.text;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.FailedChecker;
import io.keepsake.core.event.OperatorEvent.GoodChecker;
import io.keepsake.core.event.OperatorEvent.KnownServer;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import org.jspecify.annotations.Nullable;

/** The fields of what probes, scripts and operators tell of servers. */
public final class HealthFields {
    private HealthFields() {}

    /** The field {@code server}. */
    public static void writeServer(VirtualServerName server, FieldSink out) {
        out.name("server", server.value());
    }

    /** Reads what {@link #writeServer} wrote. */
    public static VirtualServerName readServer(FieldSource in) {
        return new VirtualServerName(in.name("server"));
    }

    /** Writes whose checker it is; also a part of a state. */
    public static void writeChecker(CheckerId checker, FieldSink out) {
        writeServer(checker.server(), out);
        out.endpoint("real", checker.real());
        out.number("check", checker.number());
    }

    /** Reads what {@link #writeChecker} wrote. */
    public static CheckerId readChecker(FieldSource in) {
        return new CheckerId(readServer(in), in.endpoint("real"), (int) in.number("check"));
    }

    static void writeHealth(HealthEvent event, FieldSink out) {
        writeChecker(event.checker(), out);
        switch (event) {
            case HealthEvent.CheckPassed e -> {
                writeTiming(e.timing(), out);
                out.text("detail", e.detail());
                out.number("weight", e.weight());
                out.number("incarnation", e.incarnation());
            }
            case HealthEvent.CheckFailed e -> {
                writeTiming(e.timing(), out);
                out.word("reason", e.reason());
                out.text("detail", e.detail());
                out.number("incarnation", e.incarnation());
            }
            case HealthEvent.FileRead e -> {
                out.number("number", e.number());
                out.number("incarnation", e.incarnation());
            }
            case HealthEvent.CheckUnknown e -> {
                writeTiming(e.timing(), out);
                out.text("detail", e.detail());
                out.number("incarnation", e.incarnation());
            }
        }
    }

    static HealthEvent.CheckPassed readPassed(FieldSource in) {
        return new HealthEvent.CheckPassed(
                readChecker(in),
                readTiming(in),
                in.text("detail"),
                (int) in.number("weight"),
                in.later().number("incarnation"));
    }

    static HealthEvent.FileRead readNumber(FieldSource in) {
        return new HealthEvent.FileRead(
                readChecker(in), in.number("number"), in.later().number("incarnation"));
    }

    static HealthEvent.CheckUnknown readUnknown(FieldSource in) {
        return new HealthEvent.CheckUnknown(
                readChecker(in), readTiming(in), in.text("detail"), in.later().number("incarnation"));
    }

    static HealthEvent.CheckFailed readFailed(FieldSource in) {
        return new HealthEvent.CheckFailed(
                readChecker(in),
                readTiming(in),
                in.word("reason", CheckFailure.class),
                in.text("detail"),
                in.later().number("incarnation"));
    }

    private static void writeTiming(CheckTiming timing, FieldSink out) {
        out.nanos("late", timing.lateNanos());
        out.nanos("connect", timing.connectNanos());
        out.nanos("tls", timing.tlsNanos());
        out.nanos("first_byte", timing.firstByteNanos());
        out.nanos("body", timing.bodyNanos());
    }

    private static CheckTiming readTiming(FieldSource in) {
        return new CheckTiming(
                in.nanos("late"), in.nanos("connect"), in.nanos("tls"), in.nanos("first_byte"), in.nanos("body"));
    }

    static void writeScript(ScriptEvent event, FieldSink out) {
        switch (event) {
            case ScriptEvent.ScriptEnded e -> {
                out.index("effect", e.effect());
                out.text("subject", e.subject());
                out.text("command", e.command());
                out.word("end", e.end());
                out.number("status", e.status());
                out.nanos("took", e.tookNanos());
                out.text("output", e.output());
            }
            case ScriptEvent.ScriptUnavailable e -> {
                out.text("subject", e.subject());
                out.text("command", e.command());
                out.text("reason", e.reason());
            }
        }
    }

    static ScriptEvent.ScriptEnded readEnded(FieldSource in) {
        return new ScriptEvent.ScriptEnded(
                in.index("effect"),
                in.text("subject"),
                in.text("command"),
                in.word("end", ScriptEvent.End.class),
                (int) in.number("status"),
                in.nanos("took"),
                in.text("output"));
    }

    static void writeFailed(FailedChecker failed, FieldSink out) {
        writeChecker(failed.checker(), out);
        out.text("why", failed.why());
    }

    static FailedChecker readFailedChecker(FieldSource in) {
        return new FailedChecker(readChecker(in), in.text("why"));
    }

    static void writeKnown(KnownServer known, FieldSink out) {
        writeServer(known.server(), out);
        out.flag("quorum", known.quorum());
        out.list("good", known.good(), (checker, o) -> {
            o.endpoint("real", checker.real());
            o.number("check", checker.number());
            o.number("asked", checker.asked());
        });
    }

    static KnownServer readKnown(FieldSource in) {
        return new KnownServer(
                readServer(in),
                in.flag("quorum"),
                in.list("good", s -> new GoodChecker(s.endpoint("real"), (int) s.number("check"), s.number("asked"))));
    }

    /** Writes a drain; also a part of a state. */
    public static void writeDrain(Drain drain, FieldSink out) {
        writeServer(drain.server(), out);
        writeReal(drain.real(), out);
        out.moment("until", drain.until());
        out.text("reason", drain.reason());
        out.text("by", drain.by());
    }

    /** Reads what {@link #writeDrain} wrote. */
    public static Drain readDrain(FieldSource in) {
        var server = readServer(in);
        var real = readReal(in);
        return new Drain(server, real, in.moment("until"), in.text("reason"), in.text("by"));
    }

    /** The field {@code real} that may be absent. */
    static void writeReal(@Nullable Endpoint real, FieldSink out) {
        ValueFields.writeOptional("real", real, (r, o) -> o.endpoint("at", r), out);
    }

    static @Nullable Endpoint readReal(FieldSource in) {
        return ValueFields.readOptional("real", s -> s.endpoint("at"), in);
    }
}
