package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.config.Check;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCheckTest {
    @TempDir
    Path home;

    private static void awaitTexts(Probing probing, List<String> expected) {
        var seen = new ArrayList<String>();
        Await.until("as many events as " + expected, Duration.ofSeconds(10), () -> {
            seen.clear();
            probing.told.forEach(told -> seen.add(Probing.text(told.event())));
            return seen.size() >= expected.size();
        });
        assertEquals(expected, seen);
    }

    /** At once, as careful scripts do. */
    private void replace(Path file, String content) throws IOException {
        var next = Files.writeString(home.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatIsNewIsToldOnce() throws IOException {
        var file = home.resolve("weight");
        Files.writeString(file, "7\n");
        var check = new Check.File(file.toString(), 1, false);
        try (var probing = new Probing()) {
            probing.configure(Probing.checker(check, Probing.local(0), 0, 10 * Probing.MILLI, 0));
            var expected = new ArrayList<>(List.of("READ 7"));
            awaitTexts(probing, expected);
            replace(file, "-12");
            expected.add("READ -12");
            awaitTexts(probing, expected);
            replace(file, "many");
            expected.add("LOCAL " + file + ": expected a number, was \"many\"");
            awaitTexts(probing, expected);
            Files.delete(file);
            expected.add("LOCAL " + file + ": no such file");
            awaitTexts(probing, expected);
            replace(file, "-12");
            expected.add("READ -12");
            awaitTexts(probing, expected);
        }
    }

    @Test
    void aDirectoryAndAnEndlessFileAreNoNumbers() throws IOException {
        try (var probing = new Probing()) {
            var directory = new Check.File(home.toString(), 1, false);
            var endless = new Check.File(
                    Files.writeString(home.resolve("long"), "1".repeat(10_000)).toString(), 1, false);
            probing.configure(Probing.checker(directory, Probing.local(0)), Probing.checker(endless, Probing.local(0)));
            assertEquals(
                    "LOCAL " + home + ": no such file",
                    Probing.text(probing.of(0, 1).getFirst().event()));
            assertEquals(
                    "LOCAL " + home.resolve("long") + ": expected a number, was \"" + "1".repeat(29) + "...\"",
                    Probing.text(probing.of(1, 1).getFirst().event()));
        }
    }
}
