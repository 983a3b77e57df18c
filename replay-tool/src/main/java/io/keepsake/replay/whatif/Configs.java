package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.LvsConfig;
import java.util.List;

/** The configurations of a simulation. */
@FunctionalInterface
public interface Configs {
    /** What takes the place of a configuration that this node accepted. */
    ControllerConfig replace(String node, ControllerConfig recorded);

    /** What of a configuration is simulated: no virtual servers, mail and pipes. None of them has a say in an election. */
    static ControllerConfig elections(ControllerConfig config) {
        return config.but()
                .virtualServers(List.of())
                .lvs(LvsConfig.NONE)
                .mail(null)
                .fifos(List.of())
                .build();
    }
}
