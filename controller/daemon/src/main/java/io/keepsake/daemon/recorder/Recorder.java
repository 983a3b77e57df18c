package io.keepsake.daemon.recorder;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Takes turns from the election thread and writes them to the journal on a thread of its own. {@link #offer} never
 * waits: when the disk is slower than the turns for too long, turns are lost, and the journal says which ({@code
 * RecordingGap}).
 *
 * <p>One thread offers, the election thread. The journal is opened on the writer thread as well, so a slow disk delays
 * no start.
 */
public final class Recorder implements AutoCloseable {
    /** Sixteen seconds of a thousand turns a second; with twenty addresses in each advert it takes 20 MiB. */
    public static final int RING_TURNS = 1 << 14;

    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Ring<Object> ring;
    private final WriterThread writer;
    private final Thread thread;

    private Recorder(Path journal, JournalOptions options, int ringTurns, RecorderListener listener) {
        ring = new Ring<>(ringTurns);
        writer = new WriterThread(journal, options, ring, listener);
        thread = Thread.ofPlatform().daemon().name("journal").unstarted(writer::run);
    }

    /** Starts recording to the journal in {@code directory}. */
    public static Recorder start(Path directory, JournalOptions options, RecorderListener listener) {
        return start(directory, options, RING_TURNS, listener);
    }

    /** As above, with a ring of {@code ringTurns}, a power of two. */
    public static Recorder start(Path directory, JournalOptions options, int ringTurns, RecorderListener listener) {
        var recorder = new Recorder(directory, options, ringTurns, listener);
        recorder.thread.start();
        return recorder;
    }

    /** Hands over a turn, and says whether there was room. One that is lost is named by the gap in the indexes. */
    public boolean offer(Turn turn) {
        return offered(turn, turn.nextIndex());
    }

    /**
     * Hands over a checkpoint that is rendered later, on the writer thread. It takes the index {@code index} alone.
     *
     * @param render of values that do not change
     */
    public boolean offerCheckpoint(long index, Moment at, Instant wall, Supplier<Checkpoint> render) {
        boolean room = offered(new Unrendered(index, at, wall, true, render), index + 1);
        if (room) {
            writer.checkpointOffered();
        }
        return room;
    }

    /** The same of a heartbeat, with which no file begins. */
    public boolean offerHeartbeat(long index, Moment at, Instant wall, Supplier<Heartbeat> render) {
        return offered(new Unrendered(index, at, wall, false, render), index + 1);
    }

    private boolean offered(Object entry, long nextIndex) {
        boolean room = ring.offer(entry);
        writer.offeredTo(nextIndex, room);
        return room;
    }

    /** Whether a checkpoint should be offered soon: a file is to end, or turns were lost. */
    public boolean checkpointWanted() {
        return writer.checkpointWanted();
    }

    /** How many times {@link #offer} found no room. */
    public long dropped() {
        return writer.dropped();
    }

    /** Writes what is in the ring, as far as that can be done in three seconds, syncs and closes. */
    @Override
    public void close() {
        writer.end(System.nanoTime() + CLOSING.toNanos());
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSING.plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
