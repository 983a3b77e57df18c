package io.keepsake.daemon.track;

import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackFile.When;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import io.keepsake.daemon.life.PartLife;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the files of {@code track_file} on a thread of its own, which may hang on a file that is far away: only what is
 * read of files waits for it then. A change is seen by the kernel's notice of the directory, and where that says nothing (a
 * network, a link to another directory, a directory that may not be read) within a second.
 */
public final class TrackedFiles implements AutoCloseable {
    private static final long REREAD_NANOS = 1_000_000_000L;

    /** How often notices are looked for, and a file that changes all the time is read. */
    private static final long PAUSE_MILLIS = 50;

    private static final int BYTES_MAX = 64;
    private static final String NUMBER = "[+-]?[0-9]{1,18}";

    private final Consumer<Event> inbox;
    private final Source source;
    private final Thread thread;
    private final Sleeper sleeper = new Sleeper();

    private final Wanted<TrackFile> wanted = new Wanted<>();

    private final PartLife life = new PartLife();

    /** What was told of the files, and which of them {@code init_file} is done for; on the thread, whatever fails there. */
    private final Map<TrackFile, Long> told = new HashMap<>();

    private final Set<TrackFile> initialised = new HashSet<>();

    /** Directories that the kernel gives no notices of, which was told; their files are read each second. */
    private final Set<Path> silent = new HashSet<>();

    /** Where notices come from. */
    interface Source {
        WatchService open() throws IOException;
    }

    private TrackedFiles(Consumer<Event> inbox, Source source) {
        this.inbox = inbox;
        this.source = source;
        this.thread = Thread.ofPlatform().name("tracked-files").daemon().unstarted(this::run);
    }

    /**
     * Begins to watch; nothing yet.
     *
     * @param inbox told of each number, from the thread of the watcher
     */
    public static TrackedFiles start(Consumer<Event> inbox) {
        return start(inbox, () -> FileSystems.getDefault().newWatchService());
    }

    /** @param source asked whenever the watch begins */
    static TrackedFiles start(Consumer<Event> inbox, Source source) {
        var files = new TrackedFiles(inbox, source);
        files.thread.start();
        return files;
    }

    /** Watches these from now on; the number of each that was not wanted just before is told. From any thread. */
    public void configure(List<TrackFile> files) {
        wanted.set(files);
        sleeper.wake();
    }

    private void run() {
        life.live(
                () -> {
                    try (var notices = open()) {
                        new Watch(notices).run();
                    }
                },
                (why, again) -> inbox.accept(new PartFailed("tracked files", String.valueOf(why), again)));
    }

    /** Null where the kernel gives no notices, because others have used them up: everything is read each second all the same. */
    private @Nullable WatchService open() {
        try {
            return source.open();
        } catch (IOException e) {
            inbox.accept(new PartFailed("notices of tracked files", String.valueOf(e), 0));
            return null;
        }
    }

    /** The directories that tell of the files. */
    private final class Watch {
        private final @Nullable WatchService notices;
        private final Map<Path, WatchKey> directories = new HashMap<>();

        Watch(@Nullable WatchService notices) {
            this.notices = notices;
        }

        void run() {
            while (!life.isOver()) {
                var files = wanted.take();
                files.forgetIn(told.keySet());
                files.forgetIn(initialised);
                for (var file : files.all()) {
                    look(file);
                }
                await(files);
            }
        }

        private void look(TrackFile file) {
            if (initialised.add(file)) {
                write(file);
            }
            watch(file);
            long number = read(file);
            var before = told.get(file);
            if (before == null || before != number) {
                inbox.accept(new TrackedFileRead(file.name(), number));
                told.put(file, number);
            }
        }

        private void watch(TrackFile file) {
            var directory = directory(file);
            if (notices == null
                    || directory == null
                    || directories.containsKey(directory)
                    || !Files.isDirectory(directory)) {
                return;
            }
            try {
                directories.put(
                        directory,
                        directory.register(
                                notices,
                                StandardWatchEventKinds.ENTRY_CREATE,
                                StandardWatchEventKinds.ENTRY_MODIFY,
                                StandardWatchEventKinds.ENTRY_DELETE));
                silent.remove(directory);
            } catch (IOException e) {
                if (silent.add(directory)) {
                    inbox.accept(new PartFailed("notices of " + directory, String.valueOf(e), REREAD_NANOS));
                }
            }
        }

        /** Until something happens in a directory, the files are others, or a second is over. */
        private void await(Wanted.Order<TrackFile> files) {
            long until = System.nanoTime() + REREAD_NANOS;
            boolean happened = false;
            while (!happened && !life.isOver() && wanted.isStill(files) && System.nanoTime() < until) {
                if (!sleeper.sleep(files.all().isEmpty() ? Long.MAX_VALUE : PAUSE_MILLIS)) {
                    life.end();
                }
                happened = takeNotices();
            }
        }

        private boolean takeNotices() {
            boolean happened = false;
            for (var key = next(); key != null; key = next()) {
                happened = true;
                key.pollEvents();
                if (!key.reset()) {
                    directories.values().remove(key);
                }
            }
            return happened;
        }

        private @Nullable WatchKey next() {
            return notices == null ? null : notices.poll();
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
        life.end();
        sleeper.wake();
    }
}
