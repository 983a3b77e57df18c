package io.keepsake.daemon.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.NodeState;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.daemon.service.ServiceManager.Election;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.sys.LocalReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service manager hears; what a director tells one while it elects is in {@code ServiceTest} of the lab. */
class ServiceManagerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A tenth of a second between two feeds. */
    private static final String WATCHDOG = "300000";

    @TempDir
    private Path directory;

    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong woken = new AtomicLong();
    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Error> failure = new AtomicReference<>();

    private ServiceManager start(Map<String, String> environment) {
        return ServiceManager.start(
                environment, new Election(() -> NodeState.INITIAL, this::turned, woken::incrementAndGet), told::add);
    }

    /** It is asked on the thread that tells, so an error of it is one of that thread. */
    private long turned() {
        var next = failure.getAndSet(null);
        if (next != null) {
            throw next;
        }
        return turns.get();
    }

    @Test
    void anErrorOfAnyKindIsToldAndTheWatchdogIsFedAgain() throws Exception {
        failure.set(new OutOfMemoryError("as if"));
        var socket = directory.resolve("notify");
        try (var manager = new LocalReceiver(socket);
                var _ = start(environment(socket))) {
            Await.until("a feed", PATIENCE, () -> feeds(manager) == 1);
        }
        assertEquals(List.of(new PartFailed("service", "java.lang.OutOfMemoryError: as if", 1_000_000_000L)), told);
    }

    private Map<String, String> environment(Path socket) {
        return Map.of("NOTIFY_SOCKET", socket.toString(), "WATCHDOG_USEC", WATCHDOG);
    }

    private static long feeds(LocalReceiver manager) {
        return manager.heard().stream().filter("WATCHDOG=1"::equals).count();
    }

    @Test
    void onlyALoopThatTurnsFeedsTheWatchdog() throws Exception {
        var socket = directory.resolve("notify");
        try (var manager = new LocalReceiver(socket);
                var _ = start(environment(socket))) {
            Await.until("the first feed", PATIENCE, () -> feeds(manager) == 1);
            Await.until("it is woken, in vain", PATIENCE, () -> woken.get() > 3);
            assertEquals(1, feeds(manager));
            turns.incrementAndGet();
            Await.until("the second feed", PATIENCE, () -> feeds(manager) == 2);
        }
    }

    @Test
    void itIsNotReadyWithoutAConfiguration() throws Exception {
        var socket = directory.resolve("notify");
        try (var manager = new LocalReceiver(socket)) {
            try (var _ = start(environment(socket))) {
                Await.until("the first feed", PATIENCE, () -> feeds(manager) == 1);
            }
            assertFalse(manager.heard().stream().anyMatch(text -> text.contains("READY")));
            assertEquals("STOPPING=1", manager.heard().getLast());
        }
    }

    @Test
    void aReloadIsToldWithItsMoment() throws Exception {
        var socket = directory.resolve("notify");
        try (var manager = new LocalReceiver(socket);
                var service = start(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            long before = System.nanoTime() / 1_000;
            assertEquals("done", service.reloading(() -> "done"));
            var heard = manager.heard();
            assertEquals(2, heard.size());
            assertTrue(heard.getFirst().startsWith("RELOADING=1\nMONOTONIC_USEC="), heard.getFirst());
            long micros = Long.parseLong(heard.getFirst().substring("RELOADING=1\nMONOTONIC_USEC=".length()));
            assertTrue(micros >= before && micros <= System.nanoTime() / 1_000);
            assertEquals("READY=1", heard.getLast());
        }
    }

    @Test
    void aManagerThatComesLaterIsFound() throws Exception {
        var socket = directory.resolve("notify");
        try (var service = start(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            service.reloading(() -> "nobody hears");
            try (var manager = new LocalReceiver(socket)) {
                service.reloading(() -> "somebody hears");
                assertEquals(2, manager.heard().size());
            }
        }
    }

    @Test
    void nobodyIsToldWhereThereIsNone() {
        try (var service = start(Map.of())) {
            assertEquals("done", service.reloading(() -> "done"));
        }
    }

    @Test
    void aManagerThatReadsNothingHoldsNobodyUp() throws Exception {
        var socket = directory.resolve("notify");
        try (var _ = new LocalReceiver(socket);
                var service = start(environment(socket))) {
            for (int i = 0; i < 10_000; i++) {
                service.reloading(() -> "done");
            }
        }
    }
}
