package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.http.Listen;
import io.keepsake.web.metrics.Otlp;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same metrics by OpenTelemetry's protocol, to a collector that keeps the last of each node. */
class OtlpTest {
    @TempDir
    Path root;

    private final Map<String, ResourceMetrics> received = new ConcurrentHashMap<>();

    private HttpServer collector() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/metrics", exchange -> {
            var request = ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceMetricsList()
                    .forEach(each -> received.put(
                            attributes(each.getResource().getAttributesList()).get("service.instance.id"), each));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(KeyValue::getKey, a -> a.getValue().getStringValue()));
    }

    private Metric metric(String node, String name) {
        var resource = received.get(node);
        return resource == null
                ? Metric.getDefaultInstance()
                : resource.getScopeMetricsList().stream()
                        .flatMap(scope -> scope.getMetricsList().stream())
                        .filter(metric -> metric.getName().equals(name))
                        .findFirst()
                        .orElse(Metric.getDefaultInstance());
    }

    @Test
    void eachNodeIsAServiceWithTheMetricsOfItsScrape() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.now().minusSeconds(20), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(19);
            var collector = collector();
            var url = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics");
            var otlp = new Otlp(url, Duration.ofSeconds(1));
            try (var served = Served.of(Listen.local(0), otlp, root, "node-a", "node-b")) {
                var up = Awaitility.await("both report").forever();
                up.until(() -> cluster.catchUp() != null
                        && metric("node-a", "keepalived_vrrp_state").hasGauge()
                        && metric("node-b", "keepalived_vrrp_state").hasGauge());
                var state = metric("node-a", "keepalived_vrrp_state").getGauge().getDataPoints(0);
                assertEquals(2, state.getAsDouble());
                assertEquals(
                        Map.of("iname", "VI_1", "intf", "ens33", "vrid", "51", "ip_address", "192.168.181.100"),
                        attributes(state.getAttributesList()));
                assertEquals(
                        1,
                        metric("node-b", "keepalived_vrrp_state")
                                .getGauge()
                                .getDataPoints(0)
                                .getAsDouble());
                var sent = metric("node-a", "keepalived_advertisements_sent");
                assertTrue(sent.getSum().getIsMonotonic(), sent.toString());
                assertTrue(sent.getSum().getDataPoints(0).getAsDouble() > 10, sent.toString());
                assertTrue(metric("node-b", "keepsake_vrrp_advert_gap_seconds").hasHistogram(), "gaps");
                assertTrue(served.body("/metrics").contains("keepalived_up 1.0"));
            } finally {
                collector.stop(0);
            }
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (var wrong : List.of("collector:4318", "ftp://collector/", "/v1/metrics")) {
            var why = assertThrows(
                    IllegalArgumentException.class, () -> new Otlp(URI.create(wrong), Duration.ofSeconds(1)));
            assertTrue(String.valueOf(why.getMessage()).contains("found " + wrong), why.getMessage());
        }
    }
}
