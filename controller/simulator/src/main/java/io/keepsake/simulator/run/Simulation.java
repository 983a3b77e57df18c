package io.keepsake.simulator.run;

import io.keepsake.simulator.invariant.WorldCheck;
import io.keepsake.world.Core;
import io.keepsake.world.Plan;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs plans, with everything checked that must hold. */
public final class Simulation {
    private Simulation() {}

    /**
     * How a world ended.
     *
     * @param nanos how long it lasted, in its own time
     * @param violation what did not hold and ended it; null when all held
     */
    public record Outcome(
            Plan plan, long nanos, long turns, @Nullable Violation violation) {}

    /** Runs a world to its end, or to the first violation. */
    public static Outcome run(Plan plan, Watcher... others) {
        return run(Core.REAL, plan, others);
    }

    /** The same, with directors that think with another core. */
    public static Outcome run(Core core, Plan plan, Watcher... others) {
        return run(core, plan, Set.of(), others);
    }

    /** The same, but only these invariants count, where any are named. */
    public static Outcome run(Core core, Plan plan, Set<String> only, Watcher... others) {
        var watchers = new ArrayList<>(List.of(others));
        watchers.add(new WorldCheck(plan.nodes().size(), only));
        var world = new World(plan, core, watchers);
        Violation violation = null;
        try {
            world.run();
        } catch (Violation e) {
            violation = e;
        }
        return new Outcome(plan, world.now(), world.turns(), violation);
    }
}
