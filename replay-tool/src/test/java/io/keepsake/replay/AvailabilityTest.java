package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long nobody was master, as one backup has it: the last word of a router is no proof that it is gone. */
class AvailabilityTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String BEAT = "Heartbeat fingerprint=0 dropped=0 late=0s";

    @TempDir
    private Path journal;

    private String nobody() {
        var line = Golden.replay("incidents", "--utc", "a=" + journal)
                .out()
                .lines()
                .filter(each -> each.contains("with one master; nobody "))
                .findFirst()
                .orElseThrow();
        return List.of(line.split("nobody ", -1)).getLast();
    }

    @Test
    void untilItsNextAdvertIsMissedItIsThere() throws Exception {
        try (var recording = Recording.started(journal, 100)) {
            recording.adverts(5, 150).pass(2 * SECOND).event(BEAT);
        }

        assertEquals("0 s, two 0 s", nobody());
    }

    @Test
    void afterItsGoodbyeItIsGone() throws Exception {
        try (var recording = Recording.started(journal, 100)) {
            recording.adverts(5, 150).advert(0).pass(SECOND / 2).event(BEAT);
        }

        assertTrue(nobody().startsWith("500."), nobody());
    }
}
