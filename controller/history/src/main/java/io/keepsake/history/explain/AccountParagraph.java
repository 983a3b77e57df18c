package io.keepsake.history.explain;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happened in a turn and why, and what was done about it then and soon after. */
class AccountParagraph implements Paragraph {
    private static final long SETTLED_NANOS = 2_000_000_000L;
    private static final long GIVEN_UP_NANOS = 10_000_000_000L;
    private static final int EFFECTS_MAX = 20;

    /** Which effects belong to it. */
    interface Belonging {
        @Nullable TracedEffect trace(Effect effect, long index, Moment asked);
    }

    private final NodeHistory node;
    private final Recorded begun;
    private final List<String> lines;
    private final Belonging belonging;
    private final EffectTrace effects = new EffectTrace(EFFECTS_MAX);
    private boolean closed;
    private boolean wentOn;

    AccountParagraph(NodeHistory node, Turn begun, List<String> lines, Belonging belonging) {
        this.node = node;
        this.begun = begun.recorded();
        this.lines = new ArrayList<>(lines);
        this.belonging = belonging;
    }

    final Recorded begun() {
        return begun;
    }

    final boolean closed() {
        return closed;
    }

    final void line(String line) {
        lines.add(line);
    }

    /** Nothing more belongs to it; what this turn does belongs to what closes it. */
    final void close(Turn turn) {
        if (!closed) {
            closed = true;
            wentOn = turn.recorded().index() == begun.index();
        }
    }

    @Override
    public void onEvent(Turn turn) {
        if (!closed) {
            effects.onEvent(turn);
        }
    }

    /** Regular adverts are left out. */
    @Override
    public void onEffects(Turn turn) {
        boolean own = turn.recorded().index() == begun.index();
        if (closed || turn.recorded().at().since(begun.at()) > SETTLED_NANOS) {
            return;
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            var effect = turn.effects().get(i);
            if (own || !(effect instanceof SendAdvert)) {
                effects.add(belonging.trace(
                        effect, turn.effectIndex(i), turn.recorded().at()));
            }
        }
    }

    @Override
    public boolean settled(Moment now) {
        long age = now.since(begun.at());
        return closed || age > GIVEN_UP_NANOS || age > SETTLED_NANOS && !effects.open();
    }

    @Override
    public void print(Consumer<String> out, Ending ending) {
        lines.forEach(out);
        if (wentOn) {
            out.accept("  and went on at once");
            return;
        }
        var done = effects.print(node, ending);
        out.accept("  what it did: " + (done.isEmpty() ? "nothing" : String.join(", ", done))
                + (ending == Ending.CUT ? "; what came later is cut by --to" : ""));
    }
}
