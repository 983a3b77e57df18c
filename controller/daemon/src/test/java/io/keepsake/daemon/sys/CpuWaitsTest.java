package io.keepsake.daemon.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CpuWaitsTest {
    /** With more who want a CPU than there are, whoever asks must have waited sooner or later. */
    @Test
    void whoSharesTheCpusWaitsForThem() throws InterruptedException {
        var waits = new CpuWaits();
        assertEquals(LoopStalled.UNKNOWN, waits.waited(), "since when is not known");

        var over = new AtomicBoolean();
        var others = new ArrayList<Thread>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            others.add(Thread.ofPlatform().start(() -> {
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            }));
        }
        long waited = 0;
        while (waited < 1_000_000) {
            long more = waits.waited();
            assertEquals(Math.max(0, more), more, "it is counted");
            waited += more;
        }
        over.set(true);
        for (var other : others) {
            other.join();
        }
    }
}
