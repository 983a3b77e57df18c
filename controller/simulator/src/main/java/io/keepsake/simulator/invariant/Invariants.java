package io.keepsake.simulator.invariant;

import io.keepsake.simulator.world.Watcher;
import java.util.List;

/** All that must hold of a world. */
public final class Invariants {
    private Invariants() {}

    /** Watchers for one world of so many machines, in the order in which they look. A new invariant is one more line. */
    public static List<Watcher> of(int machines) {
        var roles = new Roles();
        return List.of(
                roles,
                new EveryRun(),
                new ReplaysTheSame(machines),
                new OneMasterWhereAllHear(roles),
                new SilenceEndsInTakeover(roles),
                new AddressOnEveryMaster(roles, machines),
                new Settles(roles),
                new NeighboursFollowTheMaster(roles));
    }
}
