package io.keepsake.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Measured values of one kind, in one unit. */
final class Spread {
    private final double[] sorted;

    private Spread(double[] sorted) {
        this.sorted = sorted;
    }

    /** At least one value. */
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Spread(
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    static Spread of(DoubleStream values) {
        return of(values.boxed().toList());
    }

    int count() {
        return sorted.length;
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double max() {
        return sorted[sorted.length - 1];
    }

    double mean() {
        return DoubleStream.of(sorted).average().orElseThrow();
    }

    /** The smallest value that {@code percent} of all values do not exceed. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /** Min / median / max, with this many decimals. */
    String range(int decimals) {
        return number(sorted[0], decimals) + " / " + number(median(), decimals) + " / " + number(max(), decimals);
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
