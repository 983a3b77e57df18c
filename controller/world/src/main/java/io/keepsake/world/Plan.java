package io.keepsake.world;

import java.util.ArrayList;
import java.util.List;

/**
 * All that makes a world: whatever happens in it follows from this.
 *
 * @param seed of the luck of single packets
 * @param injections what is done to it, and when
 * @param nanos how long it lasts
 * @param quietFrom from here on nothing is done to it, and every director runs
 */
public record Plan(long seed, List<NodePlan> nodes, List<Planned> injections, long nanos, long quietFrom) {

    /** A injection and its true time. */
    public record Planned(long at, Injection injection) {}

    public Plan {
        nodes = List.copyOf(nodes);
        injections = List.copyOf(injections);
    }

    /** The same with these injections only. */
    public Plan with(List<Planned> others) {
        return new Plan(seed, nodes, others, nanos, quietFrom);
    }

    /** The same, but this machine is never switched on. */
    public Plan withoutMachine(int number) {
        var others = new ArrayList<>(nodes);
        others.set(number, others.get(number).neverStarted());
        return new Plan(seed, others, injections, nanos, quietFrom);
    }

    /** The same, but over earlier. */
    public Plan until(long end) {
        return new Plan(seed, nodes, injections, Math.min(nanos, end), quietFrom);
    }
}
