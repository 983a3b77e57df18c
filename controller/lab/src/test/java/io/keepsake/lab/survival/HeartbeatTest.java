package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.journal.Journals;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A director that has nothing to tell is alive, one that stands still is frozen, one that was killed is dead. */
class HeartbeatTest {
    @Test
    void tellsTheThreeApart() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("40", 100, "192.168.181.100"));
            node.start();
            Await.until("two heartbeats", Node.PATIENCE.multipliedBy(2), () -> beats(node) >= 2);
            JournalCheck.read(node.journal()).verify();
            assertEquals(Optional.of(true), Journals.isWritten(node.journal()), "alive");

            node.director().pause();
            assertEquals(Optional.of(true), Journals.isWritten(node.journal()), "frozen");
            node.director().kill9();
            Await.until("the lock is free", Node.PATIENCE, () -> Journals.isWritten(node.journal())
                    .equals(Optional.of(false)));
        }
    }

    private static long beats(Node node) {
        return JournalCheck.read(node.journal()).turns(1).stream()
                .filter(turn -> turn.recorded().event() instanceof Heartbeat)
                .count();
    }
}
