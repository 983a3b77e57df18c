package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The completion in packaging/completion, as three shells do it; {@code -Drewrite=true} writes it. */
class CompletionsTest {
    private static final Path SCRIPTS =
            Path.of("../../packaging/completion").toAbsolutePath().normalize();
    private static final List<String> PROGRAMS = List.of("director", "genhash", "replay", "upgrade-check", "web");

    /** Has an interactive zsh write down what it would offer: it completes on a terminal only. */
    private static final String ZSH = """
            if [[ -n $OFFERED ]]; then
              fpath=($SCRIPTS $fpath)
              autoload -Uz compinit && compinit -u -d ${OFFERED:h}/dump
              compadd() {
                local -a hits
                [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]] || builtin compadd -A hits "$@"
                print -rl -- "${hits[@]}" >>$OFFERED
                builtin compadd "$@"
              }
              offer() {
                _main_complete
                print DONE >>$OFFERED
                compstate[insert]= compstate[list]=
              }
              zle -C offer complete-word offer
              bindkey '^I' offer
              return
            fi
            zmodload zsh/zpty
            export OFFERED=$PWD/../offered SCRIPTS=$2
            : >$OFFERED
            zpty terminal "zsh -f -i"
            zpty -w terminal "source $1"
            zpty -n -w terminal $3$'\\t'
            until grep -q DONE $OFFERED; do sleep 0.1; done
            zpty -d terminal
            grep -v DONE $OFFERED || true
            """;

    @TempDir
    Path root;

    private Path directory;

    @BeforeEach
    void files() throws IOException {
        directory = Files.createDirectory(root.resolve("here"));
        Files.createFile(directory.resolve("night.zip"));
        Files.createDirectory(directory.resolve("journal"));
    }

    @Test
    void theScriptsSayWhatTheProgramsTake() throws IOException {
        is("keepsake.bash", Completions.bash());
        is("_keepsake", Completions.zsh());
        is("keepsake.fish", Completions.fish());
    }

    private static void is(String name, String expected) throws IOException {
        var file = SCRIPTS.resolve(name);
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, expected);
        }
        assertEquals(expected, Files.readString(file), name);
    }

    /** What a shell offers at the end of a command line. */
    private List<String> offered(String shell, String line) throws Exception {
        return switch (shell) {
            case "bash" ->
                said(
                        "bash",
                        "--norc",
                        "-c",
                        """
                    . "$1"
                    # cut as readline does it
                    read -ra COMP_WORDS <<<"${2//=/ = }"
                    [[ $2 != *" " ]] || COMP_WORDS+=("")
                    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                    _keepsake
                    printf '%s\\n' "${COMPREPLY[@]}"
                    """,
                        "bash",
                        SCRIPTS.resolve("keepsake.bash").toString(),
                        line);
            case "fish" ->
                said(
                                "fish",
                                "--no-config",
                                "-c",
                                "source $argv[1]; complete -C $argv[2]",
                                SCRIPTS.resolve("keepsake.fish").toString(),
                                line)
                        .stream()
                        .map(offer -> offer.replaceAll("\t.*", ""))
                        .toList();
            case "zsh" ->
                said(
                        "zsh",
                        "-f",
                        Files.writeString(root.resolve("complete.zsh"), ZSH).toString(),
                        root.resolve("complete.zsh").toString(),
                        SCRIPTS.toString(),
                        line);
            default -> throw new IllegalArgumentException(shell);
        };
    }

    private List<String> said(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", root.toString());
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), text);
        return text.lines().filter(line -> !line.isEmpty()).distinct().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "fish", "zsh"})
    void programsVerbsAndOptions(String shell) throws Exception {
        assertEquals(PROGRAMS, offered(shell, "keepsake "));
        assertEquals(List.of("show"), offered(shell, "keepsake replay sh"));
        assertEquals(List.of("show"), offered(shell, "keepsake-replay sh"));
        assertEquals(List.of("--demote"), offered(shell, "keepsake director --dem"));
        assertEquals(List.of("--demote"), offered(shell, "keepalived --dem"));
        assertEquals(List.of("--forbid-new-transitions"), offered(shell, "keepsake-replay what-if --set x=1 --forb"));
        assertEquals(List.of("--use-sni", "--use-ssl"), offered(shell, "genhash -s replay --use-s"));
        assertEquals(List.of(), offered(shell, "keepsake replay show --forb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "fish", "zsh"})
    void values(String shell) throws Exception {
        var files = Stream.of("journal", "night.zip")
                .map(name -> slash(shell, name))
                .toList();
        assertEquals(files, offered(shell, "keepsake director -f "));
        assertEquals(files, offered(shell, "keepsake replay verdicts "));
        assertEquals(files, offered(shell, "keepsake upgrade-check "));
        assertEquals(files.subList(0, 1), offered(shell, "keepsake director --journal "));
        assertEquals(List.of("STATS", "STATS_CLEAR"), offered(shell, "keepalived --signum STA"));
        assertEquals(List.of("ipvsadm", "text"), offered(shell, "keepsake replay state --format "));
        assertEquals(List.of(), offered(shell, "keepsake director --drain "));
    }

    private static String slash(String shell, String name) {
        return shell.equals("fish") && name.equals("journal") ? name + "/" : name;
    }

    @Test
    void bashCutsAtEquals() throws Exception {
        for (var line : List.of(
                "keepsake web --journal jo",
                "keepsake web --journal=jo",
                "keepsake web --journal a=jo",
                "keepsake web --journal=a=jo")) {
            assertEquals(List.of("journal"), offered("bash", line), line);
        }
        assertEquals(List.of("journal", "night.zip"), offered("bash", "keepsake director --config-test="));
        assertEquals(List.of("journal", "night.zip"), offered("bash", "keepsake replay timeline a="));
        assertTrue(offered("bash", "keepsake director -t ").contains("--use-file"), "its value is only joined to it");
    }
}
