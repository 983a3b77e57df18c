package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server-Sent Events: nothing is missed, nothing comes twice. */
class StreamTest {
    @TempDir
    Path root;

    /** A viewer that keeps what it saw, and the id to come back with. */
    private static final class Viewer {
        final List<String> seen = new CopyOnWriteArrayList<>();
        volatile @Nullable String last;
        volatile boolean ended;

        Viewer(URI server, @Nullable String after) {
            var request = HttpRequest.newBuilder(server.resolve("/api/stream?detail=all"));
            if (after != null) {
                request.header("Last-Event-ID", after);
            }
            var _ = HttpClient.newHttpClient()
                    .sendAsync(request.build(), BodyHandlers.ofLines())
                    .thenAccept(answer -> answer.body().forEach(this::line))
                    .whenComplete((_, _) -> ended = true);
        }

        private @Nullable String id;

        private void line(String line) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: {\"node\"")) {
                var turn = new JsonObject(line.substring(6));
                seen.add(turn.getString("node") + " " + turn.getLong("run") + ":" + turn.getLong("index"));
            } else if (line.isEmpty()) {
                last = id;
            }
        }
    }

    private static List<String> all(Served served) throws Exception {
        var ids = new ArrayList<String>();
        var events = new JsonObject(served.body("/api/events?limit=1000")).getJsonArray("events");
        for (int i = 0; i < events.size(); i++) {
            var turn = events.getJsonObject(i);
            if (turn.getLong("index") > 0
                    && !turn.getJsonObject("event").getString("type").equals("RunStarted")) {
                ids.add(turn.getString("node") + " " + turn.getLong("run") + ":" + turn.getLong("index"));
            }
        }
        return ids.stream().sorted().toList();
    }

    private static void await(String what, org.awaitility.core.ThrowingRunnable check) {
        Awaitility.await(what).forever().untilAsserted(check);
    }

    @Test
    void aViewerThatComesBackToARestartedServerMissesNothing() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(5);
            var seen = new ArrayList<String>();
            String last;
            try (var served = Served.of(root, "node-a", "node-b")) {
                var viewer = new Viewer(served.uri("/"), "");
                int before = all(served).size();
                await("what was there", () -> assertEquals(before, viewer.seen.size()));
                cluster.pass(5);
                await(
                        "what came",
                        () -> assertEquals(
                                all(served), viewer.seen.stream().sorted().toList()));
                seen.addAll(viewer.seen);
                last = viewer.last;
            }
            cluster.pass(7).stop("node-a").pass(3);
            try (var served = Served.of(root, "node-a", "node-b")) {
                var viewer = new Viewer(served.uri("/"), last);
                cluster.pass(2);
                await("everything, once", () -> {
                    var both = new ArrayList<>(seen);
                    both.addAll(viewer.seen);
                    assertEquals(all(served), both.stream().sorted().toList());
                });
            }
        }
    }

    @Test
    void whenTheProcessIsKilledTheNextOneGoesOnWhereItWas() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(5);
            var seen = new ArrayList<String>();
            int port;
            String last;
            try (var web = WebProcess.start(root, 0, "node-a", "node-b")) {
                var viewer = new Viewer(web.uri("/"), "");
                await("some", () -> assertTrue(viewer.seen.size() > 10, "turns"));
                cluster.pass(3);
                web.kill();
                await("its end", () -> assertTrue(viewer.ended, "the stream ends"));
                seen.addAll(viewer.seen);
                last = viewer.last;
                port = web.port();
            }
            cluster.pass(4).stop("node-a").pass(5);
            try (var web = WebProcess.start(root, port, "node-a", "node-b");
                    var served = Served.of(root, "node-a", "node-b")) {
                var viewer = new Viewer(web.uri("/"), last);
                await("everything, once", () -> {
                    var both = new ArrayList<>(seen);
                    both.addAll(viewer.seen);
                    assertEquals(all(served), both.stream().sorted().toList());
                });
            }
        }
    }

    @Test
    void oneThatAsksForChangesIsNotToldOfRegularAdverts() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(8);
            try (var served = Served.of(root, "node-a", "node-b")) {
                var page = new JsonObject(served.body("/api/events?changes=1&limit=1000")).getJsonArray("events");
                assertTrue(page.size() > 5 && page.size() < all(served).size(), "fewer: " + page.size());
            }
        }
    }
}
