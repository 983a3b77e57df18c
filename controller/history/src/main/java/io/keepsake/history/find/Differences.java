package io.keepsake.history.find;

import io.keepsake.history.find.FlatFields.Sort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What those that were found have in common against the rest of their kinds: values of their fields, and what else was
 * recorded shortly before, on any node. Counts a bounded number of such features.
 */
public final class Differences {
    private static final int FEATURES_MAX = 20_000;
    private static final long BEFORE_NANOS = 10_000_000_000L;
    private static final double MORE = 0.25;

    private static final String[] UNITS = {"1 us", "10 us", "0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s"};

    /**
     * What more of those that were found have than of the rest.
     *
     * @param found of those that were found, how many have it
     * @param rest of the rest, how many have it
     */
    public record Difference(String what, long found, long rest) {}

    private final Map<String, Long> inFound = new HashMap<>();
    private final Map<String, Long> inRest = new HashMap<>();
    private final Map<String, Long> lastPlaces = new HashMap<>();
    private long found;
    private long rest;

    List<String> features(Item item) {
        var features = new LinkedHashSet<String>();
        item.fields().forEach((name, values) -> {
            for (var value : values) {
                if (value.sort() == Sort.WORD) {
                    features.add(name + "=" + value.text());
                } else if (value.sort() == Sort.SPAN) {
                    features.add(name + " " + scale(value.text()));
                }
            }
        });
        features.add("kind " + item.kind);
        lastPlaces.forEach((kind, place) -> {
            if (item.place - place <= BEFORE_NANOS) {
                features.add(kind + " within 10 s before");
            }
        });
        return List.copyOf(features);
    }

    private static String scale(String seconds) {
        var number = Term.Condition.number(seconds);
        if (number == null || number.signum() <= 0) {
            return "is 0";
        }
        int at = number.precision() - number.scale() + 5;
        return at < 0 ? "below 1 us" : at >= UNITS.length - 1 ? "100 s or more" : UNITS[at] + " to " + UNITS[at + 1];
    }

    /** An item went by. */
    void passed(Item item) {
        lastPlaces.put(item.kind, item.place);
    }

    void found(List<String> features) {
        found++;
        count(inFound, features);
    }

    void rest(List<String> features) {
        rest++;
        count(inRest, features);
    }

    private static void count(Map<String, Long> counts, List<String> features) {
        for (var feature : features) {
            if (counts.size() < FEATURES_MAX || counts.containsKey(feature)) {
                counts.merge(feature, 1L, Long::sum);
            }
        }
    }

    /** How many were not found. */
    public long rest() {
        return rest;
    }

    /** The greatest differences first. */
    public List<Difference> all() {
        if (found == 0 || rest == 0) {
            return List.of();
        }
        var all = new ArrayList<Difference>();
        Stream.concat(inFound.keySet().stream(), inRest.keySet().stream())
                .distinct()
                .forEach(feature -> {
                    var difference = new Difference(
                            feature, inFound.getOrDefault(feature, 0L), inRest.getOrDefault(feature, 0L));
                    if (Math.abs(by(difference)) >= MORE) {
                        all.add(difference);
                    }
                });
        all.sort(Comparator.comparingDouble((Difference d) -> -Math.abs(by(d))).thenComparing(Difference::what));
        return all;
    }

    private double by(Difference difference) {
        return difference.found() / (double) found - difference.rest() / (double) rest;
    }
}
