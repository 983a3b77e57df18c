package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.config.syntax.Vocabulary;
import io.keepsake.config.syntax.Vocabulary.Standing;
import io.keepsake.replay.Replay;
import io.keepsake.web.Web;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The manual, in packaging/man. Of each page those sections are held here that tell what a program takes;
 * {@code -Drewrite=true} writes them, and leaves the others as they are.
 */
class ManualPagesTest {
    private static final Path PAGES = Path.of("../../packaging/man");
    private static final String DOCUMENTS = "/usr/share/doc/keepsake-runtime/";
    private static final List<String> COMMAND =
            List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO");
    private static final Pattern VERB = Pattern.compile("(?<![\\w-])replay (?:"
            + String.join("|", Replay.spec().subcommands().keySet()) + ")\\b");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

    /** The sections that are written, by page. */
    private static SequencedMap<String, Map<String, String>> written() {
        var pages = new LinkedHashMap<String, Map<String, String>>();
        pages.put("keepsake.1", Map.of());
        pages.put("keepsake-director.8", Map.of("OPTIONS", ManualPage.options(Commands.director())));
        pages.put(
                "keepalived.8",
                Map.of(
                        "OPTIONS",
                        ManualPage.options(Commands.keepalived()) + ".PP\nAccepted, without a meaning here: "
                                + ManualPage.text(Commands.meaningless()) + "\n"));
        pages.put("genhash.1", Map.of("OPTIONS", ManualPage.options(Commands.genhash())));
        pages.put("keepsake-upgrade-check.8", Map.of("OPTIONS", ManualPage.options(Commands.upgradeCheck())));
        pages.put("keepsake.conf.5", Map.of("NOT APPLIED YET", notApplied()));
        pages.put("keepsake-web.8", page("keepsake-web", Web.spec()));
        var replay = Replay.spec();
        var all = page("keepsake-replay", replay);
        all.put("VERBS", verbs(replay));
        pages.put("keepsake-replay.1", all);
        replay.subcommands().forEach((verb, command) -> {
            var page = page("keepsake-replay " + verb, command.getCommandSpec());
            if (page.getOrDefault("OPTIONS", "").contains("/var/lib/keepsake/journal")) {
                page.put("FILES", ".TP\n.I /var/lib/keepsake/journal\nthe journal, unless another is given\n");
            }
            page.put("SEE ALSO", """
                    .BR keepsake\\-replay (1),
                    .BR keepsake\\-director (8),
                    .I %soperations/replay.md
                    """.formatted(DOCUMENTS.replace("-", "\\-")));
            pages.put("keepsake-replay-" + verb + ".1", page);
        });
        return pages;
    }

    /** What a command says of itself. */
    private static SequencedMap<String, String> page(String called, CommandSpec spec) {
        var about = spec.usageMessage();
        var description = installed(about.description());
        var summary = Commands.brief(about.description());
        var page = new LinkedHashMap<String, String>();
        page.put(
                "NAME",
                ManualPage.name(
                        called.replace(' ', '-'), Character.toLowerCase(summary.charAt(0)) + summary.substring(1)));
        page.put("SYNOPSIS", ManualPage.synopsis(called, spec));
        page.put("DESCRIPTION", ManualPage.description(description));
        page.put("OPTIONS", installed(ManualPage.options(spec)));
        page.put(
                "EXIT STATUS",
                ManualPage.text(String.join(" ", ManualPage.behind("Exit codes:", about.footer()))) + "\n");
        page.put("EXAMPLES", ManualPage.examples(examples(spec)));
        return page;
    }

    private static List<String> examples(CommandSpec spec) {
        var footer = installed(spec.usageMessage().footer());
        var examples = ManualPage.behind("Examples:", footer);
        return examples.isEmpty() ? ManualPage.behind("Where to begin", footer) : examples;
    }

    private static String verbs(CommandSpec replay) {
        return replay.subcommands().entrySet().stream()
                .map(entry -> ".TP\n.BR keepsake\\-replay\\-" + entry.getKey().replace("-", "\\-") + " (1)\n"
                        + ManualPage.text(Commands.brief(
                                entry.getValue().getCommandSpec().usageMessage().description()))
                        + "\n")
                .collect(Collectors.joining());
    }

    /** As commands are called, and documents lie, where a package put them. */
    private static String[] installed(String... lines) {
        return List.of(lines).stream().map(ManualPagesTest::installed).toArray(String[]::new);
    }

    private static String installed(String line) {
        return VERB.matcher(line)
                .replaceAll("keepsake-$0")
                .replaceAll("^( *)web (?=--)", "$1keepsake-web ")
                .replace("docs/", DOCUMENTS);
    }

