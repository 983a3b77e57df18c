package io.keepsake.web.metrics;

import java.util.Arrays;

/** Counts values by upper bounds, in seconds. */
final class Histogram {
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    Histogram(double... bounds) {
        this.bounds = bounds;
        this.counts = new long[bounds.length + 1];
    }

    void add(double value) {
        int at = 0;
        while (at < bounds.length && value > bounds[at]) {
            at++;
        }
        counts[at]++;
        sum += value;
    }

    Histogram copy() {
        var copy = new Histogram(bounds);
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        copy.sum = sum;
        return copy;
    }

    /** The bounds, infinity last. */
    double[] bounds() {
        var all = Arrays.copyOf(bounds, counts.length);
        all[bounds.length] = Double.POSITIVE_INFINITY;
        return all;
    }

    /** How many values lie below each bound and above the one before. */
    long[] counts() {
        return counts.clone();
    }

    double sum() {
        return sum;
    }
}
