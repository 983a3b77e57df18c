package io.keepsake.daemon.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A part ends when its life does, and of nothing else. */
class PartLifeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PartLife life = new PartLife();
    private final AtomicInteger begun = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private void work() throws IOException {
        switch (begun.incrementAndGet()) {
            case 1 -> throw new IOException("of the kernel");
            case 2 -> throw new StackOverflowError("of any kind");
            default -> life.end();
        }
    }

    private void tell(Throwable why, long againNanos) {
        told.add(why.getMessage() + ", again in " + againNanos / 1_000_000_000L + " s");
        throw new OutOfMemoryError("none to say so");
    }

    @Test
    void anErrorIsToldAndItBeginsAnewLaterEachTime() {
        life.live(this::work, this::tell);
        assertEquals(3, begun.get());
        assertEquals(List.of("of the kernel, again in 1 s", "of any kind, again in 2 s"), told);
    }

    @Test
    void aPauseEndsWithIt() throws Exception {
        var thread = Thread.ofPlatform()
                .start(() -> life.live(
                        () -> {
                            throw new IllegalStateException("each time");
                        },
                        (why, again) -> {
                            told.add(why + " " + again);
                            begun.incrementAndGet();
                        }));
        Await.until("three failures", PATIENCE, () -> begun.get() == 3);
        life.end();
        thread.join();
        assertEquals(3, told.size());
    }
}
