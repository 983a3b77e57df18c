package io.keepsake.daemon;

import io.keepsake.config.LoadedConfig;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.value.Script;
import io.keepsake.daemon.script.ScriptRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Every script that a configuration names, with whom it is about and its keyword. */
final class ConfiguredScripts {
    private final BiConsumer<String, Script> each;

    private ConfiguredScripts(BiConsumer<String, Script> each) {
        this.each = each;
    }

    static void forEach(ControllerConfig config, BiConsumer<String, Script> each) {
        new ConfiguredScripts(each).all(config);
    }

    /** What {@code -t} says of those that could not run as things are now. Looks at files and accounts. */
    static List<String> defects(LoadedConfig loaded) {
        var defects = new ArrayList<String>();
        var all = new ConfiguredScripts((subject, script) -> {
            var defect = ScriptRunner.defect(script, loaded.config().scripts());
            if (defect != null) {
                defects.add("warning: " + subject + ": " + defect + "; "
                        + (subject.startsWith("vrrp_script ")
                                ? "as long as it is so, nobody depends on it"
                                : "as long as it is so, it is not run"));
            }
        });
        all.all(loaded.config());
        all.tell("startup_script", loaded.scripts().startup());
        all.tell("shutdown_script", loaded.scripts().shutdown());
        return defects;
    }

    private void all(ControllerConfig config) {
        config.vrrpScripts().forEach(script -> tell("vrrp_script " + script.name(), script.script()));
        config.instances().forEach(i -> tell(i.name().value(), i.notifications()));
        config.syncGroups().forEach(group -> tell(group.name(), group.notifications()));
        for (var server : config.virtualServers()) {
            tell(server.name() + " quorum_up", server.quorumUp());
            tell(server.name() + " quorum_down", server.quorumDown());
            for (var real : server.realServers()) {
                var whom = server.name() + " " + real.endpoint();
                tell(whom + " notify_up", real.notifyUp());
                tell(whom + " notify_down", real.notifyDown());
                real.checkers().forEach(checker -> {
                    if (checker.check() instanceof Check.Misc misc) {
                        tell(whom + " MISC_CHECK", misc.script());
                    }
                });
            }
        }
    }

    private void tell(String name, Notifications told) {
        tell(name + " notify_master", told.master());
        tell(name + " notify_backup", told.backup());
        tell(name + " notify_fault", told.fault());
        tell(name + " notify_stop", told.stop());
        tell(name + " notify_deleted", told.deleted());
        tell(name + " notify_master_rx_lower_pri", told.lowerHeard());
        tell(name + " notify", told.any());
    }

    private void tell(String subject, @Nullable Script script) {
        if (script != null) {
            each.accept(subject, script);
        }
    }
}
