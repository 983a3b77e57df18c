package io.keepsake.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every command that README and docs show is one that the program knows: the program itself is asked for its usage, and
 * each option shown must stand there; so must the programs of {@code ./run} and the words of {@code ./test}.
 */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("../..");

    /** A command alone on its line, indented or fenced, or in backquotes. What it does may follow after two blanks. */
    private static final Pattern SHOWN = Pattern.compile(
            "(?m)^ *(?:ExecStart=\\S*/)?(?<line>(?:\\./run|\\./test|keepsake|director|replay)(?: \\S+)*)(?:  .*)?$"
                    + "|`(?<quoted>(?:\\./run|\\./test|keepsake|director|replay|simulate|torture)(?:\\s[^`]*)?)`");

    private static final Pattern OPTION = Pattern.compile("(?<=[\\s\\[|]|^)(--?[A-Za-z][\\w-]*)");
    private static final Pattern CASE = Pattern.compile("(?m)^  ([a-z\" |-]+)\\)$");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private static final Map<String, String> MAINS = Map.of(
            "director", "io.keepsake.daemon.Director",
            "replay", "io.keepsake.replay.Replay",
            "web", "io.keepsake.web.Web",
            "simulate", "io.keepsake.simulate.Simulate",
            "torture", "io.keepsake.torture.Torture",
            "bench", "io.keepsake.bench.Bench");

    private final Map<List<String>, String> usages = new HashMap<>();

    private record Shown(Path document, String command) {
        @Override
        public String toString() {
            return ROOT.relativize(document) + ": " + command;
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), files.filter(file -> file.toString()
                            .endsWith(".md")))
                    .toList();
        }
    }

    private static List<Shown> shown() throws IOException {
        var shown = new ArrayList<Shown>();
        for (var document : documents()) {
            var matcher = SHOWN.matcher(Files.readString(document));
            while (matcher.find()) {
                var command = matcher.group("line") != null ? matcher.group("line") : matcher.group("quoted");
                shown.add(new Shown(document, command.replaceAll("\\s+", " ").strip()));
            }
        }
        return shown;
    }

    /** The labels of a script's case, without quotes. */
    private static Set<String> labels(String script) throws IOException {
        return CASE.matcher(Files.readString(ROOT.resolve(script)))
                .results()
                .flatMap(label -> Stream.of(label.group(1).split("\\|", -1)))
                .map(label -> label.replace("\"", "").strip())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void everyCommandShownIsKnown() throws Exception {
        var shown = shown();
        assertTrue(shown.size() > 30, () -> "hardly a command is found any more: " + shown);
        var wrong = new ArrayList<String>();
        for (var each : shown) {
            var reason = wrong(each.command());
            if (!reason.isEmpty()) {
                wrong.add(each + ": " + reason);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Why a command would not be understood; empty when it would. */
    private String wrong(String command) throws IOException, InterruptedException {
        var words =
                new ArrayList<>(List.of(QUOTED.matcher(command).replaceAll("X").split(" ", -1)));
        var first = words.removeFirst();
        if (first.equals("./test")) {
            return words.isEmpty() || labels("test").contains(words.getFirst()) || isModule(words.getFirst())
                    ? ""
                    : "./test has no such word";
        }
        var program = first;
        if (first.equals("./run") || first.equals("keepsake")) {
            if (words.isEmpty()) {
                return "";
            }
            program = words.getFirst();
            if (!labels("run").contains(program)) {
                return "./run has no such program";
            }
            words.removeFirst();
        }
        return MAINS.containsKey(program) ? unknown(program, words) : "";
    }

    private static boolean isModule(String name) {
        return name.equals("MODULE")
                || Files.isDirectory(ROOT.resolve(name).resolve("src/test"))
                || Files.isDirectory(ROOT.resolve("controller").resolve(name).resolve("src/test"));
    }

    private String unknown(String program, List<String> words) throws IOException, InterruptedException {
        boolean hasVerbs = program.equals("replay")
                && !words.isEmpty()
                && !words.getFirst().startsWith("-");
        var verbs = hasVerbs ? List.of(words.getFirst().split("\\|", -1)) : List.of("");
        for (var verb : verbs) {
            if (!verb.isEmpty() && !usage(program, List.of()).contains("\n  " + verb + " ")) {
                return program + " has no command " + verb;
            }
            var usage = usage(program, verb.isEmpty() ? List.of() : List.of(verb));
            var options = OPTION.matcher(String.join(" ", words));
            while (options.find()) {
                if (!has(usage, options.group(1))) {
                    return program + " " + verb + " has no " + options.group(1);
                }
            }
        }
        return "";
    }

    private static boolean has(String usage, String option) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(option) + "(?![\\w-])")
                .matcher(usage)
                .find();
    }

    /** What the program prints when it is asked how it is used. */
    private String usage(String program, List<String> verb) throws IOException, InterruptedException {
        var key = Stream.concat(Stream.of(program), verb.stream()).toList();
        var known = usages.get(key);
        if (known != null) {
            return known;
        }
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                MAINS.getOrDefault(program, program)));
        command.addAll(verb);
        command.add("--help");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var process = builder.start();
        var usage = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertTrue(usage.contains("sage:"), () -> String.join(" ", command) + " printed " + usage);
        usages.put(key, usage);
        return usage;
    }

    @Test
    void aCommandThatIsNotIsFound() throws Exception {
        assertFalse(wrong("./run dance").isEmpty());
        assertFalse(wrong("./test slowly").isEmpty());
        assertFalse(wrong("./run director --stop").isEmpty());
        assertFalse(wrong("replay guess /var/lib/keepsake/journal").isEmpty());
        assertFalse(wrong("replay show|explain DIR --at 03:12 --nothing").isEmpty());
    }

    /** What the scripts say of themselves is what they do. */
    @Test
    void theScriptsTellTheirWords() throws IOException {
        for (var script : List.of("run", "test")) {
            var text = Files.readString(ROOT.resolve(script));
            var head = text.lines().takeWhile(line -> line.startsWith("#")).collect(Collectors.joining("\n"));
            for (var label : labels(script)) {
                assertTrue(
                        label.isEmpty() || label.startsWith("-h") || label.equals("--help") || head.contains(label),
                        () -> script + " does not tell of " + label);
            }
        }
    }
}
