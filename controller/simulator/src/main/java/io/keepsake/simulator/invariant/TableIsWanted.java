package io.keepsake.simulator.invariant;

import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.event.IpvsEvent.IpvsUnavailable;
import io.keepsake.core.kernel.SeenService;
import io.keepsake.core.kernel.SeenTable;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By what a director was told, the IPVS table is what {@link WantedTable} says, or a program or a reading is on its way, or
 * a slice is still to be compared, or one was refused less than five seconds ago; and nothing of its own stands that is not configured. After every turn.
 */
final class TableIsWanted implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        var director = turn.after().director();
        // When there is no table to read, what it was is known, and is not asked for again until there is one.
        if (turn.sameServers() || director == null || turn.event() instanceof IpvsUnavailable) {
            return;
        }
        var ipvs = turn.after().ipvs();
        var pending = ipvs.pending();
        boolean atRest = ipvs.seen().read()
                && pending.flight() == null
                && !pending.hasWork()
                && pending.readingBy().equals(Moment.NEVER)
                && pending.retryAt().equals(Moment.NEVER);
        if (!atRest || !director.started() || turn.after().stopping()) {
            return;
        }
        for (int i = 0; i < director.states().size(); i++) {
            var wrong =
                    wrong(WantedTable.of(turn.after(), director, i), ipvs.seen().table());
            if (wrong != null) {
                throw turn.violation("TableIsWanted", wrong + ", and nothing is asked");
            }
        }
        ipvs.ours().services().stream()
                .filter(key -> ipvs.seen().table().services().containsKey(key) && !configured(director, key))
                .forEach(key -> {
                    throw turn.violation("TableIsWanted", key + " is its own, not configured, and left");
                });
    }

    private static boolean configured(DirectorTable director, ServiceKey key) {
        return director.config().virtualServers().stream()
                .anyMatch(s -> s.keys().contains(key));
    }

    private static @Nullable String wrong(WantedTable wanted, SeenTable seen) {
        for (var key : wanted.server().keys()) {
            var there = seen.services().get(key);
            if (there == null) {
                return key + " is missing";
            }
            if (!there.service().equals(wanted.server().service(key))) {
                return key + " is " + there.service();
            }
            var wrong = wrong(wanted.destinations(), there);
            if (wrong != null) {
                return key + " " + wrong;
            }
        }
        return null;
    }

    /** In what a service differs; null for in nothing. */
    static @Nullable String wrong(Map<Endpoint, Destination> wanted, SeenService there) {
        return wrong(wanted, there.destinations());
    }

    /** In what destinations differ; null for in nothing. */
    static @Nullable String wrong(Map<Endpoint, Destination> wanted, Map<Endpoint, Destination> there) {
        for (var destination : wanted.values()) {
            var found = there.get(destination.endpoint());
            if (found == null || !found.answers(destination)) {
                return "has " + found + ", expected " + destination;
            }
        }
        for (var found : there.values()) {
            if (!wanted.containsKey(found.endpoint())) {
                return "has " + found + ", expected none";
            }
        }
        return null;
    }
}
