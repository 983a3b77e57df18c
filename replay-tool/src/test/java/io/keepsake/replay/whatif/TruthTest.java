package io.keepsake.replay.whatif;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What-if against the truth: a small world is recorded, the journals are played with another configuration, and the same
 * world runs with it. {@code -Dworlds=300} for more of them, {@code -Dtold=true} for each disagreement.
 */
class TruthTest {
    private static final int WORLDS = Integer.getInteger("worlds", 60);

    /** What is moved by less is the same change; slower adverts widen it. */
    private static final long APART = 1_500_000_000L;

    private static final List<List<String>> CHANGES = List.of(
            List.of("n2:priority=200"),
            List.of("advert_int=2"),
            List.of("down_timer_adverts=2"),
            List.of("nopreempt=on"),
            List.of("preempt_delay=5"),
            List.of("weight=-20"),
            List.of("n1:priority=105"),
            List.of("weight=0"),
            List.of("advert_int=0.5"));

    @TempDir
    private Path room;

    private static final class Tally {
        int agree;
        int disagree;
        int labelled;
        int warned;
        int needed;
        int found;
        int unchanged;
        int recorded;

        double share() {
            return share(agree, agree + disagree);
        }

        static double share(int part, int all) {
            return all == 0 ? 1 : part / (double) all;
        }
    }

    @Test
    void whatIfAgreesWithTheTruth() throws Exception {
        var all = new Tally();
        var byChange = new LinkedHashMap<List<String>, Tally>();
        for (int seed = 0; seed < WORLDS; seed++) {
            var change = CHANGES.get(seed % CHANGES.size());
            var of = byChange.computeIfAbsent(change, _ -> new Tally());
            count(seed, change, of);
        }
        byChange.forEach((change, tally) -> {
            all.agree += tally.agree;
            all.disagree += tally.disagree;
            all.labelled += tally.labelled;
            all.warned += tally.warned;
            all.needed += tally.needed;
            all.found += tally.found;
            all.unchanged += tally.unchanged;
            all.recorded += tally.recorded;
            System.out.println(text(String.join(" ", change), tally));
        });
        System.out.println(text("all", all));
        assertTrue(all.share() >= 0.98, () -> text("all", all));
        assertTrue(Tally.share(all.labelled, all.disagree) >= 0.8, () -> text("all", all));
        assertTrue(Tally.share(all.found, all.needed) >= 0.95, () -> text("all", all));
        assertTrue(Tally.share(all.warned, all.agree) <= 0.15, () -> text("all", all));
    }

    private static String text(String what, Tally t) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %% of %d transitions agree, %.1f %% of those labelled uncertain; of %d that do not %.0f %% are labelled uncertain; "
                        + "of %d that the recording has not %.1f %% are found; the recording itself agrees with %.1f %%",
                what,
                100 * t.share(),
                t.agree + t.disagree,
                100 * Tally.share(t.warned, t.agree),
                t.disagree,
                100 * Tally.share(t.labelled, t.disagree),
                t.needed,
                100 * Tally.share(t.found, t.needed),
                100 * Tally.share(t.unchanged, t.recorded));
    }

    private void count(int seed, List<String> change, Tally tally) throws JournalFailure {
        var world = new SmallWorld(seed);
        var directory = room.resolve("seed-" + seed);
        try (var journals = new SmallWorld.Journaling(directory)) {
            world.run((_, config) -> config, journals);
        }
        var recorded = world.configs();
        var settings = new Settings(
                Map.of(),
                change.stream().map(s -> Setting.parse(s, recorded.keySet())).toList(),
                recorded.values());
        var truth = world.run(settings);
        var readers = new LinkedHashMap<String, JournalReader>();
        recorded.keySet().forEach(name -> readers.put(name, Journals.open(directory.resolve(name))));
        try {
            var outcome = new WhatIf(ClusterHistory.read(readers, _ -> {}), readers).run(settings);
            var configs = new ArrayList<>(recorded.values());
            recorded.forEach((node, config) -> configs.add(settings.replace(node, config)));
            var comparison = new Comparison(outcome, configs);
            for (var pair : Comparison.pairs(truth, outcome.changed(), APART)) {
                boolean agrees = pair.was() != null && pair.is() != null;
                var doubt = comparison.doubt(pair);
                tally.agree += agrees ? 1 : 0;
                tally.disagree += agrees ? 0 : 1;
                tally.warned += agrees && doubt != null ? 1 : 0;
                tally.labelled += !agrees && doubt != null ? 1 : 0;
                if (!agrees && Boolean.getBoolean("told")) {
                    System.out.println(world.print() + " " + change + "\n  truth " + pair.was() + "\n  what-if "
                            + pair.is() + " " + doubt);
                }
            }
            for (var pair : Comparison.pairs(outcome.recorded(), truth, APART)) {
                var is = pair.is();
                tally.recorded++;
                tally.unchanged += pair.was() != null && is != null ? 1 : 0;
                if (pair.was() == null && is != null) {
                    tally.needed++;
                    tally.found += Comparison.pairs(List.of(is), outcome.changed(), APART).stream()
                                    .anyMatch(p -> p.was() != null && p.is() != null)
                            ? 1
                            : 0;
                }
            }
        } finally {
            readers.values().forEach(JournalReader::close);
        }
    }
}
