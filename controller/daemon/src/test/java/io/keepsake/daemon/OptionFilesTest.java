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

    @Test
    void theManualPage() throws IOException {
        var page = new StringBuilder("""
                .TH KEEPSAKE-DIRECTOR 8
                .SH NAME
                keepsake director \\- elect the owner of virtual addresses, balance connections, and remember why
                .SH SYNOPSIS
                .B keepsake director
                [\\fIOPTION\\fR]...
                .SH DESCRIPTION
                Reads a keepalived.conf as it stands, speaks VRRP with its peers, holds virtual addresses, programs the
                kernel's IPVS table, checks real servers, and records every event and decision in a journal.
                .SH OPTIONS
                """);
        for (var option : Option.values()) {
            if (option.counts()) {
                page.append(".TP\n").append(names(option)).append('\n');
                page.append(roff(option.help.replace('\n', ' '))).append('\n');
            }
        }
        page.append("""
                .SH EXIT STATUS
                0 after a stop; 1 for a wrong command line, or when another director runs; 2 for a configuration that is refused
                as a whole; 4 and 5 only of \\-\\-config\\-test; 6 when there is no configuration; 70 when a part of it failed
                that it cannot do without.
                .SH SIGNALS
                HUP reads the configuration again, TERM and INT end it with a goodbye. As keepalived does it, USR1 writes
                .IR /tmp/keepalived.data ,
                USR2
                .IR /tmp/keepalived.stats ,
                signal 36
                .IR /tmp/keepalived.json ,
                and 63 the same as USR2, after which every count begins anew. TMPDIR is another directory than
                .IR /tmp .
                """);
        is("keepsake-director.8", page.toString());
    }

    private static String names(Option option) {
        var value = option.placeholder.isEmpty()
                ? ""
                : option.argument == Option.Argument.ATTACHED
                        ? "[=\\fI" + roff(option.placeholder) + "\\fR]"
                        : "=\\fI" + roff(option.placeholder) + "\\fR";
        return (option.letter.isEmpty() ? "" : "\\fB\\-" + option.letter + "\\fR, ") + "\\fB\\-\\-"
                + roff(option.longName) + "\\fR" + value;
    }

    private static String roff(String text) {
        return text.replace("-", "\\-");
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
