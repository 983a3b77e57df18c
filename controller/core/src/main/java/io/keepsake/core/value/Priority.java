package io.keepsake.core.value;

/** A VRRP priority: 0 says the master stops, 255 is the owner's, 1 to 254 are everyone else's (RFC 9568 5.2.4). */
public record Priority(int value) implements Comparable<Priority> {
    /** What a master sends as it stops. */
    public static final Priority STOP = new Priority(0);

    /** The owner of the addresses. */
    public static final Priority OWNER = new Priority(255);

    /** What an owner lowers itself to while a rival owner is there. */
    public static final Priority HELD_OWNER = new Priority(254);

    public Priority {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("priority must be 0..255, was " + value);
        }
    }

    @Override
    public int compareTo(Priority other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
