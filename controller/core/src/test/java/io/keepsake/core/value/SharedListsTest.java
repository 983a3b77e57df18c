package io.keepsake.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedListsTest {
    private static final List<Integer> NUMBERS = IntStream.range(0, 200).boxed().toList();

    @Test
    void anotherVersionOfAPagedListDiffersInOnePlace() {
        var paged = PagedList.copyOf(NUMBERS);
        for (int place : new int[] {0, 63, 64, 127, 128, 199}) {
            var expected = new ArrayList<>(NUMBERS);
            expected.set(place, -1);
            assertEquals(expected, paged.with(place, -1));
        }
        assertEquals(NUMBERS, paged);
        assertEquals(List.of(), PagedList.copyOf(List.of()));
    }

    @Test
    void linesAreMadeWhenTheyAreRead() {
        var made = new ArrayList<Integer>();
        var lines = new RenderedLines.Builder()
                .add(List.of("first"))
                .add(NUMBERS, number -> {
                    made.add(number);
                    return "line " + number;
                })
                .add(List.of())
                .add(List.of("one before the last", "last"))
                .build();
        assertEquals(203, lines.size());
        assertEquals(List.of(), made);
        assertEquals("first", lines.get(0));
        assertEquals("line 0", lines.get(1));
        assertEquals("line 199", lines.get(200));
        assertEquals("last", lines.get(202));
        assertEquals(List.of(0, 199), made);
        assertThrows(IndexOutOfBoundsException.class, () -> lines.get(203));
    }
}
