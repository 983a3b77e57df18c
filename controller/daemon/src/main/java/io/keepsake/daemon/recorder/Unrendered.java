package io.keepsake.daemon.recorder;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * An event of the journal's own whose text is made by the writer thread.
 *
 * @param rolls whether a new file begins with it
 */
record Unrendered(long index, Moment at, Instant wall, boolean rolls, Supplier<? extends JournalEvent> render) {
    Turn turn() {
        return new Turn(new Recorded(index, at, wall, render.get()), List.of(), List.of());
    }
}
