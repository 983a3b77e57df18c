package io.keepsake.world;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.VirtualServerName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The health checkers of one run of a director, at the pace that it asks for. */
final class Prober {
    private static final long FILE_PACE_NANOS = 1_000_000_000L;
    private static final long LEAST_NANOS = 1_000_000L;

    private final Machine machine;
    private final Director director;
    private final Set<VirtualServerName> suspended = new HashSet<>();
    private Map<CheckerId, Checker> checkers = new HashMap<>();

    Prober(Machine machine, Director director) {
        this.machine = machine;
        this.director = director;
    }

    private World world() {
        return machine.world();
    }

    /** From now on exactly these checkers; one of the same incarnation goes on. */
    void configure(ControllerConfig config, HealthTable health) {
        var next = new LinkedHashMap<CheckerId, Checker>();
        for (var server : config.virtualServers()) {
            for (var real : server.realServers()) {
                for (int i = 0; i < real.checkers().size(); i++) {
                    var id = new CheckerId(server.name(), real.endpoint(), i);
                    keep(id, real.checkers().get(i), health.incarnation(id), next);
                }
            }
        }
        checkers.values().stream().filter(c -> !next.containsValue(c)).forEach(c -> c.nextCheck = null);
        checkers = next;
        suspended.retainAll(
                config.virtualServers().stream().map(VirtualServerConfig::name).toList());
        // A probe that was under way answers all the same; its answer is for the checker that is no more.
    }

    private void keep(CheckerId id, CheckerConfig config, long incarnation, Map<CheckerId, Checker> next) {
        var before = checkers.get(id);
        if (before != null && before.incarnation == incarnation) {
            before.reconfigured(config);
            next.put(id, before);
            return;
        }
        var made = new Checker(id, config, incarnation);
        next.put(id, made);
        made.beginIn(1 + Math.floorMod(31L * id.hashCode() + machine.number(), Math.max(1, config.warmupNanos())));
    }

    void pace(PaceCheck request) {
        var checker = checkers.get(request.checker());
        if (checker != null) {
            checker.pace(request.everyNanos());
        }
    }

    void suspend(VirtualServerName server) {
        suspended.add(server);
    }

    void resume(VirtualServerName server) {
        suspended.remove(server);
    }

    private final class Checker {
        private final CheckerId id;
        private final long incarnation;
        private CheckerConfig config;
        private long periodNanos;
        private long due;
        private long lastNumber = Long.MIN_VALUE;
        private @Nullable NextCheck nextCheck;

        Checker(CheckerId id, CheckerConfig config, long incarnation) {
            this.id = id;
            this.config = config;
            this.incarnation = incarnation;
            long pace = Math.max(config.delayLoopNanos(), LEAST_NANOS);
            periodNanos = config.check() instanceof Check.File ? Math.min(pace, FILE_PACE_NANOS) : pace;
        }

        void reconfigured(CheckerConfig other) {
            if (other.delayLoopNanos() != config.delayLoopNanos()) {
                pace(Math.max(other.delayLoopNanos(), LEAST_NANOS));
            }
            config = other;
        }

        void beginIn(long nanos) {
            due = world().now() + nanos;
            sleep();
        }

        private void sleep() {
            var next = new NextCheck(this);
            nextCheck = next;
            world().queue().put(Math.max(due, world().now()), next);
        }

        void pace(long everyNanos) {
            if (everyNanos == 0) {
                due = world().now();
            } else {
                due = Math.max(world().now(), due - periodNanos + everyNanos);
                periodNanos = Math.max(everyNanos, LEAST_NANOS);
            }
            sleep();
        }

        void check() {
            due += periodNanos;
            if (!director.paused() && !suspended.contains(id.server())) {
                var found = world().backends().check(id, config, incarnation, lastNumber);
                var event = found.event();
                if (event != null) {
                    world().queue().put(world().now() + found.nanos(), new CheckEnd(this, event));
                }
            }
            sleep();
        }

        void over(HealthEvent event) {
            if (event instanceof HealthEvent.FileRead read) {
                lastNumber = read.number();
            }
            if (!suspended.contains(id.server()) && machine.director() == director) {
                if (checkers.get(id) == this) {
                    director.offer(event);
                } else if (checkers.containsKey(id)) {
                    Backends.ofAnEarlierChecker(event).ifPresent(director::offer);
                }
            }
        }
    }

    private final class NextCheck extends EventQueue.Entry {
        private final Checker checker;

        NextCheck(Checker checker) {
            this.checker = checker;
        }

        @Override
        void happen() {
            if (checker.nextCheck == this && machine.director() == director) {
                checker.check();
            }
        }
    }

    private static final class CheckEnd extends EventQueue.Entry {
        private final Checker checker;
        private final HealthEvent event;

        CheckEnd(Checker checker, HealthEvent event) {
            this.checker = checker;
            this.event = event;
        }

        @Override
        void happen() {
            checker.over(event);
        }
    }
}
