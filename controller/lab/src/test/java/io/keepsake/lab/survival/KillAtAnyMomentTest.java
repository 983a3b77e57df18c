package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** After kill -9 the journal is whole up to its end, and the next run cleans up or takes over what stands. */
class KillAtAnyMomentTest {
    private static final String VIP = "192.168.181.100";
    private static final String OTHER_VIP = "192.168.181.101";
    private static final int KILLS = 12;
    private static final long SEED = 20261122;

    @Test
    void oneOwnerIsLeftAfterEachKillAndEveryJournalFolds() {
        var moments = new Random(SEED);
        try (var lab = Lab.open()) {
            var installation = Installation.shared();
            var nodes = List.of(new Node(lab, installation, 1), new Node(lab, installation, 2));
            nodes.get(0).configure(Configs.fast("0.1", 200, VIP));
            nodes.get(1).configure(Configs.fast("0.1", 100, VIP));
            nodes.forEach(Node::start);
            for (int kill = 1; kill <= KILLS; kill++) {
                var victim = nodes.get(moments.nextInt(2));
                // from inside the start-up of a fresh JVM to well after its takeover
                pause(moments.nextInt(1_400));
                victim.director().kill9();
                JournalCheck.read(victim.journal()).verify();
                victim.start();
                if (kill % 2 == 0) {
                    awaitOneOwner(nodes);
                }
            }
            awaitOneOwner(nodes);
            for (var node : nodes) {
                assertTrue(node.foreignUntouched(), "foreign address on " + node.host());
                JournalCheck.read(node.journal()).verify();
            }
        }
    }

    private static void pause(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /** The higher priority is the owner in the end, whoever was killed. */
    private static void awaitOneOwner(List<Node> nodes) {
        Await.until(
                "the VIP on " + nodes.get(0).host() + " alone",
                Node.PATIENCE,
                () -> nodes.get(0).has(VIP) && !nodes.get(1).has(VIP));
        nodes.forEach(node -> assertTrue(node.director().alive(), node.host() + " runs"));
    }

    @Test
    void anAddressThatOnlyTheJournalKnowsIsRemovedByTheNextRun() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);
            node.director().kill9();
            assertTrue(node.has(VIP), "a killed director leaves its address");

            node.configure(Configs.fast("0.1", 255, OTHER_VIP));
            node.start();
            node.awaitHas(VIP, false);
            node.awaitHas(OTHER_VIP, true);
            node.awaitRecorded(2, "the recall", LeftoversRecalled.class);
            assertTrue(node.foreignUntouched(), "foreign address");
            JournalCheck.read(node.journal()).verify();
        }
    }
}
