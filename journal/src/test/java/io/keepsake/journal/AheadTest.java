package io.keepsake.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Things are taken ahead of who asks, and come as they would without. */
class AheadTest {
    private static final int MANY = 100_000;

    /** What is being asked for, what waits, and what is being taken. */
    private static final int BOUND = 6 * 1024;

    private final AtomicInteger end = new AtomicInteger(MANY);
    private final AtomicInteger taken = new AtomicInteger();

    private @Nullable Integer next() {
        return taken.get() < end.get() ? taken.incrementAndGet() : null;
    }

    @Test
    void theyComeInTheirOrderAndWhatCameSinceComesLater() throws JournalFailure {
        try (var ahead = new Ahead<>(this::next)) {
            for (int i = 1; i <= MANY; i++) {
                assertEquals(i, ahead.next());
            }
            assertNull(ahead.next());
            assertNull(ahead.next());
            end.addAndGet(2);
            assertEquals(MANY + 1, ahead.next());
            assertEquals(MANY + 2, ahead.next());
            assertNull(ahead.next());
        }
    }

    /** Whoever takes without a bound is through with it all long before this asks for the last. */
    @Test
    void noMoreIsTakenThanABoundAheadOfWhoAsks() throws Exception {
        try (var ahead = new Ahead<>(this::next)) {
            for (int asked = 1; asked <= MANY; asked++) {
                assertEquals(asked, ahead.next());
                int further = taken.get() - asked;
                assertTrue(further <= BOUND, () -> further + " further than who asks");
            }
        }
    }

    @Test
    void aFailureComesBehindWhatCameBeforeIt() throws JournalFailure {
        var failing = new AtomicLong();
        try (var ahead = new Ahead<>(() -> {
            if (failing.incrementAndGet() == 3) {
                throw new JournalFailure("torn", new IOException("torn"));
            }
            return failing.get();
        })) {
            assertEquals(1, ahead.next());
            assertEquals(2, ahead.next());
            assertEquals("torn", assertThrows(JournalFailure.class, ahead::next).getMessage());
            assertEquals(4, ahead.next());
        }
    }

    @Test
    void afterItIsClosedTheSourceIsFree() throws JournalFailure {
        var ahead = new Ahead<>(this::next);
        assertEquals(1, ahead.next());
        ahead.close();
        int stood = taken.get();
        var rest = new ArrayList<Integer>();
        for (var item = next(); item != null; item = next()) {
            rest.add(item);
        }
        assertEquals(MANY - stood, rest.size());
        assertNull(ahead.next());
    }
}
