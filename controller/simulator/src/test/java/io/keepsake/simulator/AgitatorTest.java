package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.simulator.agitate.Agitator;
import io.keepsake.simulator.agitate.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario file as it stands, and changed in every way at every place. */
class AgitatorTest {
    private static final List<Path> ROOMS =
            List.of(Path.of("../testkit/src/test/resources/scenarios"), Path.of("src/test/resources/scenarios"));

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        var files = Stream.concat(list(ROOMS.getFirst()), list(ROOMS.getLast())).toList();
        assertTrue(files.size() >= 50, "expected the scenarios of the election, found " + files.size());
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> agitate(file)));
    }

    private static Stream<Path> list(Path room) throws IOException {
        if (!Files.isDirectory(room)) {
            return Stream.empty();
        }
        try (var files = Files.list(room)) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    private static void agitate(Path file) throws IOException {
        var script = Script.read(file);
        script.run();
        for (var agitator : Agitator.values()) {
            for (var other : agitator.agitate(script)) {
                run(agitator, other);
            }
        }
    }

    private static void run(Agitator agitator, Script script) {
        try {
            script.run();
        } catch (RuntimeException e) {
            throw new AssertionError(agitator + ": " + e.getMessage() + "\n" + script.steps(), e);
        }
    }
}
