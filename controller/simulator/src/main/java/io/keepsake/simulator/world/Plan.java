package io.keepsake.simulator.world;

import java.util.ArrayList;
import java.util.List;

/**
 * All that makes a world: whatever happens in it follows from this.
 *
 * @param seed of the luck of single packets
 * @param deeds what is done to it, and when
 * @param nanos how long it lasts
 * @param quietFrom from here on nothing is done to it, and every director runs
 */
public record Plan(long seed, List<NodePlan> nodes, List<Planned> deeds, long nanos, long quietFrom) {

    /** A deed and its true time. */
    public record Planned(long at, Deed deed) {}

    public Plan {
        nodes = List.copyOf(nodes);
        deeds = List.copyOf(deeds);
    }

    /** The same with these deeds only. */
    public Plan with(List<Planned> others) {
        return new Plan(seed, nodes, others, nanos, quietFrom);
    }

    /** The same, but this machine is never switched on. */
    public Plan withoutMachine(int number) {
        var others = new ArrayList<>(nodes);
        others.set(number, others.get(number).neverStarted());
        return new Plan(seed, others, deeds, nanos, quietFrom);
    }

    /** The same, but over earlier. */
    public Plan until(long end) {
        return new Plan(seed, nodes, deeds, Math.min(nanos, end), quietFrom);
    }
}
