package io.keepsake.web.timeline;

import io.keepsake.history.cluster.Mastership;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.json.Json;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.PlacedBands;
import io.keepsake.web.merge.PlacedBands.Masters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who was master in a group over a window: {@code [from, to, ONE|NONE|TWO|UNKNOWN, nodes, uncertainty]}. */
final class MasterBands {
    private static final long MICRO = 1_000;

    private record Stretch(Stamp from, Stamp to, Masters how, List<String> masters) {}

    private MasterBands() {}

    /**
     * Writes them as an array, without those that are shorter than {@code least} microseconds and tell nothing.
     *
     * @param most that are written
     */
    static void write(Json json, Findings findings, PlacedBands of, long from, long to, long least, int most) {
        json.openArray();
        int written = 0;
        for (var stretch : stretches(of, from, to)) {
            long begin = Math.max(from, findings.place(stretch.from()));
            long end = Math.min(to, findings.place(stretch.to()));
            boolean telling = stretch.how() == Masters.TWO && (end - begin) * MICRO > Mastership.OVERLAP_NANOS;
            if ((end - begin >= least && end > begin || telling || written == 0) && written < most) {
                written++;
                json.openArray().value(begin).value(end).value(stretch.how().name());
                json.value(String.join(", ", stretch.masters()))
                        .value(uncertainty(findings, stretch.from(), stretch.to()))
                        .closeArray();
            }
        }
        json.closeArray();
    }

    /** Bands that differ only in who runs are one. */
    private static List<Stretch> stretches(PlacedBands of, long from, long to) {
        var all = new ArrayList<Stretch>();
        for (var band : of.within(from, to)) {
            var next = new Stretch(band.from(), band.to(), of.masters(band), band.masters());
            var last = all.isEmpty() ? null : all.getLast();
            if (last != null && last.how() == next.how() && last.masters().equals(next.masters())) {
                all.set(all.size() - 1, new Stretch(last.from(), next.to(), next.how(), next.masters()));
            } else {
                all.add(next);
            }
        }
        return all;
    }

    /** By how much the length may be off, in microseconds; null when nothing bounds it. */
    private static @Nullable Long uncertainty(Findings findings, Stamp from, Stamp to) {
        var history = findings.history();
        var length = history == null ? null : history.between(from, to);
        var least = length == null ? null : length.least();
        var most = length == null ? null : length.most();
        return length == null || least == null || most == null
                ? null
                : (Long) (Math.max(length.likely() - least, most - length.likely()) / MICRO);
    }
}
