package io.keepsake.adapter.netlink.ipvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.IpvsEvent.IpvsUnavailable;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.PartFailed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An error on the IPVS thread ends that work, which begins again with a whole reading. */
class IpvsRestartTest {
    private static final long PATIENCE_SECONDS = 60;

    private final LinkedBlockingQueue<Event> told = new LinkedBlockingQueue<>();
    private final AtomicInteger tries = new AtomicInteger();

    private SystemCalls calls() {
        if (tries.getAndIncrement() == 0) {
            throw new IllegalStateException("no descriptor is left");
        }
        return SystemCalls.load();
    }

    private Event next() throws InterruptedException {
        var event = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return event == null ? new PartFailed("test", "nothing was told", 0) : event;
    }

    @Test
    void isToldAndBeginsAnewWithAReading() throws InterruptedException {
        var program = new ProgramIpvs(List.of());
        try (var ipvs = IpvsNetlink.open(told::add, Duration.ofSeconds(60), this::calls)) {
            ipvs.apply(7, program);
            assertEquals(
                    new PartFailed("ipvs", "java.lang.IllegalStateException: no descriptor is left", 1_000_000_000L),
                    next());
            assertTrue(next() instanceof EffectFailed failed && failed.effect() == 7, "what was under way is answered");
            // during the pause, or behind it on a machine that is slow: answered in any case, and the table is read
            ipvs.apply(8, program);
            var told = List.of(next(), next());
            assertTrue(told.stream().anyMatch(event -> answers(8, event)), told::toString);
            assertTrue(
                    told.stream().anyMatch(e -> e instanceof IpvsRead || e instanceof IpvsUnavailable), told::toString);
        }
    }

    private static boolean answers(long effect, Event event) {
        return event instanceof EffectFailed failed && failed.effect() == effect
                || event instanceof EffectApplied applied && applied.effect() == effect;
    }

    @Test
    void aPauseDoesNotHoldUpTheEnd() throws InterruptedException {
        var ipvs = IpvsNetlink.open(told::add, Duration.ofSeconds(60), () -> {
            throw new IllegalStateException("never");
        });
        ipvs.read();
        assertTrue(next() instanceof PartFailed);
        ipvs.close();
        assertTrue(told.isEmpty(), told::toString);
    }
}
