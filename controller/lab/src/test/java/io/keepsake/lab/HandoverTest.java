package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.HandedOver;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.testkit.lab.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees when a master goes as planned: keepalived leaves a skew in which no host answers. */
class HandoverTest {
    private static final Conf FIRST = Conf.V2.priority(100);
    private static final Conf SECOND = Conf.V2.priority(90);
    private static final String NAME = "VI_" + FIRST.vrid();
    private static final Duration AFTER = Duration.ofSeconds(1);

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED", "KEEPSAKE, KEEPSAKE"})
    void theAddressAnswersUntilTheSuccessorIsThere(Program leaving, Program successor) throws Exception {
        goes(leaving, successor, "", Node::stop, HandoverTest::answersAllTheTime);
    }

    /** The same of an instance that a reload takes away, and of one that it makes another: the reload waits. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPALIVED, 52, 192.168.181.101", "KEEPSAKE, 52, 192.168.181.101", "KEEPSAKE, 15, 192.168.181.100"})
    void whatAReloadTakesAwayIsHandedOver(Program successor, int vrid, String vip) throws Exception {
        var other = FIRST.router(vrid, vip).every(3000); // master of nothing for a minute
        goes(Program.KEEPSAKE, successor, "", first -> first.reload(other), (first, second, silence) -> {
            answersAllTheTime(first, second, silence);
            var began = Await.value(
                    "the instance of the other file", Cluster.SOON, () -> JournalsVerify.turns(first.journal()).stream()
                            .filter(turn -> turn.decisions().stream()
                                    .anyMatch(d -> d instanceof BecameBackup b
                                            && b.instance().value().equals("VI_" + vrid)))
                            .findFirst());
            var handed = first.awaitTurn(HandedOver.class);
            assertTrue(handed.recorded().index() < began.recorded().index(), "the reload waited");
        });
    }

    private static void answersAllTheTime(Node first, Node second, Duration silence) {
        assertTrue(silence.compareTo(SECOND.skew()) < 0, "no answer for " + silence);
        var handed = (HandedOver) first.awaitTurn(HandedOver.class).decisions().stream()
                .filter(HandedOver.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(List.of(second.address()), handed.successor());
    }

    /** With the keyword we do what keepalived does, which shows that the probe sees the hole. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"KEEPSAKE, KEEPALIVED, no_handover", "KEEPALIVED, KEEPSAKE, ''"})
    void withoutItNobodyAnswersForASkew(Program leaving, Program successor, String keyword) throws Exception {
        goes(
                leaving,
                successor,
                keyword,
                Node::stop,
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

    private static void goes(Program leaving, Program successor, String keyword, Consumer<Node> leave, Seen seen)
            throws Exception {
        Cluster.timed(cluster -> {
            var first = cluster.node(133, leaving);
            var second = cluster.node(135, successor);
            var client = cluster.lab().host("7", Node.LINK, "192.168.181.7/24");
            first.startWith(Conf.file(FIRST).replaceFirst("global_defs \\{", "global_defs {\n    " + keyword));
            cluster.awaitMaster(first, FIRST);
            second.start(SECOND);
            try (var probe = client.probe(Conf.VIP)) {
                probe.awaitAnswer(Instant.EPOCH, Cluster.SOON);
                cluster.awaitFollowing(second);

                var asked = Instant.now();
                leave.accept(first);
                var goodbye = cluster.awaitAdvert(
                        "goodbye", asked, advert -> advert.from() == first.host() && advert.priority() == 0);
                var takeover = cluster.awaitMaster(second, SECOND, asked);
                probe.awaitAnswer(takeover.stamp().plus(AFTER), Cluster.SOON);
                var silence =
                        probe.longestSilence(goodbye.stamp(), takeover.stamp().plus(AFTER));
                System.out.println(leaving + " " + keyword + " goes before " + successor + ": no answer for "
                        + silence.toMillis() + " ms at most, successor after "
                        + Duration.between(goodbye.stamp(), takeover.stamp()).toMillis() + " ms");
                cluster.awaitOnly(second, Conf.VIP);
                seen.of(first, second, silence);
            }
        });
    }
}
