package io.keepsake.simulator.fault;

import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.NodePlan;
import io.keepsake.world.Plan;
import io.keepsake.world.Plan.Planned;
import io.keepsake.world.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/** Makes plans of seeds. */
public final class Planner {
    private static final long SECOND = 1_000_000_000L;

    /** How long nothing goes wrong at the end, at most: long enough for the slowest configuration to settle. */
    private static final long QUIET_NANOS = 90 * SECOND;

    /** Two of so many worlds are large ones: each costs as much as a hundred others. */
    private static final int LARGE_EVERY = 10_000;

    private static final long CONFIG = 2;
    private static final long NODES = 3;
    private static final long SERVERS = 5;
    private static final long SERVER_TEXT = 6;
    private static final long INJECTIONS = 100;

    private Planner() {}

    /** The plan of this seed: the same each time. */
    public static Plan plan(long seed, Setup setup) {
        if (setup.isOpen() && Math.floorMod(seed, LARGE_EVERY) / 2 == LARGE_EVERY / 4) {
            return LargeWorld.plan(seed, setup, seed % 2 == 0);
        }
        var random = new SeededRandom(seed);
        var own = random.of(NODES);
        int nodes = setup.nodes() > 0 ? setup.nodes() : own.any(2, 3, 3, 3, 4, 5);
        var machines = new ArrayList<NodePlan>();
        int servers = servers(random.of(SERVERS), setup);
        var serverText = servers == 0 ? "" : ServerText.of(random.of(SERVER_TEXT), servers);
        for (var instances : ConfigText.of(random.of(CONFIG), nodes, setup)) {
            var text = instances + serverText;
            machines.add(new NodePlan(
                    Scenario.parse(text),
                    text,
                    own.chance(500) ? 0 : own.from(-500, 500),
                    own.nanos(0, own.chance(500) ? SECOND / 100 : 5 * SECOND),
                    own.nanos(SECOND / 1000, own.chance(200) ? 9 * SECOND : 2 * SECOND)));
        }
        long quietFrom = setup.nanos() - Math.min(QUIET_NANOS, setup.nanos() / 2);
        return new Plan(
                seed, machines, injections(random, setup, nodes, servers > 0, quietFrom), setup.nanos(), quietFrom);
    }

    /** Four worlds in ten have virtual servers. */
    private static int servers(SeededRandom random, Setup setup) {
        return setup.servers() >= 0 ? setup.servers() : random.chance(400) ? random.from(1, 2) : 0;
    }

    /** Each world suffers some kinds only, each of them at its own pace: rare meetings become likely so. */
    private static List<Planned> injections(
            SeededRandom random, Setup setup, int nodes, boolean servers, long quietFrom) {
        var injections = new ArrayList<Planned>();
        var faults = Fault.values();
        for (int i = 0; i < faults.length; i++) {
            var fault = faults[i];
            var own = random.of(INJECTIONS + i);
            boolean chosen = setup.all() || own.chance(300);
            if (setup.faults().contains(fault) && chosen && (fault.always() || servers)) {
                add(injections, fault, own, nodes, quietFrom - Fault.LASTS_NANOS);
            }
        }
        return injections;
    }

    private static void add(List<Planned> injections, Fault fault, SeededRandom random, int nodes, long until) {
        long between = random.nanos(20 * SECOND, 300 * SECOND);
        for (long at = random.nanos(0, between); at < until; at += random.nanos(SECOND / 100, 2 * between)) {
            injections.add(new Planned(at, fault.make(random, nodes)));
        }
    }
}
