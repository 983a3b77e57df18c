package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;

/** How many entries all groups together may have: each becomes a service of the kernel. */
final class EntryLimit {
    private static final int MOST = 65_536;

    private final Problems problems;
    private int entries;

    EntryLimit(Problems problems) {
        this.problems = problems;
    }

    /** Whether there is room for one more; when there is none for the first time, that is reported. */
    boolean another(Place place) {
        entries = Math.min(entries + 1, MOST + 2);
        if (entries == MOST + 1) {
            problems.error(
                    place, "the virtual_server_groups have more than " + MOST + " entries; the rest is left out");
        }
        return entries <= MOST;
    }
}
