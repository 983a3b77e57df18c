package io.keepsake.simulator.shrink;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.simulator.invariant.DirectorCheck;
import io.keepsake.world.Core;
import io.keepsake.world.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transcript told to a new director, and written down as a scenario where that is wanted. */
final class TranscriptReplay {
    private final DirectorCheck check;
    private final Core core;
    private final @Nullable ScenarioText text;
    private NodeState state = NodeState.INITIAL;
    private long now;
    private long index = 1;
    private @Nullable Violation violation;

    private TranscriptReplay(Core core, Set<String> only, @Nullable ScenarioText text) {
        check = new DirectorCheck(0, only);
        this.core = core;
        this.text = text;
    }

    /** Tells the transcript up to the first violation, and writes it down where a text is given. */
    static TranscriptReplay of(
            Core core, List<TranscriptEntry> transcript, Set<String> only, @Nullable ScenarioText text) {
        var replay = new TranscriptReplay(core, only, text);
        for (var told : transcript) {
            if (replay.violation == null) {
                replay.tell(told);
            }
        }
        return replay;
    }

    /** What did not hold; null when all did. */
    @Nullable Violation violation() {
        return violation;
    }

    NodeState state() {
        return state;
    }

    private void tell(TranscriptEntry told) {
        if (told.event() instanceof DeadlineReached) {
            waits(told.waitNanos(), true);
            pass(told.waitNanos());
            return;
        }
        waits(told.waitNanos(), state.deadline().nanos() > now + told.waitNanos());
        now += told.waitNanos();
        var event = renumbered(told);
        if (event != null) {
            tells(event);
            turn(event);
        }
    }

    private void waits(long nanos, boolean deadlinesCome) {
        if (text != null) {
            text.waits(nanos, deadlinesCome);
        }
    }

    private void tells(Event event) {
        if (text != null) {
            text.tells(event);
        }
    }

    private void pass(long nanos) {
        long until = now + nanos;
        while (violation == null && state.deadline().nanos() <= until) {
            now = Math.max(now, state.deadline().nanos());
            turn(new DeadlineReached());
        }
        now = Math.max(now, until);
    }

    /**
     * A result names its checker's incarnation here, an answer the index that its change has here; an answer to what was
     * not asked is left out.
     */
    private @Nullable Event renumbered(TranscriptEntry told) {
        var answers = told.answers();
        if (told.event() instanceof EffectApplied) {
            var place = answers == null ? null : place(answers);
            return place == null ? null : new EffectApplied(place);
        }
        if (told.event() instanceof EffectFailed failed) {
            var place = answers == null ? Long.valueOf(failed.effect()) : place(answers);
            return place == null ? null : new EffectFailed(place, failed.errno(), failed.detail());
        }
        if (told.event() instanceof ProgramRefused refused) {
            return renumbered(refused);
        }
        if (told.event() instanceof HealthEvent health) {
            return health.as(state.health().incarnation(health.checker()));
        }
        return told.event();
    }

    private @Nullable Event renumbered(ProgramRefused refused) {
        var flight = state.ipvs().pending().flight();
        return flight == null
                ? null
                : new ProgramRefused(
                        flight.effect(),
                        refused.refusals().stream()
                                .filter(r -> r.position() < flight.changes().size())
                                .toList());
    }

    private @Nullable Long place(Change answers) {
        if (answers instanceof ProgramIpvs) {
            var flight = state.ipvs().pending().flight();
            return flight == null ? null : Long.valueOf(flight.effect());
        }
        return state.kernel().unanswered().entrySet().stream()
                .filter(e -> e.getValue().equals(answers))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private void turn(Event event) {
        var before = state;
        try {
            var reduced =
                    core.reduce(before, new Recorded(index, new Moment(now), Instant.EPOCH.plusNanos(now), event));
            state = reduced.next();
            index = reduced.turn().nextIndex();
            check.after(before, reduced.turn(), state);
        } catch (Violation e) {
            violation = e;
        } catch (RuntimeException e) {
            violation = new Violation("NeverThrows", 0, e.toString());
        }
    }
}
