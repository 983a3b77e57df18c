package io.keepsake.daemon.service;

import io.keepsake.core.NodeState;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.daemon.life.PartLife;
import io.keepsake.daemon.sys.LocalDatagrams;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the service manager that the director is ready, reloads or stops, and in a line how it is. Whether the elections go
 * on is seen from outside: a thread of this looks whether their loop has turned since it looked last, and wakes it where it
 * has not; only what turned feeds the watchdog. Nothing here is waited for, and a manager that takes no message costs the
 * message. Does nothing where there is no manager (NOTIFY_SOCKET).
 */
public final class ServiceManager implements AutoCloseable {
    private static final long TICK_NANOS = 200_000_000L;

    /** A status line for every advert would be too many. */
    private static final long STATUS_NANOS = 1_000_000_000L;

    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** Of the time after which the manager gives up on us: as sd_watchdog_enabled(3) advises, and a little more often. */
    private static final int FEEDS = 3;

    private final @Nullable LocalDatagrams manager;
    private final long feedNanos;
    private final Election election;
    private final Consumer<Event> inbox;
    private final Thread thread = Thread.ofPlatform().daemon().name("service").unstarted(this::run);
    private final PartLife life = new PartLife();

    private boolean ready;
    private boolean stopping;
    private String status = "";
    private long statusAt;
    private long turns = -1;
    private long feedAt;

    /**
     * What is to be known of the elections; asked from the thread of this.
     *
     * @param state as it is now
     * @param turns how many times the loop has turned
     * @param wake has it turn, without waiting for that
     */
    public record Election(Supplier<NodeState> state, LongSupplier turns, Runnable wake) {}

    private ServiceManager(@Nullable LocalDatagrams manager, long feedNanos, Election election, Consumer<Event> inbox) {
        this.manager = manager;
        this.feedNanos = feedNanos;
        this.election = election;
        this.inbox = inbox;
    }

    /**
     * Begins to tell.
     *
     * @param environment of this process: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID
     * @param inbox told of an error, after which all this begins anew
     */
    public static ServiceManager start(Map<String, String> environment, Election election, Consumer<Event> inbox) {
        var path = environment.getOrDefault("NOTIFY_SOCKET", "");
        var service = new ServiceManager(
                path.startsWith("/") || path.startsWith("@") ? socket(path) : null,
                feedNanos(environment),
                election,
                inbox);
        if (service.manager != null) {
            service.thread.start();
        }
        return service;
    }

    private static @Nullable LocalDatagrams socket(String path) {
        try {
            return new LocalDatagrams(path);
        } catch (IllegalArgumentException e) {
            System.err.println("the service manager is told nothing: NOTIFY_SOCKET: " + e.getMessage());
            return null;
        }
    }

    /** How often the watchdog wants to hear; 0 when it does not, or means another process. */
    private static long feedNanos(Map<String, String> environment) {
        var micros = environment.getOrDefault("WATCHDOG_USEC", "");
        var pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return ours && micros.matches("[0-9]{1,15}") ? Long.parseLong(micros) * 1_000 / FEEDS : 0;
    }

    /** Does a reload, and tells when it begins and ends. */
    public <T> T reloading(Supplier<T> reload) {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
        try {
            return reload.get();
        } finally {
            send("READY=1");
        }
    }

    private void run() {
        life.live(this::tell, (why, again) -> inbox.accept(new PartFailed("service", why.toString(), again)));
    }

    private void tell() {
        while (!life.isOver()) {
            tick(System.nanoTime());
            LockSupport.parkNanos(feedNanos == 0 ? TICK_NANOS : Math.min(TICK_NANOS, Math.max(1, feedNanos)));
        }
    }

    private void tick(long now) {
        var state = election.state().get();
        if (state.stopping() && !stopping) {
            stopping = send("STOPPING=1");
        }
        if (!ready && state.configured() != null) {
            status = ServiceStatus.of(state);
            ready = send("READY=1\nSTATUS=" + status);
        }
        if (ready && now - statusAt >= STATUS_NANOS) {
            tellStatus(state);
            statusAt = now;
        }
        feed(now);
    }

    private void tellStatus(NodeState state) {
        var line = ServiceStatus.of(state);
        if (!line.equals(status) && send("STATUS=" + line)) {
            status = line;
        }
    }

    private void feed(long now) {
        if (feedNanos == 0 || now - feedAt < 0) {
            return;
        }
        long turned = election.turns().getAsLong();
        if (turned == turns) {
            election.wake().run();
        } else if (send("WATCHDOG=1")) {
            turns = turned;
            feedAt = now + feedNanos;
        }
    }

    private synchronized boolean send(String text) {
        return manager != null && manager.send(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        if (manager == null) {
            return;
        }
        life.end();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!stopping) {
            send("STOPPING=1");
        }
        synchronized (this) {
            manager.close();
        }
    }
}
