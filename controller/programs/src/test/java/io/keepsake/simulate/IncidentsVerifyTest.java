package io.keepsake.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.Journals;
import io.keepsake.replay.verify.Verification;
import io.keepsake.replay.verify.Verification.Verdict;
import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of simulated incidents fold to what is recorded in them. {@code -Dincidents=1000} for more of them. */
class IncidentsVerifyTest {
    private static final int INCIDENTS = Integer.getInteger("incidents", 40);
    private static final Setup SHORT = Setup.DEFAULT.lasting(90_000_000_000L);

    @TempDir
    private Path directory;

    @Test
    void everyIncidentReplaysTheSame() throws IOException, JournalFailure {
        for (int seed = 0; seed < INCIDENTS; seed++) {
            var room = directory.resolve("seed-" + seed);
            try (var journals = new Journaling(room)) {
                assertEquals(
                        null,
                        Simulation.run(Planner.plan(seed, SHORT), journals).violation());
            }
            verifyAll(room);
        }
    }

    private static void verifyAll(Path room) throws IOException, JournalFailure {
        try (var machines = Files.list(room)) {
            for (var journal : machines.sorted().toList()) {
                verify(journal);
            }
        }
        delete(room);
    }

    private static void verify(Path journal) throws JournalFailure {
        var report = new ArrayList<String>();
        var verification = new Verification(report::add, Clock.UTC);
        try (var reader = Journals.open(journal)) {
            assertEquals(Verdict.SAME, verification.run(new JournalFold(reader), Window.ALL), report::toString);
        }
        assertTrue(verification.events() > 0, () -> journal + " has no events");
    }

    private static void delete(Path room) throws IOException {
        try (var files = Files.walk(room)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
