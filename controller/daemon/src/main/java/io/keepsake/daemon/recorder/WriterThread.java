package io.keepsake.daemon.recorder;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The thread that writes. What it fails to write it keeps and tries again; what the ring then loses it names. */
final class WriterThread {
    private static final long IDLE_NANOS = 10_000_000;

    /** Opening takes a processor for a while; whoever elects first may have it first. The ring keeps what happens. */
    private static final long HEAD_START_NANOS = 150_000_000;

    private static final long RETRY_MIN_NANOS = 100_000_000;
    private static final long RETRY_MAX_NANOS = 500_000_000L;

    /** How often somebody looks whether the disk fills up by what others write. */
    private static final long DISK_NANOS = 10_000_000_000L;

    private static final long HOUSE_PAUSE_NANOS = 1_000_000_000L;

    private static final int CAUSES_MAX = 100;
    private static final String RING_FULL = "the ring was full";
    private static final VarHandle OFFERED_TO;
    private static final VarHandle DROPPED;

    static {
        try {
            var lookup = MethodHandles.lookup();
            OFFERED_TO = lookup.findVarHandle(WriterThread.class, "offeredTo", long.class);
            DROPPED = lookup.findVarHandle(WriterThread.class, "dropped", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Path directory;
    private final JournalOptions options;
    private final Ring<Object> ring;
    private final RecorderListener listener;
    private final Set<String> told = new HashSet<>();
    private @Nullable JournalWriter journal;

    /** Written by the election thread alone: the index behind the last turn offered, lost or not; and lost ones. */
    @SuppressWarnings("UnusedVariable")
    private long offeredTo;

    private long dropped;
    private volatile boolean checkpointWanted;
    private volatile boolean ending;
    private volatile long endBy;

    /** Of the writer thread alone. */
    private long nextIndex = -1;

    private String trouble = RING_FULL;
    private long retryNanos = RETRY_MIN_NANOS;
    private boolean dirty;
    private boolean checkpointAsked;
    private long syncedAt = System.nanoTime();
    private long diskSeenAt = System.nanoTime();
    private long houseFailedAt = System.nanoTime() - HOUSE_PAUSE_NANOS;

    WriterThread(Path directory, JournalOptions options, Ring<Object> ring, RecorderListener listener) {
        this.directory = directory;
        this.options = options;
        this.ring = ring;
        this.listener = listener;
    }

    void offeredTo(long index, boolean room) {
        OFFERED_TO.setRelease(this, index);
        if (!room) {
            DROPPED.setRelease(this, dropped + 1);
        }
    }

    long dropped() {
        return (long) DROPPED.getAcquire(this);
    }

    boolean checkpointWanted() {
        return checkpointWanted;
    }

    void checkpointOffered() {
        checkpointWanted = false;
    }

    void end(long byNanos) {
        endBy = byNanos;
        ending = true;
    }

    /** The root of the thread. What gets here is our mistake; recording ends, and is told, and the election goes on. */
    void run() {
        try {
            record();
        } catch (RuntimeException | Error mistake) {
            tell("recording has ended: " + mistake);
        }
    }

    private void record() {
        LockSupport.parkNanos(HEAD_START_NANOS);
        while (!insist(this::open)) {
            if (over()) {
                return;
            }
        }
        recall();
        lookAfter(this::tidy);
        writeUntilEnd();
        if (!over()) {
            nameTrailingGap();
        }
        attempt(this::close);
    }

    private void open() throws JournalFailure {
        try {
            journal = Journals.openWriter(directory, options);
        } catch (RuntimeException | Error mistake) {
            throw new JournalFailure("the journal cannot be opened: " + mistake, mistake);
        }
    }

    /** What cannot be read of the runs before costs the recall of them, and nothing of this run. */
    private void recall() {
        try (var tail = journal().tail()) {
            listener.opened(journal().run(), tail);
        } catch (JournalFailure | RuntimeException | Error e) {
            tell("what earlier runs left is not known: " + e.getMessage());
        }
    }

    private void writeUntilEnd() {
        while (!over()) {
            var entry = ring.poll();
            if (entry != null) {
                write(entry);
            } else if (ending) {
                return;
            } else {
                LockSupport.parkNanos(IDLE_NANOS);
            }
            if (System.nanoTime() - houseFailedAt >= HOUSE_PAUSE_NANOS) {
                lookAfter(this::housekeeping);
            }
        }
    }

    /** A mistake there costs what it was about, for a second, and no turn. */
    private void lookAfter(Runnable house) {
        try {
            house.run();
        } catch (RuntimeException | Error mistake) {
            houseFailedAt = System.nanoTime();
            tell("the journal is not looked after: " + mistake);
        }
    }

    private void tidy() {
        attempt(journal()::tidy);
    }

    private void write(Object entry) {
        try {
            var turn = entry instanceof Unrendered own ? own.turn() : (Turn) entry;
            writeTurn(turn, entry);
        } catch (RuntimeException | Error mistake) {
            // ours; the turn is lost, and so becomes a gap, but the election and the other turns go on
            tell("a turn cannot be recorded: " + mistake);
        }
    }

    private void writeTurn(Turn turn, Object entry) {
        long index = turn.recorded().index();
        if (nextIndex >= 0 && index > nextIndex) {
            writeGap(nextIndex, index - 1, turn.recorded().at(), turn.recorded().wall());
        }
        boolean rolls = entry instanceof Unrendered own && own.rolls();
        while (!insist(() -> put(turn, rolls))) {
            if (over()) {
                return;
            }
        }
        nextIndex = turn.nextIndex();
    }

    private void put(Turn turn, boolean rolls) throws JournalFailure {
        dirty = true;
        if (rolls) {
            journal().roll(turn);
            checkpointAsked = false;
            lookAfter(this::tidy);
        } else {
            journal().append(turn);
        }
    }

    /**
     * The gap takes the last index that was lost, and the time of the first turn after it. Its reason is the latest
     * trouble there was, that of writing the gap itself included.
     */
    private void writeGap(long from, long to, Moment at, Instant wall) {
        while (!insist(() -> put(gap(from, to, at, wall), false))) {
            if (over()) {
                return;
            }
        }
        nextIndex = to + 1;
        trouble = RING_FULL;
        wantCheckpoint();
    }

    private Turn gap(long from, long to, Moment at, Instant wall) {
        return new Turn(new Recorded(to, at, wall, new RecordingGap(from, to, trouble)), List.of(), List.of());
    }

    /** Turns may have been lost with none after them. */
    private void nameTrailingGap() {
        long offered = (long) OFFERED_TO.getAcquire(this);
        if (nextIndex >= 0 && offered > nextIndex) {
            writeGap(nextIndex, offered - 1, new Moment(System.nanoTime()), Instant.now());
        }
    }

    private void housekeeping() {
        long now = System.nanoTime();
        if (dirty && now - syncedAt >= options.syncEvery().toNanos()) {
            syncedAt = now;
            dirty = !attempt(journal()::sync);
        }
        if (journal().rollDue()) {
            wantCheckpoint();
        }
        if (now - diskSeenAt >= DISK_NANOS) {
            diskSeenAt = now;
            if (journal().tidyDue()) {
                tidy();
            }
        }
    }

    /** Once, until it came. */
    private void wantCheckpoint() {
        if (!checkpointAsked) {
            checkpointAsked = true;
            checkpointWanted = true;
            listener.wantCheckpoint();
        }
    }

    private void close() throws JournalFailure {
        journal().close();
    }

    private JournalWriter journal() {
        if (journal == null) {
            throw new IllegalStateException("the journal is not open");
        }
        return journal;
    }

    private interface Work {
        void run() throws JournalFailure;
    }

    /** Does it, or waits a while, longer each time. */
    private boolean insist(Work work) {
        if (attempt(work)) {
            retryNanos = RETRY_MIN_NANOS;
            return true;
        }
        boolean wasEnding = ending;
        long until = System.nanoTime() + (wasEnding ? RETRY_MIN_NANOS : retryNanos);
        for (long left = 1; left > 0 && ending == wasEnding; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        retryNanos = Math.min(retryNanos * 2, RETRY_MAX_NANOS);
        return false;
    }

    private boolean attempt(Work work) {
        try {
            work.run();
            return true;
        } catch (JournalFailure e) {
            tell(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void tell(String what) {
        trouble = what;
        if (told.size() < CAUSES_MAX && told.add(what)) {
            listener.failed(what);
        }
    }

    private boolean over() {
        return ending && System.nanoTime() - endBy >= 0;
    }
}
