package io.keepsake.web.http;

import io.keepsake.fuzz.Bounds;
import io.keepsake.fuzz.Text;
import io.keepsake.journal.JournalFailure;
import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.read.EventDetail;
import io.keepsake.web.read.Explanations;
import io.keepsake.web.read.Library;
import io.keepsake.web.read.Place;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;

/**
 * A cursor or a place in the address of a page of the API, of which the first byte says which; the journals are those of three nodes
 * that failed over twice. The answer is JSON, or a refusal.
 */
public final class QueryTarget {
    private static final Nodes NODES = nodes();
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
        if (input.length > 0) {
            var text = Text.of(Arrays.copyOfRange(input, 1, input.length));
            Bounds.check(input.length, 256 << 20, 65_536, () -> answer(input[0], text));
        }
    }

    private static void answer(int page, String text) throws JournalFailure {
        try {
            switch (page & 7) {
                case 0, 1 -> Query.cursor("after", text);
                default -> place(page & 7, text);
            }
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says nothing", refused);
            }
        }
    }

    private static void place(int page, String text) throws JournalFailure {
        var place = Place.parse(text);
        var node = LIBRARY.node("node-b").orElseThrow();
        var json =
                switch (page) {
                    case 5 -> EventDetail.json(LIBRARY, node, place, Budget.unlimited());
                    case 6 -> EventDetail.change(LIBRARY, node, place, Budget.unlimited());
                    default ->
                        Explanations.json(
                                java.util.Objects.requireNonNull(
                                        LIBRARY.directories().get("node-b")),
                                "node-b",
                                place,
                                Budget.unlimited());
                };
        if (json != null) {
            Json.decodeValue(json);
        }
    }
}
