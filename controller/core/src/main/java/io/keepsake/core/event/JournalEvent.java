package io.keepsake.core.event;

import io.keepsake.core.value.RenderedLines;
import java.util.List;

/** What the journal needs to know of itself. */
public sealed interface JournalEvent extends Event {

    /**
     * Turns were not written because the ring was full or the disk failed; the election went on.
     *
     * @param from index of the first event lost
     * @param to index of the last event lost
     */
    record RecordingGap(long from, long to, String reason) implements JournalEvent {}

    /**
     * The whole state before this point: a reader may begin here. Stands at the head of every file but the first.
     *
     * @param state one line a part, as {@code NodeState} prints itself
     * @param fingerprint of the lines
     */
    record Checkpoint(List<String> state, long fingerprint) implements JournalEvent {
        public Checkpoint {
            state = state instanceof RenderedLines ? state : List.copyOf(state);
        }
    }
}
