package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LanesTest {
    private final Lanes<String> lanes = new Lanes<>(2);

    @Test
    void oneLaneIsStrictlyInOrder() {
        lanes.add("a", "a1");
        lanes.add("a", "a2");
        assertEquals("a1", lanes.next());
        assertNull(lanes.next(), "a1 still runs");
        lanes.add("a", "a3");
        lanes.over("a");
        assertEquals("a2", lanes.next());
        lanes.over("a");
        assertEquals("a3", lanes.next());
        assertFalse(lanes.isIdle());
        lanes.over("a");
        assertTrue(lanes.isIdle());
    }

    @Test
    void lanesRunSideBySideUpToTheBound() {
        lanes.add("a", "a1");
        lanes.add("b", "b1");
        lanes.add("c", "c1");
        lanes.add("a", "a2");
        assertEquals("a1", lanes.next());
        assertEquals("b1", lanes.next());
        assertNull(lanes.next(), "two run");
        lanes.over("a");
        assertEquals("c1", lanes.next(), "it has waited longer than a2");
        lanes.over("b");
        assertEquals("a2", lanes.next());
    }
}
