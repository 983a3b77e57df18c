package io.keepsake.core.text;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.DeadlineRepeated;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.EventsDropped;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.OutcomeEvent.Refusal;
import java.util.List;
import java.util.Objects;

/** What the loop tells of itself: of the clocks, of what became of effects, of the journal. */
final class LoopCodecs {
    private static final Codec<Refusal> REFUSAL = Codec.of(
            Refusal.class,
            Refusal::new,
            Field.integer("position", Refusal::position),
            Field.integer("errno", Refusal::errno));

    private static final Field<LoopStalled, Long> WAITED = new Field<>(
            (stalled, out) -> out.optional(
                    "waited",
                    stalled.waitedNanos() == LoopStalled.UNKNOWN ? null : stalled.waitedNanos(),
                    (nanos, o) -> o.nanos("for", nanos)),
            in -> Objects.requireNonNullElse(in.optional("waited", o -> o.nanos("for")), LoopStalled.UNKNOWN));

    static final List<Codec<? extends Event>> ALL = List.of(
            Codec.of(DeadlineReached.class, DeadlineReached::new),
            Codec.of(WallClockStepped.class, WallClockStepped::new, Field.nanos("by", WallClockStepped::nanos)),
            Codec.of(LoopStalled.class, LoopStalled::new, Field.nanos("late", LoopStalled::nanos), WAITED.later()),
            Codec.of(
                    DeadlineRepeated.class,
                    DeadlineRepeated::new,
                    Field.number("times", DeadlineRepeated::times),
                    Field.nanos("held", DeadlineRepeated::heldNanos)),
            Codec.of(EffectApplied.class, EffectApplied::new, Field.index("effect", EffectApplied::effect)),
            Codec.of(
                    EffectFailed.class,
                    EffectFailed::new,
                    Field.index("effect", EffectFailed::effect),
                    Field.integer("errno", EffectFailed::errno),
                    Field.text("detail", EffectFailed::detail)),
            Codec.of(
                    ProgramRefused.class,
                    ProgramRefused::new,
                    Field.index("effect", ProgramRefused::effect),
                    Field.list("refusals", ProgramRefused::refusals, REFUSAL)),
            Codec.of(EventsDropped.class, EventsDropped::new, Field.number("count", EventsDropped::count)),
            Codec.of(
                    PartFailed.class,
                    PartFailed::new,
                    Field.text("part", PartFailed::part),
                    Field.text("reason", PartFailed::reason),
                    Field.nanos("again", PartFailed::againNanos)),
            Codec.of(
                    RecordingGap.class,
                    RecordingGap::new,
                    Field.index("from", RecordingGap::from),
                    Field.index("to", RecordingGap::to),
                    Field.text("reason", RecordingGap::reason)),
            Codec.of(
                    Checkpoint.class,
                    Checkpoint::new,
                    Field.texts("state", "line", Checkpoint::state),
                    Field.number("fingerprint", Checkpoint::fingerprint)),
            Codec.of(
                    Heartbeat.class,
                    Heartbeat::new,
                    Field.number("fingerprint", Heartbeat::fingerprint),
                    Field.number("dropped", Heartbeat::dropped),
                    Field.nanos("late", Heartbeat::lateNanos)));

    private LoopCodecs() {}
}
