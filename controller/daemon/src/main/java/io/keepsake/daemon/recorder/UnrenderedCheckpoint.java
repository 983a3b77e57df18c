package io.keepsake.daemon.recorder;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** A checkpoint whose text is made by the writer thread. */
record UnrenderedCheckpoint(long index, Moment at, Instant wall, Supplier<Checkpoint> render) {
    Turn turn() {
        return new Turn(new Recorded(index, at, wall, render.get()), List.of(), List.of());
    }
}
