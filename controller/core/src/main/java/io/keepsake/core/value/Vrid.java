package io.keepsake.core.value;

/** A virtual router id, 1 to 255 (RFC 9568 5.2.3, {@code virtual_router_id}). */
public record Vrid(int value) implements Comparable<Vrid> {
    public Vrid {
        if (value < 1 || value > 255) {
            throw new IllegalArgumentException("vrid must be 1..255, was " + value);
        }
    }

    @Override
    public int compareTo(Vrid other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
