package io.keepsake.history.explain;

import io.keepsake.core.value.Moment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last facts of a sort. */
final class RecentFacts {
    private static final int SIZE = 1000;

    /**
     * A fact.
     *
     * @param from when it began, as far as it bears on a window of time
     * @param sort what is counted together
     * @param text in words, without the index
     */
    record Fact(long index, Moment from, Moment to, String sort, String text) {}

    private final Deque<Fact> facts = new ArrayDeque<>();

    void add(Fact fact) {
        if (facts.size() == SIZE) {
            facts.removeFirst();
        }
        facts.addLast(fact);
    }

    /** Those that touch the time after {@code from} and up to {@code to}. */
    List<Fact> within(Moment from, Moment to) {
        return facts.stream()
                .filter(fact -> fact.to().compareTo(from) > 0 && fact.from().compareTo(to) <= 0)
                .toList();
    }
}
