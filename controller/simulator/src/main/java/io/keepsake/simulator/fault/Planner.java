package io.keepsake.simulator.fault;

import io.keepsake.simulator.world.Dice;
import io.keepsake.simulator.world.NodePlan;
import io.keepsake.simulator.world.Plan;
import io.keepsake.simulator.world.Plan.Planned;
import io.keepsake.testkit.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** Makes plans of seeds. */
public final class Planner {
    private static final long SECOND = 1_000_000_000L;

    /** How long nothing goes wrong at the end, at most: long enough for the slowest configuration to settle. */
    private static final long QUIET_NANOS = 90 * SECOND;

    private static final long CONFIG = 2;
    private static final long NODES = 3;
    private static final long SERVERS = 5;
    private static final long SERVER_TEXT = 6;
    private static final long DEEDS = 100;

    private Planner() {}

    /** The plan of this seed: the same each time. */
    public static Plan plan(long seed, Setup setup) {
        var dice = new Dice(seed);
        var own = dice.of(NODES);
        int nodes = setup.nodes() > 0 ? setup.nodes() : own.any(2, 3, 3, 3, 4, 5);
        var machines = new ArrayList<NodePlan>();
        int servers = servers(dice.of(SERVERS), setup);
        var serverText = servers == 0 ? "" : ServerText.of(dice.of(SERVER_TEXT), servers);
        for (var instances : ConfigText.of(dice.of(CONFIG), nodes, setup)) {
            var text = instances + serverText;
            machines.add(new NodePlan(
                    Scenario.parse(text),
                    text,
                    own.chance(500) ? 0 : own.from(-500, 500),
                    own.nanos(0, own.chance(500) ? SECOND / 100 : 5 * SECOND),
                    own.nanos(SECOND / 1000, 2 * SECOND)));
        }
        long quietFrom = setup.nanos() - Math.min(QUIET_NANOS, setup.nanos() / 2);
        return new Plan(seed, machines, deeds(dice, setup, nodes, servers > 0, quietFrom), setup.nanos(), quietFrom);
    }

    /** Four worlds in ten have virtual servers. */
    private static int servers(Dice dice, Setup setup) {
        return setup.servers() >= 0 ? setup.servers() : dice.chance(400) ? dice.from(1, 2) : 0;
    }

    /** Each world suffers some kinds only, each of them at its own pace: rare meetings become likely so. */
    private static List<Planned> deeds(Dice dice, Setup setup, int nodes, boolean servers, long quietFrom) {
        var deeds = new ArrayList<Planned>();
        var faults = Fault.values();
        for (int i = 0; i < faults.length; i++) {
            var fault = faults[i];
            var own = dice.of(DEEDS + i);
            boolean chosen = setup.all() || own.chance(300);
            if (setup.faults().contains(fault) && chosen && (fault.always() || servers)) {
                add(deeds, fault, own, nodes, quietFrom - Fault.LASTS_NANOS);
            }
        }
        return deeds;
    }

    private static void add(List<Planned> deeds, Fault fault, Dice dice, int nodes, long until) {
        long between = dice.nanos(20 * SECOND, 300 * SECOND);
        for (long at = dice.nanos(0, between); at < until; at += dice.nanos(SECOND / 100, 2 * between)) {
            deeds.add(new Planned(at, fault.make(dice, nodes)));
        }
    }
}
