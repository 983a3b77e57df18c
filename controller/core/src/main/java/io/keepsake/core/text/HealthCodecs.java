package io.keepsake.core.text;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.HealthEvent.CheckUnknown;
import io.keepsake.core.event.HealthEvent.FileRead;
import java.util.List;

/** What the probes found. */
final class HealthCodecs {
    private static final Codec<CheckTiming> TIMING = Codec.of(
            CheckTiming.class,
            CheckTiming::new,
            Field.nanos("late", CheckTiming::lateNanos),
            Field.nanos("connect", CheckTiming::connectNanos),
            Field.nanos("tls", CheckTiming::tlsNanos),
            Field.nanos("first_byte", CheckTiming::firstByteNanos),
            Field.nanos("body", CheckTiming::bodyNanos));

    static final List<Codec<? extends HealthEvent>> ALL = List.of(
            Codec.of(
                    CheckPassed.class,
                    CheckPassed::new,
                    Field.checker(CheckPassed::checker),
                    Field.part(CheckPassed::timing, TIMING),
                    Field.text("detail", CheckPassed::detail),
                    Field.integer("weight", CheckPassed::weight),
                    Field.number("incarnation", CheckPassed::incarnation).later()),
            Codec.of(
                    CheckFailed.class,
                    CheckFailed::new,
                    Field.checker(CheckFailed::checker),
                    Field.part(CheckFailed::timing, TIMING),
                    Field.word("reason", CheckFailure.class, CheckFailed::reason),
                    Field.text("detail", CheckFailed::detail),
                    Field.number("incarnation", CheckFailed::incarnation).later()),
            Codec.of(
                    FileRead.class,
                    FileRead::new,
                    Field.checker(FileRead::checker),
                    Field.number("number", FileRead::number),
                    Field.number("incarnation", FileRead::incarnation).later()),
            Codec.of(
                    CheckUnknown.class,
                    CheckUnknown::new,
                    Field.checker(CheckUnknown::checker),
                    Field.part(CheckUnknown::timing, TIMING),
                    Field.text("detail", CheckUnknown::detail),
                    Field.number("incarnation", CheckUnknown::incarnation).later()));

    private HealthCodecs() {}
}
