package io.keepsake.history.explain;

import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last facts of a sort. */
final class RecentFacts<F extends RecentFacts.Fact> {
    private static final int SIZE = 1000;

    /** Something that lasted from one moment to another, as far as it bears on a window of time. */
    interface Fact {
        Moment from();

        Moment to();
    }

    /** @param text in words, with its index */
    record Happening(Moment from, Moment to, String text) implements Fact {}

    /** A packet that did not count. */
    record Refusal(long index, Moment at, Ip source, String reason, String detail) implements Fact {
        @Override
        public Moment from() {
            return at;
        }

        @Override
        public Moment to() {
            return at;
        }
    }

    private final Deque<F> facts = new ArrayDeque<>();

    void add(F fact) {
        if (facts.size() == SIZE) {
            facts.removeFirst();
        }
        facts.addLast(fact);
    }

    /** Those that touch the time after {@code from} and up to {@code to}. */
    List<F> within(Moment from, Moment to) {
        return facts.stream()
                .filter(fact -> fact.to().compareTo(from) > 0 && fact.from().compareTo(to) <= 0)
                .toList();
    }
}
