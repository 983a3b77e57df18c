package io.keepsake.core.value;

/**
 * The time between two adverts of a master, {@code advert_int}. VRRPv3 carries 12 bits of centiseconds (RFC 9568 5.2.7),
 * VRRPv2 eight bits of seconds; both fit here.
 *
 * @param centis hundredths of a second, 1 to 25500
 */
public record AdvertInterval(int centis) implements Comparable<AdvertInterval> {
    /** The longest that the 12 bits of VRRPv3 carry. */
    public static final int V3_CENTIS_MAX = 4095;

    private static final long CENTI = 10_000_000;

    public AdvertInterval {
        if (centis < 1 || centis > 25_500) {
            throw new IllegalArgumentException("an advert interval must be 1..25500 cs, was " + centis);
        }
    }

    public static AdvertInterval ofSeconds(int seconds) {
        return new AdvertInterval(seconds * 100);
    }

    /**
     * What {@link #nanos} gave.
     *
     * @throws IllegalArgumentException when these are no centiseconds, or too many
     */
    public static AdvertInterval ofNanos(long nanos) {
        if (nanos % CENTI != 0 || nanos / CENTI != (int) (nanos / CENTI)) {
            throw new IllegalArgumentException("an advert interval must be 1..25500 cs, was " + nanos + " ns");
        }
        return new AdvertInterval((int) (nanos / CENTI));
    }

    public long nanos() {
        return centis * CENTI;
    }

    @Override
    public int compareTo(AdvertInterval other) {
        return Integer.compare(centis, other.centis);
    }
}
