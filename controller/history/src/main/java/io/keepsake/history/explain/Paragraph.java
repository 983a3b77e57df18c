package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Moment;
import java.util.List;
import java.util.function.Consumer;

/** Something that is told once nothing more can come of it. */
interface Paragraph {

    /** Takes the event of a later turn, and what was decided in it. */
    void onEvent(Turn turn);

    /** Takes what a turn, its own or a later one, asked for. */
    void onEffects(Turn turn);

    boolean settled(Moment now);

    void print(Consumer<String> out, Ending ending);

    /** One to which nothing can be added. */
    record Finished(List<String> lines) implements Paragraph {
        public Finished {
            lines = List.copyOf(lines);
        }

        @Override
        public void onEvent(Turn turn) {}

        @Override
        public void onEffects(Turn turn) {}

        @Override
        public boolean settled(Moment now) {
            return true;
        }

        @Override
        public void print(Consumer<String> out, Ending ending) {
            lines.forEach(out);
        }
    }
}
