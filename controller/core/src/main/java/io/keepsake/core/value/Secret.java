package io.keepsake.core.value;

import java.util.Arrays;

/**
 * Bytes that must not be seen: {@code auth_pass}. Prints as {@code ***}, is no record, and has no place in an event, so
 * it reaches neither journal nor log.
 */
public final class Secret {
    private final byte[] bytes;

    public Secret(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes, for the adapter that puts them on the wire. */
    public byte[] reveal() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && Arrays.equals(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
