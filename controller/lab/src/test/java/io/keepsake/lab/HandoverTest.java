package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.HandedOver;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of a planned stop: keepalived leaves a skew in which no host answers. */
class HandoverTest {
    private static final Conf FIRST = Conf.V2.priority(100);
    private static final Conf SECOND = Conf.V2.priority(90);
    private static final String NAME = "VI_" + FIRST.vrid();
    private static final Duration AFTER = Duration.ofSeconds(1);

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPSAKE, KEEPSAKE"})
    void theAddressAnswersUntilTheSuccessorIsThere(Program leaving, Program successor) throws Exception {
        stops(leaving, successor, "", (first, second, silence) -> {
            assertTrue(silence.compareTo(SECOND.skew()) < 0, "no answer for " + silence);
            var handed = (HandedOver) first.awaitTurn(HandedOver.class).decisions().stream()
                    .filter(HandedOver.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertEquals(List.of(second.address()), handed.successor());
        });
    }

    /** With the keyword we do what keepalived does, which shows that the probe sees the hole. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED, no_handover", "KEEPALIVED, KEEPSAKE, ''"})
    void withoutItNobodyAnswersForASkew(Program leaving, Program successor, String keyword) throws Exception {
        stops(
                leaving,
                successor,
                keyword,
                (first, second, silence) -> assertFalse(
                        silence.compareTo(SECOND.skew().dividedBy(2)) < 0, "no answer only for " + silence));
    }

    /** The same when an operator asks for it; what is wanted outlives the process, and ends when it is released. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @EnumSource(Program.class)
    void whoIsDemotedLetsTheLowerOneBeMaster(Program successor) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, Program.KEEPSAKE);
            var second = cluster.node(135, successor);
            var client = cluster.lab().host("7", Node.LINK, "192.168.181.7/24");
            first.start(FIRST);
            cluster.awaitMaster(first, FIRST);
            second.start(SECOND);
            try (var probe = client.probe(Conf.VIP)) {
                probe.awaitAnswer(Instant.EPOCH, Cluster.SOON);
                cluster.awaitFollowing(second);

                var asked = Instant.now();
                var answer = first.ask("--demote=" + NAME + " for 3600 because new kernel");
                assertEquals("demoted: " + NAME + "\n", answer.output());
                var goodbye = cluster.awaitAdvert(
                        "goodbye", asked, advert -> advert.from() == first.host() && advert.priority() == 0);
                var takeover = cluster.awaitMaster(second, SECOND, asked);
                probe.awaitAnswer(takeover.stamp().plus(AFTER), Cluster.SOON);
                var silence =
                        probe.longestSilence(goodbye.stamp(), takeover.stamp().plus(AFTER));
                System.out.println("demoted before " + successor + ": no answer for " + silence.toMillis() + " ms");
                assertTrue(silence.compareTo(SECOND.skew()) < 0, "no answer for " + silence);
                cluster.awaitOnly(second, Conf.VIP);
            }
            assertTrue(
                    first.ask("--status").output().contains("demoted: " + NAME + " for another"), "told by --status");
            assertEquals(first.journal().toAbsolutePath() + "\n", first.answer("journal"), "what replay --live asks");

            first.crash();
            var again = Instant.now();
            first.start(FIRST);
            var turn = Await.value(
                    "the wish of the last run", Cluster.SOON, () -> JournalsVerify.turns(first.journal()).stream()
                            .filter(t -> t.recorded().event() instanceof LeftoversRecalled recalled
                                    && !recalled.leftovers().holds().isEmpty())
                            .findFirst());
            assertTrue(turn.recorded().wall().isAfter(again), "recalled by the run that killed");
            var passed = Duration.between(again, Instant.now())
                    .plus(FIRST.masterDown())
                    .plus(FIRST.masterDown());
            cluster.pass(passed);
            cluster.awaitOnly(second, Conf.VIP);

            var released = Instant.now();
            assertEquals(
                    "released: " + NAME + "\n", first.ask("--release=" + NAME).output());
            cluster.awaitMaster(first, FIRST, released);
            cluster.awaitOnly(first, Conf.VIP);
        });
    }

    /** What is asserted of the longest time without an answer. */
    @FunctionalInterface
    private interface Seen {
        void of(Node first, Node second, Duration silence) throws Exception;
    }

    private static void stops(Program leaving, Program successor, String keyword, Seen seen) throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, leaving);
            var second = cluster.node(135, successor);
            var client = cluster.lab().host("7", Node.LINK, "192.168.181.7/24");
            first.start(config(cluster.lab().file("first.conf"), keyword));
            cluster.awaitMaster(first, FIRST);
            second.start(SECOND);
            try (var probe = client.probe(Conf.VIP)) {
                probe.awaitAnswer(Instant.EPOCH, Cluster.SOON);
                cluster.awaitFollowing(second);

                var stopped = Instant.now();
                first.stop();
                var ended = Instant.now();
                var goodbye = cluster.awaitAdvert(
                        "goodbye", stopped, advert -> advert.from() == first.host() && advert.priority() == 0);
                var takeover = cluster.awaitMaster(second, SECOND, stopped);
                probe.awaitAnswer(takeover.stamp().plus(AFTER), Cluster.SOON);
                var silence =
                        probe.longestSilence(goodbye.stamp(), takeover.stamp().plus(AFTER));
                System.out.println("planned stop of " + leaving + " " + keyword + " before " + successor
                        + ": no answer for " + silence.toMillis() + " ms at most, successor after "
                        + Duration.between(goodbye.stamp(), takeover.stamp()).toMillis() + " ms, ended after "
                        + Duration.between(stopped, ended).toMillis() + " ms");
                cluster.awaitOnly(second, Conf.VIP);
                seen.of(first, second, silence);
            }
        });
    }

    private static Path config(Path file, String keyword) throws IOException {
        return Files.writeString(
                file, Conf.file(FIRST).replaceFirst("global_defs \\{", "global_defs {\n    " + keyword));
    }
}
