package io.keepsake.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
    private final RepeatedLines lines = new RepeatedLines();

    @Test
    void theFirstIsShownAndThenOneAMinuteWithTheNumberOfThoseBetween() {
        assertEquals("", lines.behind("a", 1, 0));
        assertNull(lines.behind("a", 1, 1));
        assertNull(lines.behind("a", 99, RepeatedLines.SILENCE_NANOS - 1));
        assertEquals("", lines.behind("b", 1, 2), "another kind");
        assertEquals(" (and 100 alike since the line before)", lines.behind("a", 1, RepeatedLines.SILENCE_NANOS));
        assertNull(lines.behind("a", 1, RepeatedLines.SILENCE_NANOS + 1));
    }

    @Test
    void ofKindsWithoutEndThoseThatComeOnAreRemembered() {
        assertEquals("", lines.behind("often", 1, 0));
        for (int i = 0; i < 2 * RepeatedLines.KINDS_MAX; i++) {
            assertEquals("", lines.behind(i, 1, 1));
            assertNull(lines.behind("often", 1, 2));
        }
        assertEquals("", lines.behind(0, 1, 3), "long forgotten");
    }
}
