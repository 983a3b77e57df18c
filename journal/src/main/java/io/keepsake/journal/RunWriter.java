package io.keepsake.journal;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.journal.chronicle.Access;
import io.keepsake.journal.chronicle.PartAppender;
import io.keepsake.journal.codec.FileEncoder;
import io.keepsake.journal.codec.Head;
import io.keepsake.journal.codec.Head.Start;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One run in parts. Each part is a new directory, so nothing that an earlier run left behind, be it torn, damaged or
 * locked, is ever opened by Chronicle again.
 */
final class RunWriter implements JournalWriter {
    private final Path directory;
    private final JournalOptions options;
    private final Access access;
    private final DirectoryLock lock;
    private final long run;
    private final Retention retention;
    private long part;
    private @Nullable PartAppender appender;
    private @Nullable FileEncoder encoder;
    private long begunNanos;
    private long rollBytes;
    private boolean written;
    /** Of the next record in this part. */
    private long sequence;

    private RunWriter(Path directory, JournalOptions options, Access access, DirectoryLock lock, long run) {
        this.directory = directory;
        this.options = options;
        this.access = access;
        this.lock = lock;
        this.run = run;
        retention = new Retention(directory, options);
    }

    static RunWriter open(Path directory, JournalOptions options) throws IOException, JournalFailure {
        var access = Access.of(directory);
        var lock = DirectoryLock.take(directory, access);
        try {
            long run = JournalFile.lastRun(directory).orElse(0) + 1;
            var writer = new RunWriter(directory, options, access, lock, run);
            writer.keepOn(writer::appender);
            return writer;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The part to write to: a new one at first, and after one that is in doubt. */
    private PartAppender appender() throws IOException {
        var present = appender;
        if (present != null && present.usable()) {
            return present;
        }
        leavePart();
        var begun = PartAppender.create(JournalFile.directory(directory, run, part + 1), access);
        part++;
        sequence = 0;
        appender = begun;
        return begun;
    }

    private void leavePart() {
        var left = appender;
        appender = null;
        encoder = null;
        if (left != null) {
            try {
                left.close();
            } catch (IOException alreadyInDoubt) {
                // its failure was told when it happened, and readers find what is whole in it
                return;
            }
        }
    }

    @Override
    public void append(Turn turn) throws JournalFailure {
        try {
            keepOn(() -> put(turn));
        } catch (IOException e) {
            throw failure("a turn was not written", e);
        }
    }

    private void put(Turn turn) throws IOException {
        var to = appender();
        var by = encoder;
        if (by == null) {
            begin(to, written ? Start.RESUMED : Start.RUN, turn);
        } else {
            write(to, by, turn);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** On a full disk the oldest goes, and history goes on. */
    private void keepOn(Work work) throws IOException {
        while (true) {
            try {
                work.run();
                return;
            } catch (IOException e) {
                if (!retention.isDiskFull() || !retention.makeRoom()) {
                    throw e;
                }
            }
        }
    }

    /** Begins a file with {@code turn}. When it fails the next turn begins one. */
    private void begin(PartAppender to, Start start, Turn turn) throws IOException {
        var head = Head.of(sequence, run, start, options.programVersion(), turn);
        to.beginFile(head);
        encoder = null;
        var by = new FileEncoder(head);
        write(to, by, turn);
        encoder = by;
        begunNanos = System.nanoTime();
        rollBytes = retention.rollBytes();
    }

    private void write(PartAppender to, FileEncoder by, Turn turn) throws IOException {
        var frames = by.encode(turn);
        try {
            to.reserve(frames.size() + Integer.BYTES * frames.count());
            to.append(frames);
        } catch (IOException e) {
            by.reject();
            throw e;
        }
        by.accept();
        sequence = by.sequence();
        written = true;
    }

    @Override
    public void sync() throws JournalFailure {
        var present = appender;
        if (present != null) {
            try {
                present.sync();
            } catch (IOException e) {
                throw failure("what was written last is not durable", e);
            }
        }
    }

    @Override
    public boolean rollDue() {
        var present = appender;
        return present != null
                && encoder != null
                && (System.nanoTime() - begunNanos >= options.rollEvery().toNanos() || present.position() >= rollBytes);
    }

    @Override
    public void roll(Turn checkpoint) throws JournalFailure {
        if (!(checkpoint.recorded().event() instanceof Checkpoint)) {
            throw new IllegalArgumentException("a file begins with a checkpoint, was "
                    + checkpoint.recorded().event());
        }
        try {
            keepOn(() -> begin(appender(), Start.CHECKPOINT, checkpoint));
        } catch (IOException e) {
            throw failure("no new file was begun", e);
        }
    }

    @Override
    public void tidy() throws JournalFailure {
        try {
            retention.deleteEmptyRuns(JournalFile.directory(directory, run, part));
            retention.apply();
        } catch (IOException e) {
            throw failure("old files were not deleted", e);
        }
    }

    @Override
    public boolean tidyDue() {
        return retention.missing() > 0;
    }

    private JournalFailure failure(String what, IOException cause) {
        return new JournalFailure("journal " + directory + ": " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public long run() {
        return run;
    }

    @Override
    public JournalReader tail() throws JournalFailure {
        var reader = new DirectoryReader(directory, run);
        reader.seekState(run, 0);
        return reader;
    }

    @Override
    public void close() throws JournalFailure {
        try (lock) {
            try {
                sync();
            } finally {
                leavePart();
            }
        } catch (IOException e) {
            throw failure("the lock was not given back", e);
        }
    }
}
