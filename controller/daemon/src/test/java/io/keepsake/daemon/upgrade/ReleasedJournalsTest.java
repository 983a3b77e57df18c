package io.keepsake.daemon.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.text.EventText;
import io.keepsake.daemon.Director;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.Journals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals that each released version left behind, which every later one opens. Beside each stands what this version says of
 * it, and the decisions that are recorded in it: {@code -Drewrite=true} writes that. In the file of a release that is out a
 * difference is a change of behaviour, and belongs into CHANGELOG.md. How to add a release: CONTRIBUTING.md.
 */
class ReleasedJournalsTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");

    static Stream<Path> releases() throws IOException {
        try (var files = Files.list(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList().stream();
        }
    }

    @Test
    void thisVersionHasItsOwn() {
        var own = RELEASED.resolve(Director.VERSION + ".zip");
        assertTrue(Files.exists(own), () -> own + " is missing; CONTRIBUTING.md tells how to record it");
    }

    @ParameterizedTest
    @MethodSource("releases")
    void areOpenedAndGiveTheDecisionsThatWereRecorded(Path release, @TempDir Path directory) throws Exception {
        var text = new StringBuilder(checked(journals(release, directory)).replace(directory + "/", ""));
        for (var journal : journals(release, directory)) {
            text.append('\n').append(directory.relativize(journal)).append('\n');
            decisions(journal).forEach(line -> text.append(line).append('\n'));
        }
        var file = RELEASED.resolve(release.getFileName().toString().replace(".zip", ".txt"));
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text.toString());
    }

    /** Each directory of the archive that has runs in it. */
    private static List<Path> journals(Path release, Path directory) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(release))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = directory.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? file : file.getParent());
                if (!entry.isDirectory()) {
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
        try (var files = Files.walk(directory)) {
            var all = files.filter(file -> file.getFileName().toString().matches("run-\\d+"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
            assertFalse(all.isEmpty(), release + " has no journal in it");
            return all;
        }
    }

    /** What the command says; nothing in them may be lost to this version. */
    private static String checked(List<Path> journals) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        UpgradeCheck.run(journals.stream().map(Path::toString).toList(), Clock.UTC, stream, stream);
        var text = out.toString(StandardCharsets.UTF_8);
        assertFalse(text.contains("cannot be compared"), text);
        return text;
    }

    private static List<String> decisions(Path journal) throws JournalFailure {
        var lines = new ArrayList<String>();
        try (var reader = Journals.open(journal)) {
            for (var item = reader.next(); item != null; item = reader.next()) {
                switch (item) {
                    case RunStarted _ -> {}
                    case TurnRead(var run, var turn) -> {
                        for (int i = 0; i < turn.decisions().size(); i++) {
                            lines.add("  " + run + "#" + turn.decisionIndex(i) + " "
                                    + EventText.print(turn.decisions().get(i)));
                        }
                    }
                    case Unknown _, Damaged _ -> throw new AssertionError(journal + ": " + item);
                }
            }
        }
        return lines;
    }
}
