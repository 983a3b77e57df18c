package io.keepsake.daemon.upgrade;

import io.keepsake.history.verify.DecisionCheck;
import io.keepsake.history.verify.RunCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * What came of all journals.
 *
 * @param version of this program
 */
record Answer(String version, SequencedMap<Path, DecisionCheck.Result> journals) {
    enum Verdict {
        SAME,
        DIFFERS,
        /** There was nothing that could be compared. */
        UNKNOWN
    }

    List<RunCheck> runs() {
        return journals.values().stream()
                .flatMap(result -> result.runs().stream())
                .toList();
    }

    long events() {
        return runs().stream().mapToLong(RunCheck::events).sum();
    }

    /** Of how many events it cannot be said what this version decides. */
    long unknown() {
        return events() - runs().stream().mapToLong(RunCheck::known).sum();
    }

    long places() {
        return runs().stream().mapToLong(RunCheck::places).sum();
    }

    long losses() {
        return journals.values().stream()
                .mapToLong(DecisionCheck.Result::losses)
                .sum();
    }

    Verdict verdict() {
        if (places() > 0) {
            return Verdict.DIFFERS;
        }
        return unknown() == events() ? Verdict.UNKNOWN : Verdict.SAME;
    }

    /** In one line. */
    String print() {
        var ours = "this version, " + version + ",";
        return switch (verdict()) {
            case SAME -> ours + " decides the same as " + recordedBy() + " did in " + extent() + doubt();
            case DIFFERS ->
                ours + " differs from what " + recordedBy() + " decided, " + number(places(), "time") + " in "
                        + extent() + doubt();
            case UNKNOWN ->
                "nothing can be said of " + ours + " since of " + number(events(), "recorded event")
                        + " none could be compared";
        };
    }

    private String recordedBy() {
        return runs().stream().map(RunCheck::version).distinct().sorted().collect(Collectors.joining(" and "));
    }

    /** How long the longest of the journals is that count, with what all of them hold. */
    private String extent() {
        var longest = journals.values().stream()
                .map(result -> result.runs())
                .filter(runs -> !runs.isEmpty())
                .map(runs ->
                        Duration.between(runs.getFirst().begin(), runs.getLast().end()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return span(longest) + ", " + number(runs().size(), "run") + ", " + number(events(), "event");
    }

    private String doubt() {
        if (unknown() > 0) {
            return String.format(Locale.ROOT, "; of %,d of them it cannot be told", unknown());
        }
        return losses() > 0 ? "; what is missing there could not be compared" : "";
    }

    /** {@code 1,234,567 events}. */
    static String number(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    /** In the largest unit of which there are two. */
    private static String span(Duration span) {
        long seconds = Math.max(0, Math.round(span.toMillis() / 1e3));
        if (seconds < 120) {
            return number(seconds, "second");
        }
        if (seconds < 7_200) {
            return number(Math.round(seconds / 60.0), "minute");
        }
        return seconds < 172_800
                ? number(Math.round(seconds / 3_600.0), "hour")
                : number(Math.round(seconds / 86_400.0), "day");
    }
}
