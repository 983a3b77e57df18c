package io.keepsake.simulator.fault;

import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.NodePlan;
import io.keepsake.world.Plan;
import io.keepsake.world.Plan.Planned;
import io.keepsake.world.SeededRandom;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two machines with a thousand instances on one link, four of each VRID, told apart by their groups; or with one instance
 * of five hundred addresses. For half a minute, in which the master is killed.
 */
final class LargeWorld {
    private static final long SECOND = 1_000_000_000L;
    private static final int INSTANCES = 1_000;
    private static final int VRIDS = 250;
    private static final int ADDRESSES = 500;

    private LargeWorld() {}

    static Plan plan(long seed, Setup setup, boolean ofInstances) {
        var random = new SeededRandom(seed);
        var nodes = IntStream.range(0, 2)
                .mapToObj(node -> ofInstances ? instances(node) : addresses(node))
                .map(text -> new NodePlan(Scenario.parse(text), text, 0, random.nanos(0, SECOND), SECOND / 10))
                .toList();
        // Who has hundreds of addresses is not back before the end.
        var crash = new ProcessFaults.Crash(0, random.any(0, 1, 40), (ofInstances ? 4 : 20) * SECOND);
        var injections =
                setup.faults().contains(Fault.CRASH) ? List.of(new Planned(14 * SECOND, crash)) : List.<Planned>of();
        return new Plan(seed, nodes, injections, 30 * SECOND, 25 * SECOND);
    }

    private static String instances(int node) {
        var text = new StringBuilder();
        for (int i = 0; i < INSTANCES; i++) {
            text.append("vrrp_instance VI_").append(i).append(" {\n    interface eth0\n    virtual_router_id ");
            text.append(1 + i % VRIDS).append("\n    mcast_dst_ip 224.0.1.").append(1 + i / VRIDS);
            text.append("\n    priority ").append(150 - 50 * node).append("\n    advert_int 3\n");
            text.append("    virtual_ipaddress { 10.1.")
                    .append(i / 200)
                    .append('.')
                    .append(1 + i % 200);
            text.append(" }\n}\n");
        }
        return text.toString();
    }

    private static String addresses(int node) {
        var text = new StringBuilder("vrrp_instance VI_1 {\n    interface eth0\n    virtual_router_id 51\n");
        text.append("    priority ").append(150 - 50 * node);
        text.append("\n    virtual_ipaddress { 10.1.0.1 }\n    virtual_ipaddress_excluded {\n");
        for (int i = 1; i < ADDRESSES; i++) {
            text.append("        10.1.")
                    .append(1 + i / 200)
                    .append('.')
                    .append(1 + i % 200)
                    .append('\n');
        }
        return text.append("    }\n}\n").toString();
    }
}
