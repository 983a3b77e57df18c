package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One virtual server after the other with one line more, judged by keepalived and by us. {@code differential.txt} has the
 * lines: {@code PLACE: line} where the verdicts are the same, {@code PLACE? line # why} where they differ on purpose.
 */
class ServersDifferentialTest {
    private static final Path LINES = Path.of("src/test/resources/differential.txt");
    private static final Pattern LINE = Pattern.compile("(\\w+)([:?]) (.*?)(?: +# (.*))?");

    /** Where a line goes: $ stands for it. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("root", "$\n" + server("10.0.0.1 80", "protocol TCP", "", "")),
            Map.entry("global", "global_defs {\n$\n}\n" + server("10.0.0.1 80", "protocol TCP", "", "")),
            Map.entry("header", server("$", "protocol TCP", "", "")),
            Map.entry("vs", server("10.0.0.1 80", "protocol TCP", "$", "")),
            Map.entry("udp", server("10.0.0.1 80", "protocol UDP", "$", "")),
            Map.entry("mark", server("fwmark 7", "", "$", "")),
            Map.entry("group", "virtual_server_group G {\n$\n}\n" + server("group G", "protocol TCP", "", "")),
            Map.entry("protocol", server("10.0.0.1 80", "$", "", "")),
            Map.entry(
                    "kind",
                    "virtual_server 10.0.0.1 80 {\nprotocol TCP\nlb_algo rr\n$\nreal_server 10.0.0.2 80 {\n}\n}\n"),
            Map.entry(
                    "algo",
                    "virtual_server 10.0.0.1 80 {\nprotocol TCP\n$\nlb_kind NAT\nreal_server 10.0.0.2 80 {\n}\n}\n"),
            Map.entry("dr", server("10.0.0.1 80", "protocol TCP", "lb_kind DR\n$", "")),
            Map.entry("rs", server("10.0.0.1 80", "protocol TCP", "", "$")),
            Map.entry("tcp", checker("TCP_CHECK {\n$\n}")),
            Map.entry("http", checker("HTTP_GET {\n$\nurl {\npath /\nstatus_code 200\n}\n}")),
            Map.entry("url", checker("HTTP_GET {\nurl {\npath /\n$\n}\n}")),
            Map.entry("smtp", checker("SMTP_CHECK {\n$\n}")),
            Map.entry("dns", checker("DNS_CHECK {\n$\n}")),
            Map.entry("misc", checker("MISC_CHECK {\nmisc_path /bin/true\n$\n}")),
            Map.entry("udpcheck", checker("UDP_CHECK {\n$\n}")),
            Map.entry("ping", checker("PING_CHECK {\n$\n}")),
            Map.entry("file", "track_file F {\nfile /tmp/f\n}\n" + checker("FILE_CHECK {\ntrack_file F\n$\n}")));

    @TempDir
    private Path directory;

    private record Variant(String text, boolean same, String written) {}

    private static String server(String header, String protocol, String lines, String real) {
        return "virtual_server %s {\n%s\nlb_algo rr\nlb_kind NAT\n%s\nreal_server 10.0.0.2 80 {\n%s\n}\n}\n"
                .formatted(header, protocol, lines, real);
    }

    private static String checker(String lines) {
        return server("10.0.0.1 80", "protocol TCP", "", lines);
    }

    private static Map<String, Variant> variants() throws IOException {
        var variants = new LinkedHashMap<String, Variant>();
        for (var line : Files.readAllLines(LINES)) {
            var match = LINE.matcher(line);
            if (match.matches()) {
                var frame = PLACES.getOrDefault(match.group(1), "no such place");
                // scripts as root would be a fault of their own
                var text = "global_defs {\nenable_script_security\nscript_user root\n}\n"
                        + frame.replace("$", match.group(3).replace("; ", "\n"));
                variants.put(
                        "v" + variants.size(), new Variant(text, match.group(2).equals(":"), line));
            }
        }
        return variants;
    }

    @Test
    void keepalived_finds_fault_with_the_same_lines() throws IOException, InterruptedException {
        var variants = variants();
        assertEquals(true, variants.size() > 200, "lines were read");
        for (var variant : variants.entrySet()) {
            RealKeepalived.write(
                    directory,
                    variant.getKey(),
                    Map.of(Path.of("k.conf"), variant.getValue().text()));
        }
        var theirs = RealKeepalived.exitCodes(directory);
        List<String> wrong = new ArrayList<>();
        variants.forEach((name, variant) -> {
            int their = theirs.getOrDefault(name, -1);
            int our = ConfigFile.parse("k.conf", variant.text(), ConfigDump.OPTIONS)
                    .testExitCode();
            if (((their == 0) == (our == 0)) != variant.same()) {
                wrong.add(variant.written() + "   keepalived " + their + ", ours " + our);
            }
        });
        assertEquals("", String.join("\n", wrong));
    }
}
