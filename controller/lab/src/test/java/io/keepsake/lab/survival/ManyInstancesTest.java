package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.lab.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two hundred virtual routers on one link. */
@Isolated("measures")
class ManyInstancesTest {
    private static final int COUNT = 200;
    /** 3 x 1 s and a skew of (256 - 200) / 256 s. */
    private static final Duration MASTER_DOWN = Duration.ofNanos(3_218_750_000L);

    private static final Pattern ADVERT =
            Pattern.compile("^(\\d+)\\.(\\d{6}) IP .* vrid (\\d+), prio 200", Pattern.MULTILINE);

    private static final Duration BOUND = Duration.ofSeconds(2);

    @Test
    void allTakeOverWhenTheirTimeHasCome() throws Exception {
        Retry.onMachineStall(2, Duration.ofMillis(500), ManyInstancesTest::takeOver);
    }

    private static void takeOver() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.many(COUNT, 200));
            // not the lab's capture, whose buffer for whole frames is too small for a thousand packets at once
            var heard = lab.host("ear", Node.LINK)
                    .start("tcpdump", "-l", "-n", "-tt", "-s", "128", "-B", "16384", "-i", Node.LINK, "ip proto 112");
            heard.awaitOutput("listening on", Node.PATIENCE);
            node.start();
            var firsts = Await.value("an advert of each", Node.PATIENCE, () -> firstOfEach(heard.output()));
            var due = JournalCheck.read(node.journal()).verify().turns(1).stream()
                    .filter(turn -> JournalCheck.tells(turn, BecameBackup.class))
                    .map(ManyInstancesTest::wall)
                    .findFirst()
                    .orElseThrow()
                    .plus(MASTER_DOWN);
            var last = firsts.values().stream().max(Instant::compareTo).orElseThrow();
            var lastAddress = node.awaitAdded("192.168.182.", COUNT);
            System.out.printf(
                    "%d instances: first advert of the last %d ms after its time, last address %d ms%n",
                    COUNT,
                    Duration.between(due, last).toMillis(),
                    Duration.between(due, lastAddress).toMillis());
            var bound = Patience.scaled(BOUND);
            assertTrue(last.isBefore(due.plus(bound)), () -> "the last advert came at " + last + ", due " + due);
            assertTrue(lastAddress.isBefore(due.plus(bound)), () -> "the last address at " + lastAddress);
            assertTrue(firsts.values().stream().noneMatch(due.minusMillis(5)::isAfter), "none before its time");
        }
    }

    private static Instant wall(Turn turn) {
        return turn.recorded().wall();
    }

    private static Optional<Map<String, Instant>> firstOfEach(String printed) {
        var firsts = ADVERT.matcher(printed)
                .results()
                .collect(Collectors.toMap(advert -> advert.group(3), ManyInstancesTest::stamp, (a, _) -> a));
        return firsts.size() == COUNT ? Optional.of(firsts) : Optional.empty();
    }

    private static Instant stamp(MatchResult advert) {
        return Instant.ofEpochSecond(Long.parseLong(advert.group(1)), Long.parseLong(advert.group(2)) * 1_000);
    }
}
