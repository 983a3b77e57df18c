package io.keepsake.replay.whatif;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.Core;
import io.keepsake.world.Injection;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.NodePlan;
import io.keepsake.world.Path.Impairment;
import io.keepsake.world.Plan;
import io.keepsake.world.Plan.Planned;
import io.keepsake.world.Scripts;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Two or three directors and what is done to them: the same for the same seed, whatever their configurations are. */
final class SmallWorld {
    static final long SECOND = 1_000_000_000L;
    private static final long LENGTH = 100 * SECOND;

    /** Something that is done to a world, and undone after a while. */
    private record Fault(String kind, Consumer<World> begins, Consumer<World> ends, long nanos) implements Injection {
        @Override
        public void happen(World world) {
            begins.accept(world);
            world.after(nanos, () -> ends.accept(world));
        }

        @Override
        public String print() {
            return kind + " for " + nanos / 1_000_000 + " ms";
        }
    }

    private final long seed;
    private final List<Integer> priorities = new ArrayList<>();
    private final List<Planned> faults = new ArrayList<>();

    SmallWorld(long seed) {
        this.seed = seed;
        var random = new Random(seed);
        int size = 2 + random.nextInt(2);
        for (int i = 0; i < size; i++) {
            priorities.add(150 - 40 * i);
        }
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            long at = (15 + 25L * i) * SECOND + (long) (random.nextDouble() * 5 * SECOND);
            faults.add(new Planned(at, fault(random, size)));
        }
    }

    private static Fault fault(Random random, int size) {
        int node = random.nextInt(size);
        long nanos = SECOND + (long) (random.nextDouble() * 11 * SECOND);
        return switch (random.nextInt(6)) {
            case 0 ->
                new Fault("crash", w -> kill(w, node), w -> machine(w, node).start(), nanos);
            case 1 ->
                new Fault("stop", w -> stop(w, node), w -> machine(w, node).start(), Math.max(nanos, 5 * SECOND));
            case 2 -> new Fault("link", w -> carrier(w, node, false), w -> carrier(w, node, true), nanos);
            case 3 ->
                new Fault(
                        "script",
                        w -> machine(w, node).scripts().set(Scripts.Mode.FAILS),
                        w -> machine(w, node).scripts().set(Scripts.Mode.WELL),
                        nanos + 5 * SECOND);
            case 4 -> new Fault("partition", w -> cut(w, node, true), w -> cut(w, node, false), nanos);
            default ->
                new Fault(
                        "loss",
                        w -> impair(w, node, new Impairment(250, 0, 0, 0)),
                        w -> impair(w, node, Impairment.NONE),
                        2 * nanos);
        };
    }

    private static Machine machine(World world, int node) {
        return world.machines().get(node);
    }

    private static void kill(World world, int node) {
        var director = machine(world, node).director();
        if (director != null) {
            director.kill(0);
        }
    }

    private static void stop(World world, int node) {
        var director = machine(world, node).director();
        if (director != null) {
            director.stop();
        }
    }

    private static void carrier(World world, int node, boolean running) {
        machine(world, node).kernel().set(Kernel.LINK, true, running);
    }

    private static void cut(World world, int node, boolean cut) {
        for (int other = 0; other < world.machines().size(); other++) {
            for (var path :
                    List.of(world.network().path(node, other), world.network().path(other, node))) {
                if (cut) {
                    path.cut();
                } else {
                    path.heal();
                }
            }
        }
    }

    private static void impair(World world, int node, Impairment impairment) {
        for (int other = 0; other < world.machines().size(); other++) {
            world.network().path(node, other).impair(impairment);
        }
    }

    private static String text(int priority) {
        return """
                vrrp_script chk {
                    script "/bin/chk"
                    interval 1
                    fall 2
                    rise 2
                }
                vrrp_instance VI_1 {
                    interface eth0
                    state BACKUP
                    virtual_router_id 51
                    priority %d
                    advert_int 1
                    track_script {
                        chk weight -60
                    }
                    virtual_ipaddress {
                        10.0.0.100/24
                    }
                }
                """.formatted(priority);
    }

    /** Its configurations, by node. */
    Map<String, ControllerConfig> configs() {
        var configs = new LinkedHashMap<String, ControllerConfig>();
        for (int i = 0; i < priorities.size(); i++) {
            configs.put("n" + (i + 1), Scenario.parse(text(priorities.get(i))));
        }
        return configs;
    }

    String print() {
        return "seed " + seed + ": "
                + faults.stream()
                        .map(p -> p.at() / SECOND + " s " + p.injection().print())
                        .toList();
    }

    /** Lets it happen with these configurations; gives what changed of roles, by the wall clocks of the machines. */
    List<Moved> run(Configs configs, Watcher... watchers) {
        var nodes = new ArrayList<NodePlan>();
        configs()
                .forEach((name, config) -> nodes.add(new NodePlan(
                        configs.replace(name, config),
                        "",
                        5 * nodes.size(),
                        SECOND / 10 * (1 + nodes.size()),
                        SECOND / 5)));
        var moves = new ArrayList<Moved>();
        var all = new ArrayList<>(List.of(watchers));
        all.add(new Watcher() {
            @Override
            public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
                for (var decision : turn.decisions()) {
                    long place = Simulation.nanos(turn.recorded().wall());
                    var moved = Moved.of(place, machine.name(), decision, "truth");
                    if (moved != null) {
                        moves.add(moved);
                    }
                }
            }
        });
        new World(new Plan(seed, nodes, faults, LENGTH, LENGTH), Core.REAL, all).run();
        return moves;
    }

    /** Writes a journal for each machine. */
    static final class Journaling implements Watcher, AutoCloseable {
        private final Path room;
        private final Map<Machine, JournalWriter> writers = new HashMap<>();

        Journaling(Path room) {
            this.room = room;
        }

        @Override
        public void onStart(Machine machine) {
            try {
                var directory = Files.createDirectories(room.resolve(machine.name()));
                writers.put(machine, Journals.openWriter(directory, JournalOptions.of("simulated")));
            } catch (IOException | JournalFailure e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
            var writer = writers.get(machine);
            try {
                if (writer != null) {
                    writer.append(turn);
                }
            } catch (JournalFailure e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onEnd(Machine machine) {
            var writer = writers.remove(machine);
            if (writer != null) {
                close(writer);
            }
        }

        private static void close(JournalWriter writer) {
            try {
                writer.close();
            } catch (JournalFailure e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            writers.values().forEach(Journaling::close);
            writers.clear();
        }
    }
}
