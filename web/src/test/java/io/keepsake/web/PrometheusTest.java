package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.testkit.record.RecordedCluster;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's own Prometheus and promtool judge the metrics, the alert rules and the queries of known dashboards. */
class PrometheusTest {
    private static final Path RULES = Path.of("../docs/operations/alerts.yml").toAbsolutePath();

    @TempDir
    Path root;

    private RecordedCluster alive() throws Exception {
        return new RecordedCluster(root, Instant.now().minusSeconds(30), "VI_1")
                .start("node-a", "192.168.181.133", 100, 0)
                .start("node-b", "192.168.181.134", 98, 0);
    }

    /** What a tool says; fails unless it ends with 0. */
    private String tool(String input, String... command) throws IOException, InterruptedException {
        var in = Files.writeString(Files.createTempFile(root, "in", ""), input);
        var out = Files.createTempFile(root, "out", "");
        var process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        process.waitFor();
        var said = Files.readString(out);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    @Test
    void promtoolAcceptsTheMetricsAndTheRules() throws Exception {
        alive().pass(28).close();
        try (var served = Served.of(root, "node-a", "node-b")) {
            assertEquals("", tool(served.body("/metrics"), "promtool", "check", "metrics"));
            assertTrue(tool("", "promtool", "check", "rules", RULES.toString()).contains("SUCCESS"), "rules");
        }
    }

    @Test
    void theRulesFireAsTheirTestsSay() throws Exception {
        var tests = Path.of("src/test/resources/promtool/alerts_test.yml");
        Files.copy(RULES, root.resolve("alerts.yml"));
        Files.copy(tests, root.resolve("alerts_test.yml"));
        tool("", "promtool", "test", "rules", root.resolve("alerts_test.yml").toString());
    }

    /** Two scrapes, before and in a recorded split brain, are what the rules get to see. */
    @Test
    void aRecordedSplitBrainFires() throws Exception {
        try (var cluster = alive().pass(10);
                var served = Served.of(root, "node-a", "node-b")) {
            var before = Exposed.of(served.body("/metrics"));
            cluster.cut("node-a", "node-b").cut("node-b", "node-a").pass(18);
            var two = "keepsake_masters{group=\"VI_1 (VRID 51)\",vrid=\"51\"} 2.0";
            Awaitility.await().forever().until(() -> served.body("/metrics").contains(two));
            var during = Exposed.of(served.body("/metrics"));
            var series = during.stream().map(s -> series(before, s)).collect(Collectors.joining());
            var test = "rule_files: [" + RULES + "]\nevaluation_interval: 1s\ntests:\n- interval: 1s\n  input_series:\n"
                    + series + "  alert_rule_test:\n" + expected(12, "[]") + expected(30, SPLIT);
            var file = Files.writeString(root.resolve("recorded.yml"), test);
            tool("", "promtool", "test", "rules", file.toString());
        }
    }

    private static final String SPLIT = """
            [{exp_labels: {severity: critical, vrid: "51", group: "VI_1 (VRID 51)"}, \
            exp_annotations: {summary: "VI_1 (VRID 51): 2 nodes are master at once"}}]""";

    private static String expected(int second, String alerts) {
        return "  - eval_time: " + second + "s\n    alertname: SplitBrain\n    exp_alerts: " + alerts + "\n";
    }

    /** Ten seconds of the one scrape, then the other. */
    private static String series(List<Exposed> before, Exposed now) {
        var was = before.stream().filter(b -> b.series().equals(now.series())).findFirst();
        var first = was.map(b -> number(b.value())).orElse("_");
        return "  - series: '" + now.series() + "'\n    values: '" + first + "x10 " + number(now.value()) + "x30'\n";
    }

    private static String number(double value) {
        return new java.math.BigDecimal(value).toPlainString();
    }

    @Test
    void everyQueryOfTheKnownDashboardsFindsSomething() throws Exception {
        try (var cluster = alive().pass(5)
                        .event(
                                "node-a",
                                "ScriptEnded effect=#1 subject=\"vrrp_script chk\" command=/bin/true end=EXITED status=0 took=0.1s output=\"\"")
                        .pass(2)
                        .cut("node-a", "node-b")
                        .pass(6)
                        .heal()
                        .pass(14);
                var servers = new RecordedServers(
                                root.resolve("lvs"), Instant.now().minusSeconds(10))
                        .event(new LoopStalled(60_000_000))
                        .pass(0)
                        .let(10);
                var served = Served.of(root, "node-a", "node-b", "lvs")) {
            int port;
            try (var socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            var config = Files.writeString(root.resolve("prometheus.yml"), """
                    global: {scrape_interval: 1s}
                    scrape_configs:
                    - job_name: keepalived
                      static_configs: [{targets: ["127.0.0.1:%1$d"], labels: {instance: node}}]
                    - job_name: lvs
                      params: {node: [lvs]}
                      static_configs: [{targets: ["127.0.0.1:%1$d"], labels: {instance: lvs}}]
                    - job_name: backup
                      params: {node: [node-b]}
                      static_configs: [{targets: ["127.0.0.1:%1$d"], labels: {instance: backup}}]
                    - job_name: old
                      metrics_path: /metrics/gen2brain
                      static_configs: [{targets: ["127.0.0.1:%1$d"], labels: {instance: old}}]
                    """.formatted(served.port()));
            var prometheus = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + config,
                            "--storage.tsdb.path=" + root.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(root.resolve("prometheus.log").toFile())
                    .start();
            try {
                Consumer<String> finds = query -> Awaitility.await(query)
                        .forever()
                        .ignoreException(ConnectException.class)
                        .until(() -> cluster.catchUp() != null && servers.catchUp() != null && found(port, query));
                for (var query : Exposed.lines("/conformance/queries.txt")) {
                    finds.accept(query);
                }
                cluster.cut("node-a", "node-b");
                for (var query : ours()) {
                    finds.accept(query);
                }
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
        }
    }

    /** The queries of our own dashboard, for those that are scraped. */
    private static List<String> ours() throws IOException {
        var dashboard = new JsonObject(Files.readString(Path.of("../docs/operations/grafana.json")));
        return dashboard.getJsonArray("panels").stream()
                .flatMap(panel -> ((JsonObject) panel).getJsonArray("targets").stream())
                .map(target -> ((JsonObject) target)
                        .getString("expr")
                        .replace("$instance", "node|lvs|backup")
                        .replace("$__rate_interval", "1m"))
                .toList();
    }

    private static boolean found(int port, String query) throws IOException, InterruptedException {
        var address =
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        if (answer.statusCode() == 503) {
            return false; // still starting
        }
        var json = new JsonObject(answer.body());
        return "success".equals(json.getString("status"))
                && !json.getJsonObject("data").getJsonArray("result").isEmpty();
    }
}
