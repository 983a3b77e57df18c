package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happened to directors with real sockets and real kernels, and what is to be said of it: {@code RecordIncidents} and
 * {@code RecordGuestIncidents} of the director's tests wrote these, the truth first. Each has the journals of the nodes and,
 * in {@code said.txt}, verbs and what each must say; behind a verb that reads one journal stands its node.
 */
class IncidentsTest {
    private static final Path CORPUS = Path.of("src/test/resources/incidents");
    private static final int LEAST = 50;

    static Stream<Path> incidents() throws IOException {
        try (var files = Files.list(CORPUS)) {
            var all = files.sorted().toList();
            assertTrue(all.size() >= LEAST, all.toString());
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("incidents")
    void isExplainedWithNobodysHelp(Path incident, @TempDir Path directory) throws IOException {
        var journals = new ArrayList<String>();
        try (var zip = new ZipInputStream(Files.newInputStream(incident))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
                var node = directory.relativize(file).getName(0).toString();
                var words = node + "=" + directory.resolve(node);
                if (!node.endsWith(".txt") && !journals.contains(words)) {
                    journals.add(words);
                }
            }
        }
        var said = Files.readAllLines(directory.resolve("said.txt"));
        for (int i = 0; i < said.size(); i += 2) {
            assertSays(incident, said.get(i), said.get(i + 1), journals);
        }
    }

    private static void assertSays(Path incident, String verb, String said, List<String> journals) {
        var parts = verb.split(" ", 2);
        var words = new ArrayList<>(List.of(parts[0], "--utc"));
        if (parts.length == 1) {
            words.addAll(journals);
        } else {
            journals.stream()
                    .filter(journal -> journal.startsWith(parts[1] + "="))
                    .map(journal -> journal.substring(parts[1].length() + 1))
                    .forEach(words::add);
        }
        var out = new StringWriter();
        Replay.run(new PrintWriter(out), new PrintWriter(out), Terminal.NONE, words.toArray(String[]::new));
        assertTrue(
                Pattern.compile(said).matcher(out.toString()).find(),
                () -> incident + ": expected " + said + ", found\n" + out);
    }
}
