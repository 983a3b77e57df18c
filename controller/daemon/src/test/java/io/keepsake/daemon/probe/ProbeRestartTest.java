package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.effect.Effect.PaceCheck;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import io.keepsake.daemon.sys.Sockets;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An error in the thread of the probes ends that part, which begins again as it was ordered. */
class ProbeRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Event> told = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Error> failure = new AtomicReference<>();

    /** The inbox is called on the thread of the probes, so an error of it is one of that thread. */
    private void hear(Event event) {
        if (event instanceof CheckFailed || event instanceof CheckPassed) {
            var next = failure.getAndSet(null);
            if (next != null) {
                throw next;
            }
        }
        told.add(event);
    }

    @Test
    void anErrorOfAnyKindIsToldAndTheChecksGoOnAtTheirPace() throws Exception {
        try (var server = ScriptedServer.silent();
                var prober = Prober.start(this::hear, (_, _, _, _) -> {})) {
            failure.set(new OutOfMemoryError("as if"));
            var checker = Probing.checker(
                    new Check.Tcp(), Probing.local(server.port()), Probing.SECOND, 3_600 * Probing.SECOND, 0);
            prober.configure(List.of(Probing.server(Probing.SERVER, List.of(checker))), _ -> 1);
            prober.handle(new PaceCheck(Probing.id(0), 50 * Probing.MILLI));
            Await.until("results after the restart", PATIENCE, () -> told.size() > 4);
            var first = (PartFailed) told.getFirst();
            assertEquals("probe", first.part());
            assertTrue(first.reason().contains("as if"), first.reason());
            assertEquals(1_000_000_000L, first.againNanos());
            assertTrue(told.stream().skip(1).allMatch(CheckPassed.class::isInstance), told::toString);
        }
    }

    @Test
    void aPartThatCannotBeginIsTriedAgain() throws Exception {
        var tries = new AtomicInteger();
        try (var server = ScriptedServer.silent();
                var prober = Prober.start(this::hear, (_, _, _, _) -> {}, () -> {
                    if (tries.getAndIncrement() < 1) {
                        throw new IllegalStateException("no descriptor is left");
                    }
                    return Sockets.load();
                })) {
            var checker = Probing.checker(new Check.Tcp(), Probing.local(server.port()));
            prober.configure(List.of(Probing.server(Probing.SERVER, List.of(checker))), _ -> 1);
            Await.until("a result", PATIENCE, () -> told.size() > 1);
            assertTrue(told.getFirst() instanceof PartFailed, told::toString);
            assertTrue(told.get(1) instanceof CheckPassed, told::toString);
        }
    }

    @Test
    void whatWasUnderWayIsHungUpOn() throws Exception {
        var asked = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        try (var far = ScriptedServer.start((_, client) -> {
                    while (client.getInputStream().read() >= 0) {
                        asked.countDown();
                    }
                    left.countDown();
                });
                var near = ScriptedServer.silent();
                var prober = Prober.start(this::hear, (_, _, _, _) -> {})) {
            long hour = 3_600 * Probing.SECOND;
            var get = new Check.Http(false, HttpVersion.HTTP_1_1, false, List.of(HttpCheckTest.plain("/")));
            var waiting = Probing.checker(get, Probing.local(far.port()), hour, hour, 0);
            prober.configure(List.of(Probing.server(Probing.SERVER, List.of(waiting))), _ -> 1);
            Await.until("the question", PATIENCE, () -> asked.getCount() == 0);
            failure.set(new OutOfMemoryError("as if"));
            var failing = Probing.checker(new Check.Tcp(), Probing.local(near.port()), Probing.SECOND, hour, 0);
            prober.configure(List.of(Probing.server(Probing.SERVER, List.of(waiting, failing))), _ -> 1);
            Await.until("the end of the first connection", PATIENCE, () -> left.getCount() == 0);
        }
    }
}
