package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the journal of earlier runs says is left in the kernel. */
class LeftoversTest {
    private static final String VIP = "192.168.181.100";
    private static final String OTHER_VIP = "192.168.181.101";
    private static final LinkAddress LEFT =
            new LinkAddress(new InterfaceName(Node.LINK), InterfaceAddress.parse(VIP + "/32"));

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theOwnerAdoptsTheAddressThatStandsAndNeverRemovesIt() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);
            node.director().kill9();

            node.start();
            node.awaitRecorded(2, "becoming master", BecameMaster.class);
            node.awaitRecorded(2, "the recall", LeftoversRecalled.class);
            assertEquals(1, node.changesOf(VIP).size(), () -> "added once: " + node.changesOf(VIP));

            node.director().signal(15);
            assertEquals(0, node.director().awaitExit(Node.PATIENCE));
            assertTrue(!node.has(VIP), "what was adopted goes with the one that adopted it");
        }
    }

    /** A run that was killed before it could write its recall hides the run before it. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRunThatWasKilledBeforeItRecalledAnythingHidesNoLeftover() throws Exception {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            writeRun(node.journal(), bootId(), new LeftoversRecalled(Leftovers.of(List.of(LEFT))));
            writeRun(node.journal(), bootId());
            node.host().run("ip", "address", "add", VIP + "/32", "dev", Node.LINK);
            node.configure(Configs.fast("0.1", 255, OTHER_VIP));
            node.start();
            node.awaitHas(OTHER_VIP, true);
            node.awaitHas(VIP, false);
            assertTrue(node.foreignUntouched());
        }
    }

    /** A boot takes every address of ours away: the same one standing after it is somebody else's. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anAddressOfARunBeforeTheLastBootIsForeign() throws Exception {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            writeRun(
                    node.journal(),
                    "11111111-2222-3333-4444-555555555555",
                    new LeftoversRecalled(Leftovers.of(List.of(LEFT))));
            node.host().run("ip", "address", "add", VIP + "/32", "dev", Node.LINK);
            node.configure(Configs.fast("0.1", 255, OTHER_VIP));
            node.start();
            node.awaitRecorded(2, "becoming master", BecameMaster.class);
            node.awaitHas(OTHER_VIP, true);
            node.director().signal(15);
            node.director().awaitExit(Node.PATIENCE);
            assertTrue(node.has(VIP), "the address is somebody else's since the boot");
        }
    }

    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    private static void writeRun(Path journal, String bootId, Event... more) throws JournalFailure {
        try (var writer = Journals.openWriter(journal, JournalOptions.of("0.1.0"))) {
            var reduced =
                    NodeReducer.reduce(NodeState.INITIAL, recorded(1, new ProcessStarted("n1", "0.1.0", 1, bootId)));
            writer.append(reduced.turn());
            for (var event : more) {
                reduced = NodeReducer.reduce(
                        reduced.next(), recorded(reduced.turn().nextIndex(), event));
                writer.append(reduced.turn());
            }
        }
    }

    private static Recorded recorded(long index, Event event) {
        return new Recorded(index, new Moment(index), Instant.now(), event);
    }
}
