package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.simulator.mutate.Mutator;
import io.keepsake.simulator.mutate.ScenarioSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every scenario file as it stands, and changed in every way at every place. */
class MutatorTest {
    private static final List<Path> ROOMS =
            List.of(Path.of("../testkit/src/test/resources/scenarios"), Path.of("src/test/resources/scenarios"));

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> scenarios() throws IOException {
        var files = Stream.concat(list(ROOMS.getFirst()), list(ROOMS.getLast())).toList();
        assertTrue(files.size() >= 50, "expected the scenarios of the election, found " + files.size());
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> mutate(file)));
    }

    private static Stream<Path> list(Path room) throws IOException {
        if (!Files.isDirectory(room)) {
            return Stream.empty();
        }
        try (var files = Files.list(room)) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    private static void mutate(Path file) throws IOException {
        var script = ScenarioSteps.read(file);
        script.run();
        for (var mutator : Mutator.values()) {
            for (var other : mutator.mutate(script)) {
                run(mutator, other);
            }
        }
    }

    private static void run(Mutator mutator, ScenarioSteps script) {
        try {
            script.run();
        } catch (RuntimeException e) {
            throw new AssertionError(mutator + ": " + e.getMessage() + "\n" + script.steps(), e);
        }
    }
}
