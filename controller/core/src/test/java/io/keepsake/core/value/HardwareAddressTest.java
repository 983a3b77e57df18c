package io.keepsake.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardwareAddressTest {
    @Test
    void printsWhatItReads() {
        assertEquals(
                "02:00:0a:09:00:ff", HardwareAddress.parse("02:00:0A:09:00:fF").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00:0a:09:00",
                "02:00:0a:09:00:01:02",
                "02:00:0a:09:00:100",
                "100:00:0a:09:00:01",
                "02:00:0a:09:00:+1",
                "02:00:0a:09:00:-1",
                "02:00:0a:09:00:1",
                "02:00:0a:09:00:",
                "02:00:0a:09:00:0g",
                "02:00:0a:09:00:\u0660\u0661"
            })
    void anOctetHasTwoDigits(String text) {
        assertThrows(IllegalArgumentException.class, () -> HardwareAddress.parse(text));
    }
}
