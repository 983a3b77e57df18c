package io.keepsake.simulator.invariant;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import java.util.List;
import java.util.stream.Stream;

/**
 * An instance with its sync group, as a configuration has them.
 *
 * @param others the other members of the group; empty without one
 * @param links what it tracks, and what its group tracks; so the other lists
 */
record Membership(
        ControllerConfig config,
        InstanceConfig self,
        List<InstanceConfig> others,
        List<TrackedLink> links,
        List<TrackedScript> scripts,
        List<TrackedFile> files,
        List<TrackedProcess> processes) {
    static Membership of(ControllerConfig config, InstanceConfig self) {
        for (var group : config.syncGroups()) {
            if (group.members().contains(self.name())) {
                var others = config.instances().stream()
                        .filter(i ->
                                group.members().contains(i.name()) && !i.name().equals(self.name()));
                return new Membership(
                        config,
                        self,
                        others.toList(),
                        both(self.trackedLinks(), group.trackedLinks()),
                        both(self.trackedScripts(), group.trackedScripts()),
                        both(self.trackedFiles(), group.trackedFiles()),
                        both(self.trackedProcesses(), group.trackedProcesses()));
            }
        }
        return new Membership(
                config,
                self,
                List.of(),
                self.trackedLinks(),
                self.trackedScripts(),
                self.trackedFiles(),
                self.trackedProcesses());
    }

    private static <T> List<T> both(List<T> own, List<T> ofGroup) {
        return Stream.concat(own.stream(), ofGroup.stream()).toList();
    }

    boolean tracks() {
        return !links.isEmpty() || !scripts.isEmpty() || !files.isEmpty() || !processes.isEmpty();
    }
}
