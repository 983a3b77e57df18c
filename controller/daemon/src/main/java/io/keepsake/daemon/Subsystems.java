package io.keepsake.daemon;

import io.keepsake.config.LoadedConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.LvsConfig;
import java.util.List;
import java.util.Map;

/** What of a configuration is run: all of it, or one of the two. */
record Subsystems(boolean vrrp, boolean checkers) {
    /** The part of {@code loaded} that is run. */
    LoadedConfig of(LoadedConfig loaded) {
        if (vrrp && checkers) {
            return loaded;
        }
        var some = vrrp ? loaded.config() : withoutInstances(loaded.config());
        return new LoadedConfig(
                checkers ? some : withoutServers(some),
                vrrp ? loaded.secrets() : Map.of(),
                loaded.thread(),
                loaded.scripts(),
                loaded.dumps(),
                loaded.netNamespace(),
                loaded.text(),
                loaded.warnings());
    }

    private static ControllerConfig withoutInstances(ControllerConfig config) {
        var lvs = config.lvs(); // the sync daemon belongs to the instances
        return config.but()
                .instances(List.of())
                .lvs(new LvsConfig(lvs.timeouts(), null, null, lvs.flush(), lvs.initNotifies()))
                .vrrpScripts(List.of())
                .syncGroups(List.of())
                .trackProcesses(List.of())
                .build();
    }

    private static ControllerConfig withoutServers(ControllerConfig config) {
        var lvs = config.lvs();
        return config.but()
                .virtualServers(List.of())
                .lvs(new LvsConfig(lvs.timeouts(), lvs.sync(), lvs.syncInstance(), false, false))
                .build();
    }
}
