package io.keepsake.web.timeline;

/**
 * What is asked for: a window, and how finely.
 *
 * @param from microseconds since 1970
 * @param to after {@code from}
 * @param bucket microseconds that one place on the screen stands for, 1 or more; what is closer becomes one
 * @param folding whether quiet stretches are wanted, and the finer what is between them
 */
public record View(long from, long to, long bucket, boolean folding) {
    /** The fewest places there may be. */
    public static final int COLUMNS_MIN = 10;

    /** The most places there may be. */
    public static final int COLUMNS_MAX = 4000;

    public View {
        if (to <= from || bucket < 1) {
            throw new IllegalArgumentException("a window must end after it begins, was " + from + " to " + to);
        }
    }

    /** One that is told as it is. */
    public View(long from, long to, long bucket) {
        this(from, to, bucket, false);
    }

    /** The same window with its quiet stretches, or without. */
    public View folding(boolean wanted) {
        return new View(from, to, bucket, wanted);
    }

    /** The same window, of this many columns at most. */
    View within(int columns) {
        return new View(from, to, Math.max(bucket, (to - from) / Math.max(COLUMNS_MIN, columns)), folding);
    }

    /** A window of this many columns. */
    public static View of(long from, long to, int columns) {
        int wanted = Math.clamp(columns, COLUMNS_MIN, COLUMNS_MAX);
        return new View(from, to, Math.max(1, (to - from) / wanted));
    }
}
