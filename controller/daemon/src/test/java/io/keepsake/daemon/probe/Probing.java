package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A prober and what it has told, with the nanosecond at which it came. */
final class Probing implements AutoCloseable {
    static final VirtualServerName SERVER = new VirtualServerName("tcp:192.168.181.100:80");
    static final long SECOND = 1_000_000_000;
    static final long MILLI = 1_000_000;
    static final Duration PATIENCE = Duration.ofSeconds(20);

    record Told(long at, HealthEvent event) {}

    final List<Told> told = new CopyOnWriteArrayList<>();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    final Prober prober;
    private HealthTable health = HealthTable.EMPTY;
    private long configurations;

    Probing() {
        this((subject, script, timeout, done) -> {
            throw new IllegalStateException("no script is expected here");
        });
    }

    Probing(MiscRunner runner) {
        prober = Prober.start(this::hear, runner);
    }

    private void hear(Event event) {
        if (event instanceof HealthEvent e) {
            told.add(new Told(System.nanoTime(), e));
        } else {
            fatal.add(new AssertionError("not an event of health: " + event));
        }
    }

    /** A checker that checks every ten seconds, the first time at once, for at most a second. */
    static CheckerConfig checker(Check check, ProbeTarget target) {
        return checker(check, target, SECOND, 10 * SECOND, 0);
    }

    static CheckerConfig checker(Check check, ProbeTarget target, long timeout, long delay, long warmup) {
        return new CheckerConfig(check, target, timeout, delay, 1, SECOND, warmup, false, 1, false);
    }

    static ProbeTarget local(int port) {
        return ProbeTarget.of(new Endpoint(Ip.parse("127.0.0.1"), port));
    }

    static CheckerId id(int real) {
        return new CheckerId(SERVER, real(real), 0);
    }

    private static Endpoint real(int number) {
        return new Endpoint(Ip.v4(0x0a00_0000 + number), 80);
    }

    /** A virtual server with one real server for each checker. */
    static VirtualServerConfig server(VirtualServerName name, List<CheckerConfig> checkers) {
        var key = new ServiceKey.Address(Protocol.TCP, Endpoint.parse("192.168.181.100:80"));
        var reals = new ArrayList<RealServerConfig>();
        for (int i = 0; i < checkers.size(); i++) {
            reals.add(new RealServerConfig(
                    real(i), Forwarding.NAT, 1, 0, 0, false, null, null, false, List.of(checkers.get(i))));
        }
        var service = new Service(key, "rr", 0, false, 0, 32, "");
        return new VirtualServerConfig(name, List.of(key), service, false, 1, 0, null, null, false, null, false, reals);
    }

    void configure(CheckerConfig... checkers) {
        configure(List.of(checkers));
    }

    void configure(List<CheckerConfig> checkers) {
        var servers = List.of(server(SERVER, checkers));
        var config = ControllerConfig.named("probing").virtualServers(servers).build();
        health = health.reloaded(config, ++configurations).next();
        prober.configure(servers, health::incarnation);
    }

    /** What is told of one check, begun now. */
    static HealthEvent once(Check check, ProbeTarget target) {
        return once(checker(check, target));
    }

    static HealthEvent once(CheckerConfig checker) {
        try (var probing = new Probing()) {
            probing.configure(checker);
            return probing.first();
        }
    }

    /** The first event, waiting for it. */
    HealthEvent first() {
        return Await.value("an event", PATIENCE, () -> told.stream().findFirst())
                .event();
    }

    /** All that was told of one checker, at least {@code count}. */
    List<Told> of(int real, int count) {
        return Await.value(count + " events of " + id(real), PATIENCE, () -> enough(of(real), count));
    }

    List<Told> of(int real) {
        return told.stream()
                .filter(one -> one.event().checker().equals(id(real)))
                .toList();
    }

    private static Optional<List<Told>> enough(List<Told> told, int count) {
        return told.size() < count ? Optional.empty() : Optional.of(told);
    }

    /** When the check of an event began, and how late that was. */
    static long begun(Told told) {
        var timing = timing(told.event());
        return told.at() - timing.connectNanos() - timing.tlsNanos() - timing.firstByteNanos() - timing.bodyNanos();
    }

    /** When it was due. */
    static long due(Told told) {
        return begun(told) - timing(told.event()).lateNanos();
    }

    static CheckTiming timing(HealthEvent event) {
        return switch (event) {
            case CheckPassed e -> e.timing();
            case CheckFailed e -> e.timing();
            case HealthEvent.CheckUnknown e -> e.timing();
            case HealthEvent.FileRead _ -> CheckTiming.NONE;
        };
    }

    /** Such as {@code PASSED connected} or {@code REFUSED connect: connection refused}. */
    static String text(@Nullable HealthEvent event) {
        return switch (event) {
            case CheckPassed e -> "PASSED " + e.detail();
            case CheckFailed e -> e.reason() + " " + e.detail();
            case HealthEvent.CheckUnknown e -> "UNKNOWN " + e.detail();
            case HealthEvent.FileRead e -> "READ " + e.number();
            case null -> "nothing";
        };
    }

    @Override
    public void close() {
        prober.close();
        if (!fatal.isEmpty()) {
            throw new AssertionError("the prober broke", fatal.getFirst());
        }
    }
}