    /** Of each block the keywords that are known and do nothing yet. */
    private static String notApplied() {
        return Vocabulary.all().stream()
                .map(block -> block.words().stream()
                        .filter(word -> word.standing() == Standing.KNOWN)
                        .map(Vocabulary.Word::name)
                        .collect(Collectors.collectingAndThen(
                                Collectors.joining(" "),
                                words -> words.isEmpty()
                                        ? ""
                                        : ".TP\n.B "
                                                + (block.name().equals("root") ? "outside of all blocks" : block.name())
                                                + "\n" + ManualPage.text(words) + "\n")))
                .collect(Collectors.joining());
    }

    @Test
    void thePagesSayWhatTheProgramsTake() throws IOException {
        for (var entry : written().entrySet()) {
            var file = PAGES.resolve(entry.getKey());
            var old = Files.exists(file) ? Files.readString(file) : "";
            var page = ManualPage.parse(file, old).with(entry.getValue()).print();
            if (Boolean.getBoolean("rewrite")) {
                Files.writeString(file, page);
            }
            assertEquals(page, Files.readString(file), entry.getKey());
        }
    }

    @Test
    void everyPageIsWhole() throws Exception {
        for (var file : files()) {
            var page = ManualPage.parse(file, Files.readString(file));
            var headings = new ArrayList<>(page.sections().keySet());
            var expected = page.section() == 5 ? List.of("NAME", "DESCRIPTION", "FILES", "SEE ALSO") : COMMAND;
            headings.retainAll(expected);
            assertEquals(expected, headings, file.toString());
            assertTrue(page.section() == 5 || shown(page).size() > 1, () -> file + " has not two examples");
        }
    }

    @Test
    void groffHasNothingToSay() throws Exception {
        for (var file : files()) {
            var process = new ProcessBuilder("groff", "-man", "-ww", "-Tutf8", "-z", file.toString())
                    .redirectErrorStream(true)
                    .start();
            assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(0, process.waitFor(), file.toString());
        }
    }

    /** What a page refers to is there: others by their files, documents by where the package takes them from. */
    @Test
    void whatIsReferredToIsThere() throws IOException {
        var ours = Pattern.compile("(?:keepsake|keepalived|genhash)[\\w.-]*(?=(?:\\\\fR)? ?\\((\\d)\\))");
        var document = Pattern.compile(DOCUMENTS + "([\\w/.-]+\\w)");
        for (var file : files()) {
            var text = Files.readString(file).replace("\\-", "-");
            ours.matcher(text).results().forEach(found -> {
                var other = PAGES.resolve(found.group() + "." + found.group(1));
                assertTrue(Files.exists(other), () -> file + " refers to " + other);
            });
            document.matcher(text).results().forEach(found -> {
                var other = Path.of("../../docs", found.group(1));
                assertTrue(Files.exists(other), () -> file + " refers to " + other);
            });
        }
    }

    @Test
    void everyExampleIsUnderstood() throws Exception {
        for (var file : files()) {
            for (var example : shown(ManualPage.parse(file, Files.readString(file)))) {
                understand(example);
            }
        }
    }

    private static void understand(String example) throws Options.Wrong {
        var words = WORD.matcher(example)
                .results()
                .map(word -> word.group().replaceAll("['\"]", ""))
                .collect(Collectors.toCollection(ArrayList::new));
        var program = words.removeFirst();
        if (program.equals("keepsake")) {
            program = "keepsake-" + words.removeFirst();
        }
        var arguments = words.toArray(String[]::new);
        switch (program) {
            case "keepsake-director" ->
                assertEquals(List.of(), Options.parse(arguments).ignored(), example);
            case "keepalived" ->
                assertEquals(List.of(), Options.parse(arguments, true).ignored(), example);
            case "keepsake-upgrade-check" -> new CommandLine(Commands.upgradeCheck()).parseArgs(arguments);
            case "genhash" -> new CommandLine(Commands.genhash()).parseArgs(arguments);
            case "keepsake-replay" -> new CommandLine(Replay.spec()).parseArgs(arguments);
            case "keepsake-web" -> new CommandLine(Web.spec()).parseArgs(arguments);
            default -> assertEquals("one of our programs", program, example);
        }
    }

    /** The commands of the examples. */
    private static List<String> shown(ManualPage page) {
        var examples = page.sections().getOrDefault("EXAMPLES", "");
        return Pattern.compile("^\\.nf\n(.*)\n\\.fi$", Pattern.MULTILINE)
                .matcher(examples)
                .results()
                .map(found -> found.group(1).replace("\\-", "-").replace("\\(aq", "'"))
                .toList();
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(PAGES)) {
            var all = files.sorted().toList();
            assertFalse(all.isEmpty());
            return all;
        }
    }
}
