package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The configurations that someone asks about: those given for nodes, else the recorded ones; and settings on top. */
public final class Settings implements Configs {
    private final Map<String, ControllerConfig> given;
    private final List<Setting> settings;

    /**
     * What was asked for.
     *
     * @param given by the names of nodes
     * @param recorded the configurations of the journals
     * @throws IllegalArgumentException when a setting is about nothing
     */
    public Settings(
            Map<String, ControllerConfig> given, List<Setting> settings, Collection<ControllerConfig> recorded) {
        this.given = Map.copyOf(given);
        this.settings = List.copyOf(settings);
        var all = Stream.concat(recorded.stream(), given.values().stream()).toList();
        settings.forEach(setting -> setting.require(all));
    }

    @Override
    public ControllerConfig replace(String node, ControllerConfig recorded) {
        var config = given.getOrDefault(node, recorded);
        for (var setting : settings) {
            if (setting.node().isEmpty() || setting.node().equals(node)) {
                config = setting.applied(config);
            }
        }
        return config;
    }
}
