package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long after its process was made an owner (priority 255), which need not wait for anybody, sends its first advert. */
final class StartTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Variant(String title, Product product, Map<String, String> environment) {}

    private StartTopic() {}

    static List<Table> measure(Settings settings) throws IOException {
        var table = new Table(
                "Start",
                "Milliseconds from the start of the process (with us: of the launcher) to the first advert at priority"
                        + " 255. A router of lower priority waits Master_Down_Interval besides.",
                "profile",
                "program",
                "first advert (ms)",
                "n");
        for (var profile : List.of(Profile.V2_1S, Profile.V3_100MS)) {
            Map<Variant, List<Double>> measured = new LinkedHashMap<>();
            for (int trial = 1; trial <= settings.trials(); trial++) {
                Bench.say("  start " + profile.title() + ", trial " + trial);
                for (var variant : variants()) {
                    measured.computeIfAbsent(variant, _ -> new ArrayList<>()).add(once(profile, variant));
                }
            }
            measured.forEach((variant, millis) -> table.row(
                    profile.title(), variant.title(), Spread.of(millis).range(0), Integer.toString(settings.trials())));
        }
        return List.of(table);
    }

    private static List<Variant> variants() {
        var variants = new ArrayList<Variant>();
        variants.add(new Variant("Keepsake", Product.KEEPSAKE, Map.of()));
        if (Files.exists(Product.launcher().resolveSibling("../../../target/director.aot"))) {
            variants.add(new Variant(
                    "Keepsake without its AOT cache",
                    Product.KEEPSAKE,
                    Map.of("KEEPSAKE_JVM_FLAGS", "-XX:AOTMode=off")));
        }
        variants.add(new Variant("keepalived", Product.KEEPALIVED, Map.of()));
        return variants;
    }

    private static double once(Profile profile, Variant variant) throws IOException {
        try (var lone = Lone.start(variant.product(), profile, 255, 1, variant.environment())) {
            var first = lone.firstAdvert(PATIENCE);
            return Duration.between(lone.startedAt(), first.stamp()).toNanos() / 1e6;
        }
    }
}
