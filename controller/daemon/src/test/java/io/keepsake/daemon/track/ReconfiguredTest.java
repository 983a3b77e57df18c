package io.keepsake.daemon.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.core.event.TrackEvent.TrackedFileRead;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two reloads in a row take away and bring back is told of again: the rules have forgotten it. */
class ReconfiguredTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int TIMES = 20;

    @TempDir
    Path room;

    private final List<Event> told = new CopyOnWriteArrayList<>();

    private void awaitTold(int number) {
        Await.until(number + " of what is wanted, was " + told, SOON, () -> told.size() >= number);
        assertEquals(number, told.size());
    }

    @Test
    void aFile() throws Exception {
        var file = Files.writeString(room.resolve("number"), "7\n");
        var wanted = List.of(new TrackFile("number", file.toString(), TrackFile.Init.NONE));
        try (var files = TrackedFiles.start(told::add)) {
            for (int i = 1; i <= TIMES; i++) {
                files.configure(List.of());
                files.configure(wanted);
                awaitTold(i);
                assertEquals(new TrackedFileRead("number", 7), told.getLast());
                files.configure(wanted);
            }
        }
        assertEquals(TIMES, told.size());
    }

    private void haproxy() throws IOException {
        var entry = Files.createDirectory(room.resolve("77"));
        Files.writeString(entry.resolve("comm"), "haproxy\n");
        Files.writeString(entry.resolve("cmdline"), "haproxy\0-f\0");
        Files.writeString(entry.resolve("stat"), "77 (haproxy) S 1 77 77 0 -1 0");
    }

    private static TrackProcess proxy() {
        var command = new TrackProcess.Command("haproxy", List.of(), TrackProcess.Match.NONE, false);
        return new TrackProcess("proxy", command, 1, Integer.MAX_VALUE, 0, 0);
    }

    @Test
    void aProcess() throws Exception {
        haproxy();
        try (var processes = TrackedProcesses.start(told::add, room)) {
            for (int i = 1; i <= TIMES; i++) {
                processes.configure(List.of());
                processes.configure(List.of(proxy()));
                awaitTold(i);
                assertEquals(new TrackedProcessesCounted("proxy", 1), told.getLast());
            }
        }
    }

    /** The inbox is called on the thread that counts, so an error of it is one of that thread. */
    @Test
    void aProcessIsCountedAlsoAfterAnErrorOfAnyKind() throws Exception {
        haproxy();
        var failure = new AtomicReference<@Nullable Error>(new OutOfMemoryError("as if"));
        try (var processes = TrackedProcesses.start(event -> hear(event, failure), room)) {
            processes.configure(List.of(proxy()));
            awaitTold(2);
            assertTrue(told.getFirst() instanceof PartFailed failed
                    && failed.reason().contains("as if"));
            assertEquals(new TrackedProcessesCounted("proxy", 1), told.getLast());
        }
    }

    private void hear(Event event, AtomicReference<@Nullable Error> failure) {
        var next = failure.getAndSet(null);
        if (next != null) {
            throw next;
        }
        told.add(event);
    }
}
