package io.keepsake.simulator.invariant;

import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.event.IpvsEvent.Entry;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.world.Director;
import io.keepsake.world.Ipvs;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The IPVS table in the kernel, as it is, becomes what is wanted. And when all is well, every real server comes back.
 *
 * <p>Why this bound, from the last time that something went wrong: virtual servers wait up to three seconds for the
 * journal; somebody else's hand is found with the next reading; what was refused is tried again after five seconds. It is
 * looked at once a second.
 */
final class TableConverges implements Watcher {
    private static final long SECOND = 1_000_000_000L;
    private static final long BOUND_NANOS =
            Bounds.withDrift(3 * SECOND + 5 * SECOND) + Ipvs.POLL_NANOS + 4 * Ipvs.READ_NANOS + 2 * SECOND;
    private static final long BACK_NANOS = 40 * SECOND;

    private final Found[] found;
    private long lookAt;

    TableConverges(int machines) {
        found = Stream.generate(Found::new).limit(machines).toArray(Found[]::new);
    }

    private static final class Found {
        private @Nullable String wrong;
        private long since;
        private @Nullable Director director;
        private @Nullable DirectorTable servers;
        private @Nullable HealthTable health;
        private int version = -1;

        /** Whether neither what is wanted nor the kernel's table can be another. */
        @SuppressWarnings("ReferenceEquality")
        boolean isAsBefore(Machine machine, Director now) {
            return director == now
                    && version == machine.ipvs().version()
                    && servers == now.state().director()
                    && health == now.state().health();
        }
    }

    @Override
    public void onTime(World world) {
        if (world.now() >= lookAt) {
            lookAt = world.now() + SECOND;
            world.machines().forEach(machine -> look(world, machine, found[machine.number()]));
        }
    }

    private static void look(World world, Machine machine, Found last) {
        var director = machine.director();
        var table =
                director == null || director.paused() ? null : director.state().director();
        if (director == null || table == null || director.state().stopping()) {
            last.wrong = null;
            return;
        }
        var wrong = last.isAsBefore(machine, director) ? last.wrong : wrong(machine, director, table);
        last.version = machine.ipvs().version();
        last.servers = table;
        last.health = director.state().health();
        if (wrong == null || !wrong.equals(last.wrong) || !director.equals(last.director)) {
            last.since = world.now();
        }
        last.wrong = wrong;
        last.director = director;
        long calm = machine.ipvs().calmSince();
        if (wrong != null && calm != Long.MAX_VALUE && world.now() - Math.max(last.since, calm) > BOUND_NANOS) {
            throw new Violation("TableConverges", machine.number(), wrong + " since " + Bounds.seconds(last.since));
        }
        if (world.now() > world.plan().quietFrom() + BACK_NANOS) {
            requireAllBack(machine, director, table);
        }
    }

    private static @Nullable String wrong(Machine machine, Director director, DirectorTable table) {
        var there = new HashMap<ServiceKey, Entry>();
        machine.ipvs()
                .table()
                .read()
                .entries()
                .forEach(e -> there.put(e.service().key(), e));
        for (int i = 0; i < table.states().size(); i++) {
            var wanted = WantedTable.of(director.state(), table, i);
            for (var key : wanted.server().keys()) {
                var entry = there.get(key);
                if (entry == null || !entry.service().equals(wanted.server().service(key))) {
                    return "the kernel has " + entry + ", expected " + key;
                }
                var wrong = TableIsWanted.wrong(wanted.destinations(), byEndpoint(entry));
                if (wrong != null) {
                    return "the kernel " + key + " " + wrong;
                }
            }
        }
        return null;
    }

    private static Map<Endpoint, Destination> byEndpoint(Entry entry) {
        var destinations = new TreeMap<Endpoint, Destination>();
        entry.destinations().forEach(d -> destinations.put(d.endpoint(), d));
        return destinations;
    }

    private static void requireAllBack(Machine machine, Director director, DirectorTable table) {
        for (int i = 0; i < table.states().size(); i++) {
            var wanted = WantedTable.of(director.state(), table, i);
            for (int r = 0; r < wanted.server().realServers().size(); r++) {
                if (!table.states().get(i).suspended() && !wanted.alive(r)) {
                    throw new Violation(
                            "TableConverges",
                            machine.number(),
                            wanted.server().realServers().get(r).endpoint() + " answers for long and is not back");
                }
            }
        }
    }
}
