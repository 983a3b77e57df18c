package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some nine hundred small files about VRRP, each about one thing that is right or wrong in it: {@code keepalived -t} finds
 * fault with it or does not, and so do we, or {@code corpus-differences.txt} says why not. The files of one topic are in
 * one file of {@code corpus}, each behind a line {@code === NAME}.
 */
class CorpusTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String MARK = "=== ";

    @TempDir
    private Path directory;

    @Test
    void keepalived_finds_fault_with_the_same_files() throws IOException, InterruptedException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.list(RESOURCES.resolve("corpus"))) {
            files.sorted().forEach(file -> parts(file).forEach(texts::put));
        }
        assertTrue(texts.size() >= 900, "expected the whole corpus, found " + texts.size());
        var ours = new TreeMap<String, Integer>();
        for (var text : texts.entrySet()) {
            RealKeepalived.write(directory, text.getKey(), Map.of(Path.of("k.conf"), text.getValue()));
            var options = new ConfigOptions("node1", "node1", Map.of("IF", "eth7"), 42, RealKeepalived.LINKS);
            ours.put(
                    text.getKey(),
                    ConfigFile.load(directory.resolve(text.getKey()).resolve("k.conf"), options)
                            .testExitCode());
        }
        var known = known();
        var theirs = RealKeepalived.exitCodes(directory);
        var differences = new ArrayList<String>();
        for (var name : ours.keySet()) {
            int code = theirs.getOrDefault(name, -1);
            boolean same = code >= 0 && (code == 0) == (ours.getOrDefault(name, -1) == 0);
            if (same == known.containsKey(name)) {
                differences.add(name + ": keepalived " + code + ", ours " + ours.get(name)
                        + (same ? ", but listed as different: " + known.get(name) : ""));
            }
        }
        assertEquals(List.of(), differences);
    }

    private static Map<String, String> parts(Path file) {
        var parts = new TreeMap<String, String>();
        try {
            for (var part : ("\n" + Files.readString(file)).split("\n" + MARK, -1)) {
                int end = part.indexOf('\n');
                if (end > 0) {
                    parts.put(part.substring(0, end), part.substring(end + 1) + "\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    /** Each line is {@code REASON: NAME NAME ...}. */
    private static Map<String, String> known() throws IOException {
        var known = new TreeMap<String, String>();
        for (var line : Files.readAllLines(RESOURCES.resolve("corpus-differences.txt"))) {
            int colon = line.lastIndexOf(": ");
            if (colon > 0) {
                Stream.of(line.substring(colon + 2).split(" ", -1))
                        .forEach(name -> known.put(name, line.substring(0, colon)));
            }
        }
        return known;
    }
}
