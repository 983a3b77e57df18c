package io.keepsake.testkit.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every scenario file gives the answers it shows. */
class ScenariosTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getFileName().toString(), () -> DataDriven.check(file, new Scenario()::answer)));
    }

    @Test
    void noScenarioIsMissing() throws IOException {
        assertTrue(files().size() >= 50, "expected the 50 scenarios of the election, found " + files().size());
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(SCENARIOS)) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
        }
    }
}
