package io.keepsake.journal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NamesReadTest {
    @Test
    void namesBehindAHoleAreThereAndThoseInItAreMissed() {
        var names = new NamesRead();
        names.add(0, "zero");
        names.add(1, "one");
        names.add(900_000, "far");
        names.add(900_001, "further");
        assertEquals("one", names.get(1));
        assertEquals("far", names.get(900_000));
        assertEquals("further", names.get(900_001));
        assertThrows(Malformed.class, () -> names.get(2));
        assertThrows(Malformed.class, () -> names.get(900_002));
        assertThrows(Malformed.class, () -> names.get(-1));
    }

    @Test
    void aNumberComesOnceAndInOrder() {
        var names = new NamesRead();
        names.add(3, "three");
        assertThrows(Malformed.class, () -> names.add(3, "again"));
        assertThrows(Malformed.class, () -> names.add(0, "late"));
        assertThrows(Malformed.class, () -> names.add(1 << 21, "beyond"));
    }
}
