package io.keepsake.web.http;

import io.keepsake.fuzz.Bounds;
import io.keepsake.fuzz.Text;
import io.keepsake.journal.JournalFailure;
import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.read.Library;
import io.keepsake.web.timeline.Timeline;
import io.keepsake.web.timeline.View;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a page of the API, its path and what follows: {@code /api/events?limit=5}. The journals are those of
 * three nodes that failed over twice. The answer is JSON or a report, or a refusal.
 */
public final class QueryTarget {
    private static final Nodes NODES = nodes();
    private static final long REPORTED_MICROS = 100_000;
    private static final Library LIBRARY = NODES.recordedLibrary();

    private QueryTarget() {}

    private static Nodes nodes() {
        try {
            var root = Files.createTempDirectory("keepsake-fuzz-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
            RecordedCluster.failovers(root, Instant.parse("2026-11-22T03:12:00Z"), "VI_1", 2_000_000_000L);
            var directories = new LinkedHashMap<String, Path>();
            for (var name : new String[] {"node-a", "node-b", "node-c"}) {
                directories.put(name, root.resolve(name));
            }
            var nodes = Nodes.follow(directories);
            nodes.readAll();
            return nodes;
        } catch (IOException | JournalFailure e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void delete(Path root) {
        try (var files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("not deleted: " + e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var address = Text.of(input);
        Bounds.check(input.length, 256 << 20, 65_536, () -> request(address));
    }

    private static void request(String address) throws JournalFailure, IOException {
        QueryStringDecoder decoder;
        String[] path;
        try {
            // as the server does it: what this refuses comes to no route
            decoder = new QueryStringDecoder(address);
            path = decoder.path().split("/", -1);
        } catch (IllegalArgumentException refused) {
            return;
        }
        var parameters = MultiMap.caseInsensitiveMultiMap();
        try {
            decoder.parameters().forEach(parameters::add);
        } catch (IllegalArgumentException refused) {
            return;
        }
        boolean named = path.length == 6 && decoder.path().startsWith("/api/nodes/");
        var names = named ? Map.of("node", path[3], "place", path[5]) : Map.<String, String>of();
        try {
            var query = new Query(parameters, names);
            if (named) {
                answerOfNode(path[4], query);
            } else {
                answer(decoder.path(), query);
            }
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says nothing", refused);
            }
        }
    }

    private static void answer(String route, Query query) throws JournalFailure, IOException {
        var merge = LIBRARY.merge().get();
        var budget = Budget.unlimited();
        switch (route) {
            case "/api/timeline" ->
                check(Timeline.json(merge, LIBRARY.findings().get(), Routes.view(query, merge), budget));
            case "/api/incidents" ->
                check(Routes.incidents(query, LIBRARY.findings().get(), budget));
            case "/api/events" -> check(Routes.events(query, LIBRARY, budget));
            case "/report.html" -> report(Routes.window(query, merge));
            case "/api/find" -> check(Routes.find(query, LIBRARY, budget));
            default -> {}
        }
    }

    private static void answerOfNode(String what, Query query) throws JournalFailure {
        var budget = Budget.unlimited();
        switch (what) {
            case "events" -> check(Routes.event(query, LIBRARY, budget));
            case "explain" -> check(Routes.explain(query, LIBRARY, budget));
            case "known" -> check(Routes.known(query, LIBRARY, budget));
            case "why" -> check(Routes.why(query, LIBRARY, budget));
            case "change" -> check(Routes.change(query, LIBRARY, budget));
            default -> {}
        }
    }

    /** A report of much takes as long as a hundred other requests, and is made by the same code. */
    private static void report(View window) throws JournalFailure, IOException {
        if (window.to() - window.from() <= REPORTED_MICROS) {
            Routes.report(window, LIBRARY, Budget.unlimited(), OutputStream.nullOutputStream());
        }
    }

    private static void check(@Nullable String json) {
        if (json != null) {
            Json.decodeValue(json);
        }
    }
}
