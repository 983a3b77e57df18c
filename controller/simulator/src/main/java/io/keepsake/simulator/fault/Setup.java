package io.keepsake.simulator.fault;

import java.util.Set;

/**
 * What kind of world a seed makes.
 *
 * @param nodes how many machines; 0 for as the seed says
 * @param instances how many on each; 0 for as the seed says
 * @param servers how many virtual servers; -1 for as the seed says
 * @param advertInt the {@code advert_int} of every instance, in seconds; empty for as the seed says
 * @param nanos how long it lasts
 * @param faults what may go wrong
 * @param all whether all of it does in every world, and not only what the seed chooses
 */
public record Setup(
        int nodes, int instances, int servers, String advertInt, long nanos, Set<Fault> faults, boolean all) {
    /** Ten minutes in which anything may happen. */
    public static final Setup DEFAULT = new Setup(0, 0, -1, "", 600_000_000_000L, Set.of(Fault.values()), false);

    public Setup {
        faults = Set.copyOf(faults);
    }

    /** Whether the seed says what kind of world it is. */
    boolean isOpen() {
        return nodes == 0 && instances == 0 && servers < 0;
    }

    /** The same, of another length. */
    public Setup lasting(long other) {
        return new Setup(nodes, instances, servers, advertInt, other, faults, all);
    }
}
