package io.keepsake.daemon.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.TrackFile;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import jnr.ffi.LibraryLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be watched costs its notices and nothing else. */
class TrackedFilesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int NOBODY = 65534;

    @TempDir
    Path room;

    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Error> failure = new AtomicReference<>();

    /** Of the C library; for the calling thread alone, and those that it begins. */
    public interface Rights {
        int setfsuid(int user);
    }

    private static TrackFile file(String name, Path path, TrackFile.Init init) {
        return new TrackFile(name, path.toString(), init);
    }

    private static TrackFile file(String name, Path path) {
        return file(name, path, TrackFile.Init.NONE);
    }

    /** The inbox is called on the thread of the watch, so an error of it is one of that thread. */
    private void hear(Event event) {
        var next = failure.getAndSet(null);
        if (next != null) {
            throw next;
        }
        told.add(event);
    }

    /** At once, as careful scripts do. */
    private void replace(Path file, String content) throws IOException {
        var next = Files.writeString(room.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitTold(Event event) {
        Await.until(event + ", was " + told, SOON, () -> told.contains(event));
    }

    private long failures() {
        return told.stream().filter(PartFailed.class::isInstance).count();
    }

    private static TrackedFiles startWithoutRights(Consumer<Event> inbox) throws Exception {
        var started = new AtomicReference<@Nullable TrackedFiles>();
        var without = Thread.ofPlatform().start(() -> {
            LibraryLoader.create(Rights.class).load("c").setfsuid(NOBODY);
            started.set(TrackedFiles.start(inbox));
        });
        without.join();
        return Objects.requireNonNull(started.get());
    }

    @Test
    void aDirectoryThatMayNotBeReadIsToldOnceAndItsFilesAreReadLikeAllOthers() throws Exception {
        Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxrwxrwx"));
        var shut = Files.createDirectory(room.resolve("shut"));
        var closed = Files.writeString(shut.resolve("number"), "5\n");
        Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("-wx--x--x"));
        var first = Files.writeString(room.resolve("first"), "0\n");
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-rw-rw-"));
        var last = Files.writeString(room.resolve("last"), "6\n");
        try (var files = startWithoutRights(this::hear)) {
            files.configure(List.of(
                    file("first", first, new TrackFile.Init(TrackFile.When.ALWAYS, 7)),
                    file("closed", closed),
                    file("last", last)));
            awaitTold(new TrackedFileRead("last", 6));
            awaitTold(new TrackedFileRead("closed", 5));
            replace(first, "99\n");
            awaitTold(new TrackedFileRead("first", 99));
            replace(closed, "55\n");
            awaitTold(new TrackedFileRead("closed", 55));
            replace(closed, "56\n");
            awaitTold(new TrackedFileRead("closed", 56));
        } finally {
            Files.setPosixFilePermissions(shut, PosixFilePermissions.fromString("rwx------"));
        }
        assertEquals(1, failures(), told::toString);
        assertEquals(7, told.size(), told::toString);
        assertEquals("99\n", Files.readString(first));
    }

    @Test
    void withoutNoticesOfTheKernelTheFilesAreReadEachSecond() throws Exception {
        var path = Files.writeString(room.resolve("number"), "1\n");
        try (var files = TrackedFiles.start(this::hear, () -> {
            throw new IOException("User limit of inotify instances reached or too many open files");
        })) {
            files.configure(List.of(file("number", path)));
            awaitTold(new TrackedFileRead("number", 1));
            replace(path, "2\n");
            awaitTold(new TrackedFileRead("number", 2));
        }
        assertEquals(1, failures(), told::toString);
    }

    @Test
    void anErrorOfAnyKindIsToldAndWhatWasToldAndInitialisedStays() throws Exception {
        var path = room.resolve("number");
        try (var files = TrackedFiles.start(this::hear)) {
            var number = file("number", path, new TrackFile.Init(TrackFile.When.ALWAYS, 7));
            files.configure(List.of(number));
            awaitTold(new TrackedFileRead("number", 7));
            failure.set(new OutOfMemoryError("as if"));
            replace(path, "8\n");
            awaitTold(new TrackedFileRead("number", 8));
        }
        assertTrue(told.get(1) instanceof PartFailed failed && failed.reason().contains("as if"), told::toString);
        assertEquals(3, told.size(), told::toString);
        assertEquals("8\n", Files.readString(path));
    }
}
