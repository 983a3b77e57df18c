package io.keepsake.history.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * How long a group had how many masters, from its first master to the end of what is recorded, or in a part of that, in
 * nanoseconds.
 *
 * @param none nobody was master, and every router is known
 * @param unknown nobody was master as far as is known, or a second one cannot be excluded, for want of a record
 */
public record Availability(Group group, long one, long none, long two, long unknown) {

    /**
     * Of each group.
     *
     * @param from of the part that is asked about, nanoseconds since 1970
     * @param to its end
     */
    public static List<Availability> of(ClusterHistory history, long from, long to) {
        return Group.of(history).stream().map(g -> of(history, g, from, to)).toList();
    }

    private static Availability of(ClusterHistory history, Group group, long from, long to) {
        long one = 0;
        long none = 0;
        long two = 0;
        long unknown = 0;
        boolean began = false;
        for (var band : Bands.of(history, RoleSpans.of(history, group))) {
            began |= !band.none();
            if (!began) {
                continue;
            }
            long length = Math.max(0, length(history, band, from, to));
            if (band.two()) {
                two += length;
            } else if (!band.unknown().isEmpty() && band.none()) {
                unknown += length;
            } else if (band.none()) {
                none += length;
            } else {
                one += length;
            }
        }
        return new Availability(group, one, none, two, unknown);
    }

    /** Of a band that the part cuts, by the common line; of a whole one as it is likely. */
    private static long length(ClusterHistory history, Band band, long from, long to) {
        long begins = history.place(band.from());
        long ends = history.place(band.to());
        return begins >= from && ends <= to
                ? history.between(band.from(), band.to()).likely()
                : Math.min(ends, to) - Math.max(begins, from);
    }

    public long all() {
        return Stream.of(one, none, two, unknown).mapToLong(Long::longValue).sum();
    }
}
