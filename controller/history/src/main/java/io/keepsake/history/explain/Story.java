package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The paragraphs of one run, in the order in which they begin; each waits until nothing more can come of it. */
final class Story {
    private static final int WAITING_MAX = 4096;

    private final Consumer<String> out;
    private final Deque<Paragraph> waiting = new ArrayDeque<>();

    Story(Consumer<String> out) {
        this.out = out;
    }

    void add(Paragraph paragraph) {
        waiting.add(paragraph);
        if (waiting.size() > WAITING_MAX) {
            tell(waiting.removeFirst(), Ending.CROWDED);
        }
    }

    void add(List<String> lines) {
        add(new Paragraph.Finished(lines));
    }

    void onEvent(Turn turn) {
        waiting.forEach(paragraph -> paragraph.onEvent(turn));
    }

    void onEffects(Turn turn) {
        waiting.forEach(paragraph -> paragraph.onEffects(turn));
    }

    void tellSettled(Moment now) {
        while (!waiting.isEmpty() && waiting.getFirst().settled(now)) {
            tell(waiting.removeFirst(), Ending.SETTLED);
        }
    }

    /** Tells all that wait; {@code last} is the last moment that was read. */
    void end(Moment last, Ending ending) {
        while (!waiting.isEmpty()) {
            var next = waiting.removeFirst();
            tell(next, next.settled(last) ? Ending.SETTLED : ending);
        }
    }

    private void tell(Paragraph paragraph, Ending ending) {
        paragraph.print(out, ending);
        out.accept("");
    }
}
