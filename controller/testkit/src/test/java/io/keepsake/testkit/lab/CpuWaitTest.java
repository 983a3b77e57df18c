package io.keepsake.testkit.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuWaitTest {
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Duration WAITED = Duration.ofMillis(300);

    @Test
    void aProgramThatSharesItsCpuWaitsForItAndOneThatSleepsDoesNot() {
        try (var lab = Lab.open()) {
            var host = lab.host("h");
            var shell = List.of("taskset", "-c", "0", "sh", "-c", "while :; do :; done");
            var computing = host.start(shell, Map.of(), lab.file("computing"));
            host.start(shell, Map.of(), lab.file("other"));
            var sleeping = host.start("sleep", "infinity");
            try (var wait = CpuWait.of(() -> List.of(computing));
                    var none = CpuWait.of(() -> List.of(sleeping))) {
                var from = Instant.now();
                Await.until(
                        "a program to wait",
                        WITHIN,
                        () -> wait.between(from, Instant.now()).compareTo(WAITED) > 0);
                var to = Instant.now();
                var waited = wait.between(from, to);
                var elsewhere = none.between(from, to);
                assertTrue(waited.compareTo(elsewhere) > 0, () -> waited + " and, asleep, " + elsewhere);
            }
        }
    }
}
