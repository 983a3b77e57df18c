package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.value.Moment;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was done about something, and the answers to it. */
final class EffectTrace {
    private final int max;
    private final List<TracedEffect> effects = new ArrayList<>();
    private int more;

    /** @param max so many are told; the others are counted */
    EffectTrace(int max) {
        this.max = max;
    }

    void add(@Nullable TracedEffect effect) {
        if (effect != null && effects.size() < max) {
            effects.add(effect);
        } else if (effect != null) {
            more++;
        }
    }

    /** Takes an answer. */
    void onEvent(Turn turn) {
        if (effects.isEmpty()) {
            return;
        }
        var now = turn.recorded().at();
        Event event = turn.recorded().event();
        if (event instanceof EffectApplied e) {
            became(e.effect(), now, took -> "applied after " + took);
        } else if (event instanceof EffectFailed e) {
            became(
                    e.effect(),
                    now,
                    took -> "FAILED after " + took + " with " + Errno.print(e.errno()) + ": " + e.detail());
        } else if (event instanceof ProgramRefused e) {
            e.refusals().forEach(refusal -> effects.stream()
                    .filter(each -> each.is(e.effect(), refusal.position()))
                    .forEach(each -> each.became("REFUSED by the kernel with " + Errno.print(refusal.errno()))));
            became(e.effect(), now, took -> "applied after " + took);
        } else if (event instanceof ScriptEnded e) {
            became(e.effect(), now, took -> e.end() + " with status " + e.status() + " after " + took);
        }
    }

    private void became(long index, Moment now, Function<String, String> outcome) {
        effects.stream()
                .filter(each -> each.is(index))
                .forEach(each -> each.became(outcome.apply(Spans.print(now.since(each.asked())))));
    }

    /** Whether an answer is still to come. */
    boolean open() {
        return effects.stream().anyMatch(TracedEffect::open);
    }

    /** Each effect with its outcome. */
    List<String> print(NodeHistory node, Ending ending) {
        var lines = new ArrayList<String>();
        effects.forEach(each -> lines.add(each.print(node, ending)));
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        return lines;
    }
}
