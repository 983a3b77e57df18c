package io.keepsake.simulator.fault;

import static io.keepsake.simulator.fault.NetworkFaults.seconds;

import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.DrainRequested;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.world.Backends.Mode;
import io.keepsake.world.Injection;
import io.keepsake.world.Machine;
import io.keepsake.world.SeededRandom;
import io.keepsake.world.World;
import java.util.List;

/** What happens to real servers, to the IPVS table, and to the configuration. */
final class ServerFaults {
    private ServerFaults() {}

    private static String name(int node) {
        return "n" + (node + 1);
    }

    /** For a while a real server is not well. */
    record RealServer(Endpoint real, Mode mode, int number, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            world.backends().set(real, mode, number);
            world.after(nanos, () -> world.backends().set(real, Mode.WELL, 0));
        }

        @Override
        public String kind() {
            return switch (mode) {
                case WELL, DOWN -> "down";
                case SLOW -> "tardy";
                case FLAPPING -> "flap";
                case ASKING -> "weights";
            };
        }

        @Override
        public String print() {
            return "real server " + real + " is " + mode + (mode == Mode.ASKING ? " for " + number : "") + " for "
                    + seconds(nanos);
        }
    }

    /** What somebody else does to a table. */
    enum TableEdit {
        DELETES_SERVICE,
        DELETES_DESTINATION,
        CHANGES_WEIGHT,
        ADDS_DESTINATION,
        ADDS_SERVICE,
        CHANGES_SERVICE,
        CLEARS
    }

    /** Somebody else edits the table of a machine. */
    record Edit(int node, TableEdit edit, int which) implements Injection {
        private static final ServiceKey STRAY =
                new ServiceKey.Address(Protocol.UDP, new Endpoint(Ip.v4(0x0a00_00f0), 53));
        private static final Destination EXTRA =
                new Destination(new Endpoint(Ip.v4(0x0a00_02f0), 80), Forwarding.NAT, 3, 0, 0);

        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var entries = machine.ipvs().table().read().entries();
            if (edit == TableEdit.ADDS_SERVICE) {
                machine.ipvs().edit(new IpvsChange.AddService(new Service(STRAY, "rr", 0, false, 0, 32, "")));
            } else if (edit == TableEdit.CLEARS) {
                entries.forEach(e -> machine.ipvs()
                        .edit(new IpvsChange.RemoveService(e.service().key())));
            } else if (!entries.isEmpty()) {
                var entry = entries.get(which % entries.size());
                edit(machine, entry.service(), entry.destinations());
            }
        }

        private void edit(Machine machine, Service service, List<Destination> destinations) {
            var key = service.key();
            switch (edit) {
                case DELETES_SERVICE -> machine.ipvs().edit(new IpvsChange.RemoveService(key));
                case ADDS_DESTINATION -> machine.ipvs().edit(new IpvsChange.AddDestination(key, EXTRA));
                case CHANGES_SERVICE ->
                    machine.ipvs().edit(new IpvsChange.EditService(new Service(key, "sh", 0, false, 7, 32, "")));
                case DELETES_DESTINATION, CHANGES_WEIGHT -> {
                    if (!destinations.isEmpty()) {
                        edit(machine, key, destinations.get(which % destinations.size()));
                    }
                }
                case ADDS_SERVICE, CLEARS -> {}
            }
        }

        private void edit(Machine machine, ServiceKey key, Destination there) {
            var other = new Destination(
                    there.endpoint(), there.forwarding(), there.weight() + 7, there.upper(), there.lower());
            machine.ipvs()
                    .edit(
                            edit == TableEdit.CHANGES_WEIGHT
                                    ? new IpvsChange.EditDestination(key, other)
                                    : new IpvsChange.RemoveDestination(key, there.endpoint()));
        }

        @Override
        public String kind() {
            return "ipvs";
        }

        @Override
        public String print() {
            return "somebody " + edit + " in the IPVS table of " + name(node);
        }
    }

    /** The kernel refuses changes of the table, or whole programs. */
    record Refuses(int node, int count, int errno, boolean whole) implements Injection {
        @Override
        public void happen(World world) {
            world.machines().get(node).ipvs().fail(count, errno, whole);
        }

        @Override
        public String kind() {
            return "refuse";
        }

        @Override
        public String print() {
            return "IPVS of " + name(node) + " refuses " + count + (whole ? " programs" : " changes") + " with errno "
                    + errno;
        }
    }

    /** For a while there is no IPVS, or it is slow. */
    record Absent(int node, boolean slow, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var ipvs = world.machines().get(node).ipvs();
            if (slow) {
                ipvs.slow(nanos / 20);
                world.after(nanos, () -> ipvs.slow(0));
            } else {
                ipvs.absent(world.now() + nanos);
            }
        }

        @Override
        public String kind() {
            return "absent";
        }

        @Override
        public String print() {
            return "IPVS of " + name(node) + (slow ? " is slow for " : " is not there for ") + seconds(nanos);
        }
    }

    /** Somebody edits the configuration of a machine, or takes the edits back. */
    record Reload(int node, long luck, boolean back) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var written = back
                    ? ConfigEdit.Written.of(machine.plan().configText())
                    : ConfigEdit.of(
                            new SeededRandom(luck),
                            machine.configText(),
                            machine.address().address().ip());
            var director = machine.director();
            if (written != null) {
                machine.reload(written.config(), written.text());
            } else if (director != null) {
                director.offer(new ConfigRefused(List.of("simulated")));
            }
        }

        @Override
        public String kind() {
            return "reload";
        }

        @Override
        public String print() {
            return "another configuration for " + name(node) + (back ? ": the first one" : "");
        }
    }

    /** Somebody asks a director to end, and another one, who does not know, to take a new configuration. */
    record StopAndReload(int node, long luck, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var director = machine.director();
            if (director == null) {
                return;
            }
            director.stop();
            var written = ConfigEdit.withOneMore(machine.configText());
            if (written != null) {
                machine.reload(written.config(), written.text());
            }
            world.after(nanos, () -> {
                machine.start();
                world.disturb();
            });
        }

        @Override
        public String kind() {
            return "stop_reload";
        }

        @Override
        public String print() {
            return name(node) + " is stopped and told to reload at once; starts again after " + seconds(nanos);
        }
    }

    /** A reload finds a file that is no configuration any more; it is mended before anybody starts again. */
    record BrokenFile(int node, long luck) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var director = machine.director();
            if (director != null) {
                director.offer(ConfigEdit.broken(new SeededRandom(luck), machine.configText()));
            }
        }

        @Override
        public String kind() {
            return "broken_file";
        }

        @Override
        public String print() {
            return name(node) + " is told to reload a broken file";
        }
    }

    /** An operator drains a real server or a virtual server, and perhaps ends it early. */
    record Drains(int node, int which, boolean all, boolean cancels, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            var machine = world.machines().get(node);
            var servers = machine.config().virtualServers();
            var director = machine.director();
            if (!servers.isEmpty() && director != null) {
                var server = servers.get(which % servers.size());
                var real = all || server.realServers().isEmpty() ? null : pick(server);
                var until = director.now().plus(nanos);
                director.offer(new DrainRequested(new Drain(server.name(), real, until, "repair", "root")));
                if (cancels) {
                    world.after(nanos / 2, () -> cancel(machine, new DrainCancelled(server.name(), real, "root")));
                }
            }
        }

        private Endpoint pick(VirtualServerConfig server) {
            return server.realServers().get(which % server.realServers().size()).endpoint();
        }

        private static void cancel(Machine machine, DrainCancelled event) {
            var director = machine.director();
            if (director != null) {
                director.offer(event);
            }
        }

        @Override
        public String kind() {
            return "drain";
        }

        @Override
        public String print() {
            return "an operator drains " + (all ? "a virtual server" : "a real server") + " of " + name(node) + " for "
                    + seconds(nanos);
        }
    }
}
