package io.keepsake.core.value;

import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A 48-bit Ethernet address, printed as {@code 02:00:0a:09:00:01}.
 *
 * @param bits the address in the lower 48 bits; 0 for a link that has none of this size
 */
public record HardwareAddress(long bits) {
    public static final HardwareAddress NONE = new HardwareAddress(0);

    public HardwareAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a hardware address has 48 bits, was " + Long.toHexString(bits));
        }
    }

    /** The address in the six bytes of {@code bytes} at {@code offset}. */
    public static HardwareAddress of(byte[] bytes, int offset) {
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | bytes[offset + i] & 0xff;
        }
        return new HardwareAddress(bits);
    }

    /**
     * The address that {@code toString} wrote.
     *
     * @throws IllegalArgumentException when {@code text} is none
     */
    public static HardwareAddress parse(String text) {
        var parts = text.split(":", -1);
        if (parts.length != 6 || !Stream.of(parts).allMatch(part -> part.length() == 2)) {
            throw new IllegalArgumentException("not a hardware address: " + text);
        }
        return new HardwareAddress(HexFormat.fromHexDigitsToLong(String.join("", parts)));
    }

    /** Writes the six bytes into {@code target} at {@code offset}. */
    public void write(byte[] target, int offset) {
        for (int i = 0; i < 6; i++) {
            target[offset + i] = (byte) (bits >>> (5 - i) * 8);
        }
    }

    @Override
    public String toString() {
        var text = new StringBuilder(17);
        for (int i = 5; i >= 0; i--) {
            int octet = (int) (bits >>> i * 8) & 0xff;
            text.append(octet < 16 ? "0" : "")
                    .append(Integer.toHexString(octet))
                    .append(i > 0 ? ":" : "");
        }
        return text.toString();
    }
}
