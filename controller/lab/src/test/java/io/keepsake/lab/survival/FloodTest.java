package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.journal.chronicle.ExcerptFile;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A neighbour sends a hundred thousand adverts a second: forged ones of many sources, or good ones of one. */
@Isolated("takes the whole machine")
class FloodTest {
    private static final String VIP = "192.168.181.100";
    private static final int PER_SECOND = 100_000;
    private static final int SECONDS = Integer.getInteger("flood.seconds", 6);

    /** A mebibyte a minute. */
    private static final double BYTES_PER_SECOND_MAX = (1 << 20) / 60.0;

    @ParameterizedTest
    @ValueSource(strings = {"forged", "good"})
    void costsNeitherRhythmNorJournal(String kind) throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var neighbour = lab.host("x", "eth0", "192.168.181.9/24");
            node.configure(Configs.fast("0.1", 200, VIP));
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);
            var rhythm = Rhythm.of(lab, node, Duration.ofMillis(100));
            long before = bytes(node);
            var from = Instant.now();
            var flood = neighbour.start(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Flooder.class.getName(),
                    "eth0",
                    kind,
                    VIP,
                    Integer.toString(PER_SECOND));
            flood.awaitOutput("sent " + PER_SECOND * SECONDS, Node.PATIENCE.multipliedBy(4));
            flood.kill9();
            var to = Instant.now();
            Await.until("the flood is counted", Node.PATIENCE, () -> counted(node) > PER_SECOND);
            rhythm.assertKept(from, to);
            rhythm.close();
            double seconds = Duration.between(from, to).toMillis() / 1e3;
            double perSecond = (bytes(node) - before) / seconds;
            System.out.printf(
                    "%s: %d of %d packets counted in %.1f s; the journal grew by %.0f bytes a second%n",
                    kind, counted(node), PER_SECOND * SECONDS, seconds, perSecond);
            assertTrue(perSecond < BYTES_PER_SECOND_MAX, () -> perSecond + " bytes a second in the journal");
            assertTrue(node.director().alive(), () -> node.director().output());
            assertFalse(node.changesOf(VIP).stream().anyMatch(change -> !change.added()), "it kept its address");
            node.director().signal(15);
            node.director().awaitExit(Node.PATIENCE);
            JournalCheck.read(node.journal()).verify();
        }
    }

    private static long counted(Node node) {
        return JournalCheck.read(node.journal()).turns(1).stream()
                .mapToLong(turn -> turn.recorded().event() instanceof AdvertsRejected e ? e.count() : 0)
                .sum();
    }

    /** What was written; the files themselves are made larger beforehand. */
    private static long bytes(Node node) throws IOException {
        long all = 0;
        try (var paths = Files.walk(node.journal())) {
            for (var path : paths.filter(path -> path.toString().endsWith(ExcerptFile.SUFFIX))
                    .toList()) {
                try (var file = ExcerptFile.open(path)) {
                    all += file.writtenTo();
                }
            }
        }
        return all;
    }
}
