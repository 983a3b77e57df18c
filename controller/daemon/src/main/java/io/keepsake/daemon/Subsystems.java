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
        var config = loaded.config();
        if (vrrp && checkers) {
            return loaded;
        }
        return new LoadedConfig(
                new ControllerConfig(
                        config.routerId(),
                        config.startupDelayNanos(),
                        vrrp ? config.instances() : List.of(),
                        checkers ? config.virtualServers() : List.of(),
                        vrrp ? ofInstances(config.lvs()) : ofServers(config.lvs()),
                        config.scripts(),
                        config.mail(),
                        vrrp ? config.vrrpScripts() : List.of(),
                        config.fifos(),
                        vrrp ? config.syncGroups() : List.of(),
                        config.trackFiles(),
                        vrrp ? config.trackProcesses() : List.of(),
                        config.noHandover(),
                        config.delayAfterBootNanos(),
                        config.garpPaces(),
                        config.statesOnReload()),
                vrrp ? loaded.secrets() : Map.of(),
                loaded.thread(),
                loaded.scripts(),
                loaded.netNamespace(),
                loaded.text(),
                loaded.warnings());
    }

    /** The sync daemon belongs to the instances. */
    private static LvsConfig ofInstances(LvsConfig lvs) {
        return new LvsConfig(lvs.timeouts(), lvs.sync(), lvs.syncInstance(), false, false);
    }

    private static LvsConfig ofServers(LvsConfig lvs) {
        return new LvsConfig(lvs.timeouts(), null, null, lvs.flush(), lvs.initNotifies());
    }
}
