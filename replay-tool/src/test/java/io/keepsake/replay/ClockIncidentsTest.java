package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wall clock that is set at a bad moment: it makes nothing an incident that is none. */
class ClockIncidentsTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path journal;

    private void assertOnlyTheClock() {
        var out = Golden.replay("incidents", "--utc", "a=" + journal).out();
        assertTrue(out.contains("WALL CLOCK SET  a: the wall clock of a "), out);
        assertEquals(1, out.lines().filter(line -> line.contains("[a:1#")).count(), out);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void betweenATakeoverAndItsAddresses(long by) throws Exception {
        try (var recording = Recording.started(journal, 100)) {
            recording.deadline().stepClock(by * SECOND).answered().deadlinesFor(5 * SECOND);
        }

        assertOnlyTheClock();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void betweenTwoAdvertsOfAMasterWithoutAJournal(long by) throws Exception {
        try (var recording = Recording.started(journal, 100)) {
            recording.adverts(5, 150).stepClock(by * SECOND).adverts(5, 150).pass(SECOND / 2);
        }

        assertOnlyTheClock();
    }
}
