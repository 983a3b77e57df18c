package io.keepsake.history.cluster;

import java.util.List;

/**
 * Who was master in a group.
 *
 * @param bands from the first record to the last, oldest first; neighbours differ
 */
public record Mastership(Group group, List<Band> bands) {
    /** Two masters for less are a handover: the old one yields to the first advert of the new one. In nanoseconds. */
    public static final long OVERLAP_NANOS = 100_000_000;

    public Mastership {
        bands = List.copyOf(bands);
    }

    /** Of each group, in the order in which they came up. */
    public static List<Mastership> of(ClusterHistory history) {
        return Group.of(history).stream()
                .map(group -> new Mastership(group, Bands.of(history, RoleSpans.of(history, group))))
                .toList();
    }
}
