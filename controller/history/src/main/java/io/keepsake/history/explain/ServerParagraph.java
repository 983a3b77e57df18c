package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.function.Consumer;

/** What happened to a virtual server or one of its real servers, and what was done about it. */
final class ServerParagraph implements Paragraph {
    private static final long SETTLED_NANOS = 2_000_000_000L;
    private static final int EFFECTS_MAX = 12;

    private final NodeHistory node;
    private final Moment begun;
    private final List<String> lines;
    private final ServerEffects mine;
    private final EffectTrace effects = new EffectTrace(EFFECTS_MAX);

    ServerParagraph(NodeHistory node, Moment begun, List<String> lines, ServerEffects mine) {
        this.node = node;
        this.begun = begun;
        this.lines = List.copyOf(lines);
        this.mine = mine;
    }

    @Override
    public void onEvent(Turn turn) {
        effects.onEvent(turn);
    }

    @Override
    public void onEffects(Turn turn) {
        if (turn.recorded().at().since(begun) <= SETTLED_NANOS) {
            mine.trace(turn).forEach(effects::add);
        }
    }

    /** Scripts and programs of IPVS are asked for a little later. */
    @Override
    public boolean settled(Moment now) {
        long age = now.since(begun);
        return age > SETTLED_NANOS || age > SETTLED_NANOS / 4 && !effects.open();
    }

    @Override
    public void print(Consumer<String> out, Ending ending) {
        lines.forEach(out);
        var done = effects.print(node, ending);
        if (done.isEmpty()) {
            out.accept("  what it did: nothing");
        }
        done.forEach(each -> out.accept("  then " + each));
        if (ending == Ending.CUT) {
            out.accept("  what came later is cut by --to");
        }
    }
}
