package io.keepsake.daemon.service;

import io.keepsake.core.NodeState;
import io.keepsake.core.NodeState.Configured;
import io.keepsake.core.value.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A state in one line, as {@code systemctl status} shows it. */
final class ServiceStatus {
    private static final List<Role> SHOWN = List.of(Role.MASTER, Role.BACKUP, Role.FAULT, Role.INIT);

    private ServiceStatus() {}

    /** As "2 MASTER, 1 BACKUP, 5 of 6 real servers up". */
    static String of(NodeState state) {
        var configured = state.configured();
        if (configured == null) {
            return "starts";
        }
        var words = new ArrayList<String>();
        for (var role : SHOWN) {
            int count = configured.vrrp().inRole(role).size();
            if (count > 0) {
                words.add(count + " " + role);
            }
        }
        servers(configured, words);
        if (words.isEmpty()) {
            words.add("nothing is configured");
        }
        return (state.stopping() ? "stops: " : "") + String.join(", ", words);
    }

    private static void servers(Configured configured, List<String> words) {
        var director = configured.director();
        int places = configured.config().virtualServers().size();
        var alive = IntStream.range(0, places)
                .boxed()
                .flatMap(place -> director.reals(place, configured.health()).values().stream())
                .map(real -> real.alive())
                .toList();
        if (!alive.isEmpty()) {
            words.add(alive.stream().filter(is -> is).count() + " of " + alive.size() + " real servers up");
        }
    }
}
