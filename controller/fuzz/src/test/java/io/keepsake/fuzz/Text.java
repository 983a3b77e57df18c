package io.keepsake.fuzz;

import java.nio.charset.StandardCharsets;

/** Bytes as text: UTF-8, and what is none becomes what the product makes of it. */
public final class Text {
    private Text() {}

    public static String of(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
