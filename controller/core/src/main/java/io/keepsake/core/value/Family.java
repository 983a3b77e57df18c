package io.keepsake.core.value;

/** An address family. */
public enum Family {
    IPV4(4),
    IPV6(16);

    private final int bytes;

    Family(int bytes) {
        this.bytes = bytes;
    }

    /** Length of an address in bytes: 4 or 16. */
    public int bytes() {
        return bytes;
    }

    /** Length of an address in bits: 32 or 128. */
    public int bits() {
        return bytes * 8;
    }
}
