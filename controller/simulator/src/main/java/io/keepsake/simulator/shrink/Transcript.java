package io.keepsake.simulator.shrink;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what one director was told, from the beginning of its last run. */
final class Transcript implements Watcher {
    private final int machine;
    private final List<TranscriptEntry> told = new ArrayList<>();
    private long last;

    Transcript(int machine) {
        this.machine = machine;
    }

    List<TranscriptEntry> told() {
        return told;
    }

    @Override
    public void onStart(Machine started) {
        if (started.number() == machine) {
            told.clear();
        }
    }

    @Override
    public void onTurn(Machine of, NodeState before, Turn turn, NodeState after) {
        if (of.number() == machine) {
            long at = turn.recorded().at().nanos();
            long waited = told.isEmpty() ? 0 : Math.max(0, at - last);
            last = at;
            told.add(new TranscriptEntry(waited, turn.recorded().event(), answered(before, turn)));
        }
    }

    private static boolean isOf(OutcomeEvent event, long effect) {
        return switch (event) {
            case EffectApplied e -> e.effect() == effect;
            case EffectFailed e -> e.effect() == effect;
            case OutcomeEvent.ProgramRefused e -> e.effect() == effect;
            case OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> false;
        };
    }

    private static @Nullable Change answered(NodeState before, Turn turn) {
        var asked = before.kernel().unanswered();
        var flight = before.ipvs().pending().flight();
        if (flight != null && turn.recorded().event() instanceof OutcomeEvent e && isOf(e, flight.effect())) {
            return new ProgramIpvs(flight.changes());
        }
        if (turn.recorded().event() instanceof EffectApplied e) {
            return asked.get(e.effect());
        }
        return turn.recorded().event() instanceof EffectFailed e ? asked.get(e.effect()) : null;
    }
}
