package io.keepsake.simulator.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging (Zeller, Hildebrandt 2002), in its plain form: leave out halves, quarters, and so on to single items. */
final class DeltaDebugging {
    private DeltaDebugging() {}

    /** A sublist, no single item of which can be left out, that still {@code fails}; as {@code all} does. */
    static <T> List<T> shortest(List<T> all, Predicate<List<T>> fails) {
        var items = all;
        for (int size = Math.max(1, items.size() / 2); ; size = Math.max(1, size / 2)) {
            int before = items.size();
            items = without(items, size, fails);
            if (size == 1 && items.size() == before) {
                return items;
            }
        }
    }

    /** Tries to leave out every stretch of this size once, from the end on: what came late needs what came before. */
    private static <T> List<T> without(List<T> all, int size, Predicate<List<T>> fails) {
        var items = all;
        for (int to = items.size(); to > 0; to -= size) {
            int from = Math.max(0, to - size);
            var rest = new ArrayList<>(items.subList(0, from));
            rest.addAll(items.subList(Math.min(to, items.size()), items.size()));
            if (fails.test(rest)) {
                items = rest;
            }
        }
        return items;
    }
}
