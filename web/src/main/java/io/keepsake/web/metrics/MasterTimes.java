package io.keepsake.web.metrics;

import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.PlacedBands;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** How long groups had two masters, and none. Any thread may ask. */
final class MasterTimes {
    /** Seconds. */
    record Times(double two, double none) {
        private Times most(Times other) {
            return new Times(Math.max(two, other.two), Math.max(none, other.none));
        }
    }

    private final Map<String, Times> told = new HashMap<>();

    /**
     * The times of a group until now. Never less than before, though clocks are known better with time: a counter that
     * falls has begun anew.
     *
     * @param lives whether the director of a node runs
     */
    synchronized Times of(Findings findings, PlacedBands bands, Predicate<String> lives) {
        double two = 0;
        double none = 0;
        for (var band : bands.all()) {
            double seconds = (findings.place(band.to()) - findings.place(band.from())) / 1e6;
            two += bands.masters(band) == PlacedBands.Masters.TWO ? seconds : 0;
            none += bands.none(band, lives) ? seconds : 0;
        }
        return told.merge(bands.group().title(), new Times(two, none), Times::most);
    }
}
