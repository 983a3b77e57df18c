package io.keepsake.core.value;

/**
 * A point on the monotonic clock of one boot of one host (CLOCK_MONOTONIC), the only time a decision may use.
 *
 * @param nanos nanoseconds since an arbitrary origin; never negative in practice
 */
public record Moment(long nanos) implements Comparable<Moment> {

    /** Later than every other moment: a deadline that never comes. */
    public static final Moment NEVER = new Moment(Long.MAX_VALUE);

    /** This moment moved by {@code nanos}, which may be negative; {@link #NEVER} stays where it is. */
    public Moment plus(long nanos) {
        return this.nanos == Long.MAX_VALUE ? this : new Moment(this.nanos + nanos);
    }

    /** Nanoseconds from {@code earlier} to this moment; negative when {@code earlier} is later. */
    public long since(Moment earlier) {
        return nanos - earlier.nanos;
    }

    /** Whether this moment is {@code deadline} or past it. */
    public boolean reaches(Moment deadline) {
        return nanos >= deadline.nanos;
    }

    public Moment earlierOf(Moment other) {
        return nanos <= other.nanos ? this : other;
    }

    public Moment laterOf(Moment other) {
        return nanos >= other.nanos ? this : other;
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
