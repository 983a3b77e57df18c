package io.keepsake.web.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.lab.Await;
import io.keepsake.web.index.Follower;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.state.Liveness.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A director of this machine by its heartbeats, and by the lock of its journal. */
class LivenessTest {
    private static final Duration STALE = Duration.ofSeconds(1);
    private static final Instant LAST = Instant.parse("2026-11-28T03:00:00Z");

    @TempDir
    Path directory;

    private static Turn turn(long index, Event event) {
        return new Turn(new Recorded(index, new Moment(index), LAST, event), List.of(), List.of());
    }

    private Status after(long seconds) throws JournalFailure {
        var follower = Follower.of(directory, new NodeIndex("a", 1 << 20), List.of());
        follower.readAll();
        long now = (LAST.getEpochSecond() + seconds) * 1_000_000;
        return Liveness.of(follower, now, STALE).status();
    }

    @Test
    void aliveFrozenAndDeadAreToldApart() throws JournalFailure, IOException {
        var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        try (var writer = Journals.openWriter(directory, JournalOptions.of("test"))) {
            // a pid that is no process here: that of another PID namespace
            writer.append(turn(1, new ProcessStarted("a", "test", 4_000_000_000L, boot)));
            writer.append(turn(2, new Heartbeat(Heartbeat.NOT_TAKEN, 0, 0)));
            assertEquals(Status.ALIVE, after(9), "two heartbeats are not yet missing");
            assertEquals(Status.FROZEN, after(11), "somebody holds the journal and writes nothing");
        }
        assertEquals(Status.DEAD, after(9), "nobody holds the journal");
    }

    /** What is read is the directory that was opened; another that stands there now may hold a director that lives. */
    @Test
    void aJournalThatWasReplacedIsNoDeadDirector() throws JournalFailure, IOException {
        var journal = directory.resolve("journal");
        try (var writer = Journals.openWriter(journal, JournalOptions.of("test"))) {
            writer.append(turn(1, new ProcessStarted("a", "test", 4_000_000_000L, "boot")));
        }
        try (var follower = Follower.of(journal, new NodeIndex("a", 1 << 20), List.of())) {
            follower.start();
            Await.until("it was read", Duration.ofMinutes(5), follower::caughtUp);
            Files.move(journal, directory.resolve("away"));
            Files.createDirectory(journal);
            Await.until("it is said", Duration.ofMinutes(5), () -> {
                var trouble = follower.trouble();
                return trouble != null && trouble.contains("the journal was replaced");
            });
            var liveness = Liveness.of(follower, LAST.getEpochSecond() * 1_000_000, STALE);
            assertEquals(Status.UNREADABLE, liveness.status());
        }
    }
}
