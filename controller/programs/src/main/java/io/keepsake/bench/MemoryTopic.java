package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What an idle master holds of the machine's memory. */
final class MemoryTopic {
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private MemoryTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Memory",
                "All processes of an idle master, v2 1 s, " + IDLE.toSeconds() + " s after all its instances were"
                        + " master, in MiB. Both programs run at once.",
                "instances",
                "program",
                "RSS",
                "PSS",
                "USS");
        for (int instances : List.of(1, 200)) {
            measure(instances, table);
        }
        return List.of(table);
    }

    private static void measure(int instances, Table table) throws IOException {
        Bench.say("  memory, " + instances + " instances");
        Map<Product, Lone> running = new EnumMap<>(Product.class);
        try {
            for (var product : Product.values()) {
                running.put(product, Lone.start(product, Profile.V2_1S, 100, instances));
            }
            running.values().forEach(lone -> lone.awaitMasters(PATIENCE));
            Pause.of(IDLE);
            for (var each : running.entrySet()) {
                var memory = ProcessTree.of(each.getValue().process()).memory();
                table.row(
                        Integer.toString(instances),
                        each.getKey().title(),
                        mebibytes(memory.rss()),
                        mebibytes(memory.pss()),
                        mebibytes(memory.uss()));
            }
        } finally {
            running.values().forEach(Lone::close);
        }
    }

    private static String mebibytes(long kibibytes) {
        return Spread.number(kibibytes / 1024.0, 1);
    }
}
