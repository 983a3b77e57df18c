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

    /**
     * The director lives, whatever else there is to tell: without it silence would mean nothing where no instance runs, or
     * none is heard.
     *
     * @param fingerprint of the whole state before this point, as a checkpoint would have it; or {@link #NOT_TAKEN}
     * @param dropped turns of this run that found no room on their way to the journal
     * @param lateNanos how late the loop was at most, since the one before
     */
    record Heartbeat(long fingerprint, long dropped, long lateNanos) implements JournalEvent {
        /** The fingerprint of a heartbeat without one. */
        public static final long NOT_TAKEN = 0;

        /** How often there is one. */
        public static final long EVERY_NANOS = 5_000_000_000L;
    }
}
