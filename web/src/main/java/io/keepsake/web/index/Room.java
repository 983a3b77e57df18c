package io.keepsake.web.index;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The memory that the index of one node takes, about, and which chunks could be thinned for more. For the thread that
 * writes the index.
 */
final class Room {
    /** What one run takes of it. */
    static final class Share {
        private final Room room;
        private long bytes;

        private Share(Room room) {
            this.room = room;
        }

        /** @param more bytes; below 0 when it takes less */
        void grew(long more) {
            bytes += more;
            room.bytes += more;
        }

        void sealed(Series.Chunk chunk) {
            room.sealed.add(chunk);
        }

        /** The run is forgotten. */
        void release() {
            room.bytes -= bytes;
            bytes = 0;
        }
    }

    private final Deque<Series.Chunk> sealed = new ArrayDeque<>();
    private final long most;
    private long bytes;

    /** @param most bytes that there are */
    Room(long most) {
        this.most = most;
    }

    Share share() {
        return new Share(this);
    }

    boolean full() {
        return bytes > most;
    }

    long bytes() {
        return bytes;
    }

    /** Takes from the chunks that were full first what they hold but their summary, until there is room. */
    void thin() {
        while (full() && !sealed.isEmpty()) {
            sealed.remove().thin();
        }
    }
}
