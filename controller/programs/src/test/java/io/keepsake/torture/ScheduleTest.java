package io.keepsake.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Kind> ALL = List.of(Kind.values());

    @Test
    void aSeedRepeatsItsSteps() {
        assertEquals(new Schedule(7, ALL).next(200), new Schedule(7, ALL).next(200));
        assertNotEquals(new Schedule(7, ALL).next(200), new Schedule(8, ALL).next(200));
    }

    @Test
    void everyKindComesOnceBeforeAnyComesAgain() {
        var schedule = new Schedule(1, ALL);
        for (int deck = 0; deck < 5; deck++) {
            var kinds = schedule.next(ALL.size()).stream().map(Step::kind).toList();
            assertEquals(Set.copyOf(ALL), new HashSet<>(kinds));
        }
    }

    @Test
    void aSecondFaultIsOnAnotherNodeAndCostsNoMastership() {
        var pairs = new Schedule(1, ALL)
                .next(400).stream().filter(step -> step.also() != null).toList();
        assertTrue(pairs.size() > 50, () -> pairs.size() + " pairs");
        for (var pair : pairs) {
            assertNotEquals(pair.node(), pair.alsoNode());
            var also = Objects.requireNonNull(pair.also());
            assertFalse(also.costsMastership());
            assertTrue(also.isOfOneNode());
        }
    }
}
