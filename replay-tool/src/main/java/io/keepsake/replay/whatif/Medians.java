package io.keepsake.replay.whatif;

import java.util.ArrayList;
import java.util.List;

/** Medians of what was measured. */
final class Medians {
    private Medians() {}

    /** The lower median, or {@code other} of nothing. */
    static long of(List<Long> values, long other) {
        if (values.isEmpty()) {
            return other;
        }
        var sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted.get((sorted.size() - 1) / 2);
    }
}
