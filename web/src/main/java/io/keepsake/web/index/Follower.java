package io.keepsake.web.index;

import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its beginning and then whatever is added, on a thread of its own. A journal that cannot be read is
 * tried again; meanwhile {@link #trouble} says why.
 */
public final class Follower implements AutoCloseable {
    private static final int BATCH = 4096;
    private static final long IDLE_MILLIS = 50;
    private static final long RETRY_MILLIS = 1_000;

    private final Path directory;
    private final NodeIndex node;
    private final List<JournalListener> listeners;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable String trouble;
    /** The directory that was opened, as the file system calls it. */
    private @Nullable Object opened;

    private volatile boolean atEnd;
    private volatile long lastItemNanos = System.nanoTime();
    private volatile boolean grew;

    /** One that has not begun. {@code more} hear each item after the index has it. */
    public static Follower of(Path directory, NodeIndex node, List<JournalListener> more) {
        return new Follower(directory, node, more);
    }

    /** Reads all that there is now, on this thread; not to be started then. */
    public void readAll() throws JournalFailure {
        try (var reader = Journals.open(directory)) {
            do {
                readSome(reader::next);
            } while (!atEnd);
        }
        if (trouble != null) {
            throw new JournalFailure(trouble);
        }
    }

    /** Begins to read. */
    public void start() {
        thread.start();
    }

    private Follower(Path directory, NodeIndex node, List<JournalListener> more) {
        this.directory = directory;
        this.node = node;
        this.listeners = new ArrayList<>();
        listeners.add(new Indexer(node));
        listeners.addAll(more);
        this.thread =
                Thread.ofPlatform().name("journal-" + node.name()).daemon().unstarted(this::follow);
    }

    public Path directory() {
        return directory;
    }

    public NodeIndex node() {
        return node;
    }

    /** Why the journal cannot be read now; null when it can. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** Whether all there was has been read once. */
    public boolean caughtUp() {
        return atEnd;
    }

    /** Whether something was added after all there was had been read: the director's clock need not be asked then. */
    public boolean grew() {
        return grew;
    }

    /** How long nothing new was read. */
    public long silentNanos() {
        return System.nanoTime() - lastItemNanos;
    }

    private void follow() {
        try (var reader = Journals.open(directory)) {
            opened = key();
            while (ended.getCount() > 0) {
                long pause = readSome(reader::next);
                if (pause > 0) {
                    ended.await(pause, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Source {
        @Nullable JournalItem next() throws JournalFailure;
    }

    /** Reads a batch; gives how long to wait before the next. */
    private long readSome(Source source) {
        var items = new ArrayList<JournalItem>();
        boolean large = false;
        try {
            JournalItem item;
            while (items.size() < BATCH && (item = source.next()) != null) {
                items.add(item);
                if (large(item)) {
                    large = true;
                    break;
                }
            }
            trouble = trouble(directory);
        } catch (JournalFailure e) {
            trouble = String.valueOf(e.getMessage());
        }
        tell(items);
        boolean more = large || items.size() == BATCH;
        atEnd |= !more;
        return more ? 0 : trouble == null ? IDLE_MILLIS : RETRY_MILLIS;
    }

    private @Nullable String trouble(Path directory) {
        if (!Files.isReadable(directory)) {
            return directory + " is not there, or may not be read by this user";
        }
        return opened == null || opened.equals(key())
                ? null
                : directory
                        + " is another directory than was opened: the journal was replaced, and what comes there now is"
                        + " not read; start the web again";
    }

    /** What the file system calls the directory that is there now; null where it does not, or none is there. */
    private @Nullable Object key() {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (IOException _) {
            return null;
        }
    }

    /** Whether it may be megabytes, so that not many of them should wait for each other. */
    private static boolean large(JournalItem item) {
        if (!(item instanceof JournalItem.TurnRead read)) {
            return false;
        }
        return switch (read.turn().recorded().event()) {
            case OperatorEvent.ConfigAccepted _,
                    OperatorEvent.LeftoversRecalled _,
                    JournalEvent.Checkpoint _,
                    LinkEvent.KernelRead _,
                    IpvsEvent.IpvsRead _ -> true;
            default -> false;
        };
    }

    private void tell(List<JournalItem> items) {
        if (items.isEmpty()) {
            return;
        }
        lastItemNanos = System.nanoTime();
        grew |= atEnd;
        node.write(() -> items.forEach(listeners.getFirst()::onItem));
        listeners.stream().skip(1).forEach(listener -> items.forEach(listener::onItem));
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
