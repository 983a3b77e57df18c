package io.keepsake.history.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * How long a group had how many masters, from its first master to the end of what is recorded, in nanoseconds.
 *
 * @param none nobody was master, and every router is known
 * @param unknown nobody was master as far as is known, or a second one cannot be excluded, for want of a record
 */
public record Availability(Group group, long one, long none, long two, long unknown) {

    /** Of each group. */
    public static List<Availability> of(ClusterHistory history) {
        return Group.of(history).stream().map(g -> of(history, g)).toList();
    }

    private static Availability of(ClusterHistory history, Group group) {
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
            long length = Math.max(0, history.between(band.from(), band.to()).likely());
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

    public long all() {
        return Stream.of(one, none, two, unknown).mapToLong(Long::longValue).sum();
    }
}
