package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.config.problem.Problem;
import io.keepsake.config.problem.Severity;
import io.keepsake.config.syntax.Vocabulary;
import io.keepsake.config.syntax.Vocabulary.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every keyword that keepalived documents, in its block: one without effect is named, with what happens instead. {@code
 * documented-keywords.txt} has a block and a keyword on each line.
 */
class KeywordsTest {
    private static final Path KEYWORDS = Path.of("src/test/resources/documented-keywords.txt");
    private static final Pattern CONSEQUENCE = Pattern.compile(
            "\"(.*)\" has no effect( yet: \\w.{12,}| here: \\w.{12,}|, in keepalived neither)( \\(first of \\d+\\))?");

    private static final String INSTANCE = """
            vrrp_instance V {
              interface eth0
              virtual_router_id 1
              %s
              virtual_ipaddress { 10.0.0.1 }
            }
            """;
    private static final String SERVER = """
            virtual_server 10.0.0.1 80 {
              lb_algo rr
              lb_kind NAT
              protocol TCP
              %s
              real_server 10.0.0.2 80 { %s
              }
            }
            """;

    /** Blocks that stand in another one. */
    private static final Map<String, String> FRAMES = Map.ofEntries(
            Map.entry("root", "%s"),
            Map.entry("global_defs", "global_defs {\n%s\n}"),
            Map.entry("vrrp_instance", INSTANCE),
            Map.entry("authentication", INSTANCE.formatted("authentication {\n%s\n}")),
            Map.entry("auth_hmac", INSTANCE.formatted("auth_hmac {\n%s\n}")),
            Map.entry("virtual_server", SERVER.formatted("%s", "")),
            Map.entry("real_server", SERVER.formatted("", "\n%s")),
            Map.entry("url", SERVER.formatted("", "HTTP_GET {\nurl {\npath /\n%s\n}\n}")),
            Map.entry("host", SERVER.formatted("", "SMTP_CHECK {\nhost {\n%s\n}\n}")),
            Map.entry("SSL", "SSL {\n%s\n}"));

    private record Documented(String block, String keyword) {}

    /** Keywords that keepalived does not have. */
    private static final List<Documented> OURS = List.of(new Documented("global_defs", "no_handover"));

    private static List<Documented> documented() throws IOException {
        return Files.readAllLines(KEYWORDS).stream()
                .map(line -> line.split(" ", -1))
                .map(words -> new Documented(words[0], words[1]))
                .toList();
    }

    private static String frame(String block) {
        var frame = FRAMES.get(block);
        if (frame != null) {
            return frame;
        }
        boolean checker = block.endsWith("_CHECK") || block.endsWith("_GET");
        return checker ? SERVER.formatted("", block + " {\n%s\n}") : block + " N {\n%s\n}";
    }

    private static Vocabulary block(String name) {
        return Vocabulary.all().stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String line(Vocabulary.Word word) {
        return word.takesBraces() ? word.name() + " N {\n}" : word.name() + " 1";
    }

    private static Checked<LoadedConfig> test(Documented documented, Vocabulary.Word word) {
        var text = frame(documented.block).formatted(line(word)) + "\n"
                + INSTANCE.formatted("").replace(" V ", " OTHER ");
        return ConfigFile.parse("k.conf", text, ConfigDump.OPTIONS);
    }

    @Test
    void a_keyword_without_effect_is_named_with_what_happens_instead() throws IOException {
        var wrong = new ArrayList<String>();
        int without = 0;
        for (var documented : documented()) {
            var word = block(documented.block).word(documented.keyword).orElse(null);
            if (word == null) {
                wrong.add(documented + " is unknown");
                continue;
            }
            var checked = test(documented, word);
            boolean effect = word.standing() == Standing.APPLIED;
            boolean named = checked.problems().stream().anyMatch(KeywordsTest::isNamed);
            without += effect ? 0 : 1;
            if (!effect && (!named || !checked.verdict().contains(" without effect"))) {
                wrong.add(documented + ": " + checked.problems() + checked.verdict());
            }
            if (checked.problems().stream().anyMatch(p -> p.what().startsWith("unknown"))) {
                wrong.add(documented + ": " + checked.problems());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(without > 100, "the list was read");
    }

    private static boolean isNamed(Problem problem) {
        return problem.severity() == Severity.NOTICE
                && CONSEQUENCE.matcher(problem.what()).matches();
    }

    @Test
    void every_keyword_of_the_tables_is_documented() throws IOException {
        var documented = documented();
        var missing = Vocabulary.all().stream()
                .flatMap(block -> block.words().stream().map(word -> new Documented(block.name(), word.name())))
                .filter(word -> !documented.contains(word) && !OURS.contains(word))
                .toList();
        assertEquals(List.of(), missing);
    }
}
