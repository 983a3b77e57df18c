package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.text.EventText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifying steady adverts, in a heap that could not hold them. {@code -Dadverts=3000000} for a measurement. */
class SpeedTest {
    @TempDir
    Path journal;

    @Test
    void adverts() throws Exception {
        int count = Integer.getInteger("adverts", 100_000);
        var advert = EventText.parseEvent(Recording.advertLine(Recording.PEER, 150));
        try (var run = Recording.started(journal, 100)) {
            for (int i = 0; i < count; i++) {
                run.pass(1_000_000_000L).event(advert);
            }
        }
        var said = Golden.replay("verify", journal.toString());
        assertEquals(0, said.code(), said.out());
        assertTrue(said.out().contains(" 1 transition,"), said.out());
        System.out.println("verify: " + said.lines().getLast());
    }
}
