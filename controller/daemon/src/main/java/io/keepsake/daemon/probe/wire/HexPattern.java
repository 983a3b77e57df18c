package io.keepsake.daemon.probe.wire;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** Bytes in hexadecimal where {@code X} stands for any digit: {@code payload} and {@code require_reply}. */
public final class HexPattern {
    private final byte[] values;
    private final byte[] masks;

    private HexPattern(byte[] values, byte[] masks) {
        this.values = values;
        this.masks = masks;
    }

    /** The pattern that {@code text} writes, blanks between bytes or none, or nothing. */
    public static Optional<HexPattern> parse(String text) {
        var digits = text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        if (digits.length() % 2 != 0 || !digits.matches("[0-9a-fx]*")) {
            return Optional.empty();
        }
        var values = new byte[digits.length() / 2];
        var masks = new byte[values.length];
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            int shift = i % 2 == 0 ? 4 : 0;
            values[i / 2] |= (byte) (Math.max(0, digit) << shift);
            masks[i / 2] |= (byte) (digit < 0 ? 0 : 0xf << shift);
        }
        return Optional.of(new HexPattern(values, masks));
    }

    /** The bytes, with 0 for any digit. */
    public byte[] bytes() {
        return values.clone();
    }

    /** Whether {@code message} begins with these bytes. */
    public boolean begins(ByteBuffer message) {
        if (message.remaining() < values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            if ((message.get(message.position() + i) & masks[i]) != values[i]) {
                return false;
            }
        }
        return true;
    }
}
