package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file beside the launcher that says the same as {@link Option}; {@code -Drewrite=true} writes it. */
class OptionFilesTest {
    private static final Path LAUNCHER = Path.of("src/main/launcher");

    @Test
    void theLaunchersTable() throws IOException {
        var lines = Arrays.stream(Option.values())
                .map(option -> Stream.of(option.letter, option.longName, option.argument.name(), option.part.name())
                        .map(word -> word.isEmpty() ? "-" : word.length() > 1 ? lower(word) : word)
                        .collect(Collectors.joining(" ", "", "\n")));
        is("director.options", lines.collect(Collectors.joining()));
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }

    private static void is(String file, String expected) throws IOException {
        var path = LAUNCHER.resolve(file);
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(path, expected);
        }
        assertEquals(expected, Files.readString(path));
    }
}
