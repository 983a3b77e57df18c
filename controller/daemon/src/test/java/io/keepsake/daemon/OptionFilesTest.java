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

/** The files beside the launcher that say the same as {@link Option}; {@code -Drewrite=true} writes them. */
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

    @Test
    void theCompletion() throws IOException {
        var words = Arrays.stream(Option.values())
                .filter(Option::counts)
                .flatMap(option -> option.letter.isEmpty()
                        ? Stream.of("--" + option.longName)
                        : Stream.of("-" + option.letter, "--" + option.longName))
                .collect(Collectors.joining(" "));
        var files = takers("FILE") + "|" + takers("SOCKET");
        is("director.completion", """
                # bash completion of the director: source it, or install it as /usr/share/bash-completion/completions/keepsake
                _keepsake_director() {
                  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
                  case $before in
                    %s) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
                    %s) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
                    --signum) mapfile -t COMPREPLY < <(compgen -W "STOP RELOAD DATA STATS STATS_CLEAR JSON" -- "$word") ;;
                    *) mapfile -t COMPREPLY < <(compgen -W "%s" -- "$word") ;;
                  esac
                }
                complete -o filenames -F _keepsake_director keepsake
                """.formatted(files, takers("DIR"), words));
    }

    private static String takers(String placeholder) {
        return Arrays.stream(Option.values())
                .filter(option -> option.placeholder.equals(placeholder))
                .flatMap(
                        option -> Stream.of(option.letter.isEmpty() ? "" : "-" + option.letter, "--" + option.longName))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining("|"));
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
