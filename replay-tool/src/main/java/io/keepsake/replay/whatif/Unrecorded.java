package io.keepsake.replay.whatif;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.InterfaceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What another configuration depends on and the recording says nothing of; scripts tell that when they run. */
final class Unrecorded {
    private Unrecorded() {}

    /** In words, one each: what is taken for granted instead. */
    static List<String> of(ControllerConfig recorded, ControllerConfig other) {
        var unknown = new ArrayList<String>();
        var links = links(other);
        links.removeAll(links(recorded));
        links.forEach(link ->
                unknown.add("the recording does not watch the interface " + link + ": it is taken not to be there"));
        var files = new HashSet<>(recorded.trackFiles());
        other.trackFiles().stream()
                .filter(file -> files.stream().noneMatch(f -> f.name().equals(file.name())))
                .forEach(file -> unknown.add("the recording does not read the file of vrrp_track_file " + file.name()
                        + ": nothing is told of it"));
        other.trackProcesses().stream()
                .filter(process -> recorded.trackProcesses().stream()
                        .noneMatch(p -> p.name().equals(process.name())))
                .forEach(process -> unknown.add("the recording does not count the processes of vrrp_track_process "
                        + process.name() + ": nothing is told of them"));
        return unknown;
    }

    private static Set<InterfaceName> links(ControllerConfig config) {
        var links = new TreeSet<InterfaceName>();
        config.instances().forEach(instance -> {
            links.add(instance.link());
            instance.virtual().forEach(address -> links.add(address.link()));
            instance.trackedLinks().forEach(tracked -> links.add(tracked.link()));
        });
        config.syncGroups().forEach(group -> group.trackedLinks().forEach(tracked -> links.add(tracked.link())));
        return links;
    }
}
