package io.keepsake.daemon.track;

import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackFile.When;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the files of {@code track_file} on a thread of its own, which may hang on a file that is far away: only what is
 * read of files waits for it then. A change is seen by the kernel's notice of the directory, and where that says nothing (a
 * network, a link to another directory) within a second.
 */
public final class TrackedFiles implements AutoCloseable {
    private static final long REREAD_NANOS = 1_000_000_000L;

    /** How often notices are looked for, and a file that changes all the time is read. */
    private static final long PAUSE_MILLIS = 50;

    private static final int BYTES_MAX = 64;
    private static final String NUMBER = "[+-]?[0-9]{1,18}";

    private final Consumer<Event> inbox;
    private final Thread thread;
    private final Sleeper sleeper = new Sleeper();

    private final Wanted<TrackFile> wanted = new Wanted<>();

    private volatile boolean ending;

    private TrackedFiles(Consumer<Event> inbox) {
        this.inbox = inbox;
        this.thread = Thread.ofPlatform().name("tracked-files").daemon().unstarted(this::run);
    }

    /**
     * Begins to watch; nothing yet.
     *
     * @param inbox told of each number, from the thread of the watcher
     */
    public static TrackedFiles start(Consumer<Event> inbox) {
        var files = new TrackedFiles(inbox);
        files.thread.start();
        return files;
    }

    /** Watches these from now on; the number of each that was not wanted just before is told. From any thread. */
    public void configure(List<TrackFile> files) {
        wanted.set(files);
        sleeper.wake();
    }

    private void run() {
        while (!ending) {
            try (var notices = FileSystems.getDefault().newWatchService()) {
                new Watch(notices).run();
            } catch (IOException | RuntimeException e) {
                inbox.accept(new PartFailed("tracked files", String.valueOf(e), REREAD_NANOS));
                ending |= !sleeper.sleep(REREAD_NANOS / 1_000_000);
            }
        }
    }

    /** What was told of the files, and the directories that tell of them. */
    private final class Watch {
        private final WatchService notices;
        private final Map<Path, WatchKey> directories = new HashMap<>();
        private final Map<TrackFile, Long> told = new HashMap<>();

        Watch(WatchService notices) {
            this.notices = notices;
        }

        void run() throws IOException {
            while (!ending) {
                var files = wanted.take();
                files.forgetIn(told.keySet());
                for (var file : files.all()) {
                    look(file);
                }
                await(files);
            }
        }

        private void look(TrackFile file) throws IOException {
            if (!told.containsKey(file)) {
                write(file);
                watch(file);
            }
            long number = read(file);
            var before = told.put(file, number);
            if (before == null || before != number) {
                inbox.accept(new TrackedFileRead(file.name(), number));
            }
        }

        private void watch(TrackFile file) throws IOException {
            var directory = directory(file);
            if (directory != null && !directories.containsKey(directory) && Files.isDirectory(directory)) {
                directories.put(
                        directory,
                        directory.register(
                                notices,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE));
            }
        }

        /** Until something happens in a directory, the files are others, or a second is over. */
        private void await(Wanted.Order<TrackFile> files) {
            long until = System.nanoTime() + REREAD_NANOS;
            boolean happened = false;
            while (!happened && !ending && wanted.isStill(files) && System.nanoTime() < until) {
                ending |= !sleeper.sleep(files.all().isEmpty() ? Long.MAX_VALUE : PAUSE_MILLIS);
                for (var key = notices.poll(); key != null; key = notices.poll()) {
                    happened = true;
                    key.pollEvents();
                    if (!key.reset()) {
                        directories.values().remove(key);
                    }
                }
            }
        }
    }

    private static @Nullable Path directory(TrackFile file) {
        try {
            return Path.of(file.path()).toAbsolutePath().getParent();
        } catch (InvalidPathException _) {
            return null;
        }
    }

    /** {@code init_file}. */
    private void write(TrackFile file) {
        var init = file.init();
        try {
            var path = Path.of(file.path());
            boolean wants = init.when() == When.ALWAYS
                    || init.when() == When.MISSING && Files.notExists(path, LinkOption.NOFOLLOW_LINKS);
            if (wants) {
                Files.writeString(path, init.number() + "\n");
            }
        } catch (IOException | InvalidPathException e) {
            inbox.accept(new PartFailed("init_file of track_file " + file.name(), String.valueOf(e), 0));
        }
    }

    /** 0 when there is no number. */
    private static long read(TrackFile file) {
        try {
            var path = Path.of(file.path());
            if (!Files.isRegularFile(path)) {
                return 0;
            }
            try (var in = Files.newInputStream(path)) {
                var text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.ISO_8859_1).strip();
                return text.matches(NUMBER) ? Long.parseLong(text) : 0;
            }
        } catch (IOException | InvalidPathException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        ending = true;
        sleeper.wake();
    }
}
