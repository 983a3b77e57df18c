package io.keepsake.simulator.exhaustive;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.testkit.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The configurations that are explored: those in which nodes differ in what decides an election. */
public enum Cases {
    DIFFERENT_PRIORITIES("version 2", "priority 150", "priority 100", "priority 50"),
    EQUAL_PRIORITIES("version 2", "priority 100", "priority 100", "priority 100"),
    OWNER("version 2", "priority 255\n state MASTER", "priority 100", "priority 100"),
    NO_PREEMPTION("version 2", "priority 150\n nopreempt", "priority 100\n nopreempt", "priority 50"),
    VERSION_3("version 3", "priority 150", "priority 100", "priority 100");

    private final String common;
    private final String first;
    private final String second;
    private final String third;

    Cases(String common, String first, String second, String third) {
        this.common = common;
        this.first = first;
        this.second = second;
        this.third = third;
    }

    /** The configurations of so many nodes, two or three. */
    public List<ControllerConfig> configs(int nodes) {
        var configs = new ArrayList<ControllerConfig>();
        for (var line : List.of(first, second, third).subList(0, nodes)) {
            configs.add(Scenario.parse("""
                    vrrp_instance VI_1 {
                        interface eth0
                        virtual_router_id 51
                        advert_int 1
                        garp_master_delay 0
                        garp_master_refresh 0
                        garp_lower_prio_delay 0
                        virtual_ipaddress { 10.0.0.100 }
                        %s
                        %s
                    }
                    """.formatted(common, line)));
        }
        return configs;
    }
}
