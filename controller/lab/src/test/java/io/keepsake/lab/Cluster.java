package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.lab.Retry;
import io.keepsake.testkit.lab.SeenAdvert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Nodes on one switch, everything they say, and at the end the journals of ours folded again. */
final class Cluster {
    static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration LATE = Duration.ofMillis(50);

    private static final Duration STALL = Duration.ofMillis(20);

    private final Lab lab;
    private @Nullable Capture capture;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> unrecorded = new ArrayList<>();

    private Cluster(Lab lab) {
        this.lab = lab;
    }

    /** What a takeover may be late by, on a machine as busy as this one is now. */
    static Duration late() {
        return Patience.scaled(LATE);
    }

    /** The story that a test tells. */
    @FunctionalInterface
    interface Story {
        void tell(Cluster cluster) throws Exception;
    }

    /** Tells a story; whoever fails is told with the logs of the nodes. */
    static void run(Story story) throws Exception {
        try (var lab = Lab.open()) {
            var cluster = new Cluster(lab);
            try {
                story.tell(cluster);
                cluster.verifyJournals();
            } catch (Exception | AssertionError e) {
                cluster.explain();
                throw e;
            }
        }
    }

    /** A story with bounds on time: told again when the machine stood still. */
    static void timed(Story story) throws Exception {
        Retry.onMachineStall(5, STALL, () -> run(story));
    }

    /** A machine; all of them stand before the first program starts. */
    Node node(int number, Program program) {
        var node = new Node(lab, number, program, this::capture);
        nodes.add(node);
        return node;
    }

    /** There is no room for its journal, so that none is looked for in the end. */
    void recordsNothing(Node node) {
        unrecorded.add(node);
    }

    Lab lab() {
        return lab;
    }

    /** What is on the wire since the first program started. */
    Capture capture() {
        if (capture == null) {
            capture = lab.capture();
        }
        return capture;
    }

    private void explain() {
        for (var node : nodes) {
            if (node.started()) {
                System.err.println("---- " + node + "\n" + node.process().output());
            }
        }
        var adverts = capture().adverts();
        System.err.println("---- the last adverts");
        adverts.subList(Math.max(0, adverts.size() - 40), adverts.size()).forEach(System.err::println);
    }

    /** Kills the directors as they stand and folds a copy of each journal. */
    private void verifyJournals() throws Exception {
        for (var node : nodes) {
            if (node.ours() && node.started() && !unrecorded.contains(node)) {
                node.crash();
                tellFirstAdvert(node);
                var said = node.process().output();
                assertFalse(said.contains("Exception in thread"), said);
                JournalsVerify.foldsTheSame(node.journal(), lab.file("copy"));
            }
        }
    }

    /** Prints how long the first advert took from the decision to the wire: what a cold JVM costs a takeover. */
    private void tellFirstAdvert(Node node) {
        JournalsVerify.turns(node.journal()).stream()
                .filter(turn -> turn.decisions().stream().anyMatch(BecameMaster.class::isInstance))
                .findFirst()
                .map(turn -> turn.recorded().wall())
                .ifPresent(decided -> adverts(node, decided).stream()
                        .findFirst()
                        .map(SeenAdvert::stamp)
                        .ifPresent(sent -> System.out.printf(
                                "%s: first advert %.2f ms after it was decided%n",
                                node, Duration.between(decided, sent).toNanos() / 1e6)));
    }

    /** Waits until the node says so on the wire and its kernel has the address. */
    SeenAdvert awaitMaster(Node node, Conf router, Instant after) {
        var advert =
                awaitAdvert(node + " is master", after, seen -> node.advert().test(seen) && of(seen, router));
        Await.until("the address on " + node, SOON, () -> node.holds(router.vip()));
        return advert;
    }

    SeenAdvert awaitMaster(Node node, Conf router) {
        return awaitMaster(node, router, Instant.EPOCH);
    }

    private static boolean of(SeenAdvert seen, Conf router) {
        return seen.advert().vrid().value() == router.vrid();
    }

    SeenAdvert awaitAdvert(String what, Instant after, Predicate<SeenAdvert> wanted) {
        return capture().awaitAdvert(what, after, SOON, wanted);
    }

    /** Waits until this node alone has the address. */
    void awaitOnly(Node node, Ip ip) {
        Await.until("the address on " + node + " alone", SOON, () -> nodes.stream()
                .allMatch(other -> other.holds(ip) == (other == node)));
    }

    /** Lets this much time pass on the wire. */
    void pass(Duration time) {
        var end = Instant.now().plus(time);
        Await.until(
                time.toMillis() + " ms", time.plus(SOON), () -> Instant.now().isAfter(end));
    }

    /**
     * Waits until a node that was started beside a master hears it: one whose master leaves before that waits from its own
     * start, however long that took.
     */
    void awaitFollowing(Node backup) {
        if (backup.ours()) {
            backup.process().awaitOutput("MasterFollowed", SOON);
        } else {
            backup.process().awaitOutput("Entering BACKUP STATE", SOON);
            awaitAdvert("an advert that " + backup + " hears", Instant.now(), seen -> seen.priority() > 0);
        }
    }

    /** The adverts that a node has sent after a moment. */
    List<SeenAdvert> adverts(Node node, Instant after) {
        return capture().adverts().stream()
                .filter(seen -> seen.from() == node.host() && seen.stamp().isAfter(after))
                .toList();
    }

    /** The last advert of a node before a moment, with a priority above 0. */
    SeenAdvert lastAdvert(Node node, Instant before) {
        return capture().adverts().stream()
                .filter(node.advert())
                .filter(seen -> seen.stamp().isBefore(before))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    /** Asserts that {@code what} came {@code due} after {@code from}, not before and at most {@link #late()} later. */
    static void assertDue(String what, Duration due, Instant from, Instant at) {
        var took = Duration.between(from, at);
        var late = took.minus(due);
        System.out.printf("%s after %.2f ms, late %.2f ms%n", what, took.toNanos() / 1e6, late.toNanos() / 1e6);
        // A kernel stamps the arrival a little after the sender's kernel did, and the sender's timer begins before it.
        assertTrue(late.compareTo(Duration.ofMillis(-1)) > 0, () -> what + " came early: " + took + ", due " + due);
        assertTrue(late.compareTo(late()) < 0, () -> what + " came late: " + took + ", due " + due);
    }

    /** Asserts that a node is no master and stays so: no advert and no address. */
    void assertQuiet(Node node, Ip ip, Instant after) {
        assertEquals(List.of(), adverts(node, after));
        assertTrue(!node.holds(ip), () -> node + " has " + ip);
    }
}
