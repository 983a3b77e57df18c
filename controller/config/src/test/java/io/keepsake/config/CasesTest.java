package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keepsake.config.lex.SourceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each {@code cases/NAME.conf} holds one or more files, each behind a line {@code === NAME}, the first being the main
 * file; {@code cases/NAME.txt} is what comes of it. Run with {@code -Drewrite=true} to write the latter anew.
 */
class CasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    static List<Path> cases() {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(f -> f.toString().endsWith(".conf")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<Path, String> files(Path input) {
        var files = new LinkedHashMap<Path, String>();
        for (var part : read(input).split("(?m)^=== ", -1)) {
            int end = part.indexOf('\n');
            if (end >= 0) {
                files.put(
                        Path.of(part.substring(0, end)),
                        part.substring(end + 1).replace("<CR>", "\r").replace("<NUL>", "\0"));
            }
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> each_text_comes_to_what_its_expected_file_says() {
        return cases().stream().map(c -> DynamicTest.dynamicTest(c.getFileName().toString(), () -> check(c)));
    }

    private static void check(Path input) throws IOException {
        var files = files(input);
        var main = files.keySet().iterator().next();
        var actual = ConfigDump.of(ConfigFile.load(SourceFiles.of(files), main, ConfigDump.OPTIONS));
        var expected = Path.of(input.toString().replace(".conf", ".txt"));
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(expected, actual);
        }
        assertEquals(read(expected), actual);
    }

    @Test
    void there_are_cases() {
        assertFalse(cases().isEmpty());
    }
}
