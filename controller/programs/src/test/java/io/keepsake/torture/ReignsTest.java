package io.keepsake.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.torture.Reigns.Span;
import io.keepsake.torture.Reigns.Spoken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What adverts tell, every 200 ms. */
class ReignsTest {
    private static List<Spoken> every(int node, int fromMillis, int toMillis) {
        var spoken = new ArrayList<Spoken>();
        for (int at = fromMillis; at <= toMillis; at += 200) {
            spoken.add(new Spoken(node, at(at)));
        }
        return spoken;
    }

    private static Instant at(int millis) {
        return Instant.EPOCH.plusMillis(millis);
    }

    private static Reigns of(List<Spoken> one, List<Spoken> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        all.sort(Comparator.comparing(Spoken::at));
        return new Reigns(VirtualRouter.QUICK, all);
    }

    private static Duration longest(List<Span> spans) {
        return spans.stream().map(Span::length).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    }

    @Test
    void silenceIsBetweenAnybodysAdvertsAndTheEdges() {
        var reigns = of(every(0, 1_000, 2_000), every(1, 2_800, 4_000));
        assertEquals(Duration.ofMillis(800), longest(reigns.silences(at(900), at(4_100))));
        assertEquals(Duration.ofSeconds(1), longest(reigns.silences(at(0), at(4_100))));
        assertEquals(Duration.ofSeconds(5), longest(reigns.silences(at(900), at(9_000))));
        assertEquals(Duration.ofMillis(200), longest(reigns.silences(at(3_000), at(4_000))));
    }

    @Test
    void aMasterThatWasFrozenAndComesBackDisputedNothing() {
        var frozen = new ArrayList<>(every(0, 0, 1_000));
        frozen.addAll(every(0, 3_000, 4_000));
        assertEquals(
                Duration.ofMillis(1),
                longest(of(frozen, withLast(every(1, 1_700, 2_900), 3_001)).disputes()));
    }

    private static List<Spoken> withLast(List<Spoken> spoken, int millis) {
        spoken.add(new Spoken(spoken.getFirst().node(), at(millis)));
        return spoken;
    }

    @Test
    void twoAtOnceAreADispute() {
        assertEquals(
                Duration.ofMillis(900),
                longest(of(every(0, 0, 2_000), every(2, 1_100, 4_000)).disputes()));
        assertEquals(
                Duration.ZERO,
                longest(of(every(0, 0, 2_000), every(2, 2_100, 4_000)).disputes()));
    }

    @Test
    void settledIsThreeAdvertsOfTheOwnerInARow() {
        assertTrue(of(every(0, 0, 400), List.of()).settled(at(-1)));
        assertFalse(of(every(0, 0, 400), List.of()).settled(at(0)));
        assertFalse(of(every(0, 0, 400), every(1, 300, 300)).settled(at(-1)));
        assertFalse(of(every(1, 0, 900), List.of()).settled(at(-1)));
    }
}
