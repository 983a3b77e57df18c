package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keepsake.testkit.lab.Lab;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The tests of this package see a director that is late by something else than a lack of CPUs. */
@Isolated("it measures the rhythm of adverts")
class RhythmTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final String HELD_UP_SECONDS = "2";
    private static final int STOP = 19;
    private static final int CONTINUE = 18;

    @Test
    void oneThatIsHeldUpIsSeen() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.02", 255, "192.168.181.100"));
            try (var rhythm = Rhythm.of(lab, node, INTERVAL)) {
                node.start();
                var first = rhythm.await(0, Instant.EPOCH);
                var before = rhythm.await(20, first);
                rhythm.assertKept(first, before);

                node.director().signal(STOP);
                node.host().run("sleep", HELD_UP_SECONDS);
                node.director().signal(CONTINUE);
                var after = rhythm.await(0, Instant.now());
                assertThrows(AssertionError.class, () -> rhythm.assertKept(before, after));
            }
        }
    }
}
