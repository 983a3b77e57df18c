package io.keepsake.core.value;

/** The version of the protocol: 2 is RFC 3768, 3 is RFC 9568 (which replaced RFC 5798). */
public enum VrrpVersion {
    V2(2),
    V3(3);

    private final int number;

    VrrpVersion(int number) {
        this.number = number;
    }

    /** The number in the first four bits of a packet. */
    public int number() {
        return number;
    }
}
