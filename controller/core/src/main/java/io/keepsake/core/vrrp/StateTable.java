package io.keepsake.core.vrrp;

import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of each instance by its place in the configuration, with the earliest of their deadlines. Immutable; versions
 * share the pages that did not change, so an advert costs the same among ten instances and among thousands.
 */
final class StateTable {
    private static final int PAGE = 32;

    private final Page[] pages;
    private final int size;
    private final Moment deadline;

    private record Page(VrrpState[] states, Moment deadline) {
        static Page of(VrrpState[] states) {
            var earliest = Moment.NEVER;
            for (var state : states) {
                earliest = earliest.earlierOf(state.deadline());
            }
            return new Page(states, earliest);
        }
    }

    private StateTable(Page[] pages, int size) {
        this.pages = pages;
        this.size = size;
        var earliest = Moment.NEVER;
        for (var page : pages) {
            earliest = earliest.earlierOf(page.deadline());
        }
        this.deadline = earliest;
    }

    static StateTable of(VrrpState... states) {
        var pages = new Page[(states.length + PAGE - 1) / PAGE];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = Page.of(Arrays.copyOfRange(states, i * PAGE, Math.min(states.length, (i + 1) * PAGE)));
        }
        return new StateTable(pages, states.length);
    }

    int size() {
        return size;
    }

    VrrpState at(int place) {
        return pages[place / PAGE].states()[place % PAGE];
    }

    /** The earliest moment at which any of them wants to be woken. */
    Moment deadline() {
        return deadline;
    }

    /** The places of those whose deadline has come. */
    List<Integer> due(Moment now) {
        var due = new ArrayList<Integer>();
        for (int i = 0; i < pages.length; i++) {
            if (now.reaches(pages[i].deadline())) {
                var states = pages[i].states();
                for (int j = 0; j < states.length; j++) {
                    if (now.reaches(states[j].deadline())) {
                        due.add(i * PAGE + j);
                    }
                }
            }
        }
        return due;
    }

    /** Another version, made state by state. */
    Changing changing() {
        return new Changing();
    }

    /** A version that is being made; pages are copied when they are first written. */
    final class Changing {
        private @Nullable VrrpState @Nullable [][] open;

        @SuppressWarnings("ReferenceEquality") // a rule that changes nothing gives the very same state back
        void set(int place, VrrpState state) {
            if (at(place) == state && (open == null || open[place / PAGE] == null)) {
                return;
            }
            if (open == null) {
                open = new VrrpState[pages.length][];
            }
            if (open[place / PAGE] == null) {
                open[place / PAGE] = pages[place / PAGE].states().clone();
            }
            open[place / PAGE][place % PAGE] = state;
        }

        StateTable done() {
            if (open == null) {
                return StateTable.this;
            }
            var next = pages.clone();
            for (int i = 0; i < next.length; i++) {
                if (open[i] != null) {
                    next[i] = Page.of(open[i]);
                }
            }
            return new StateTable(next, size);
        }
    }

    /** The places at which this and {@code other} hold different objects. */
    @SuppressWarnings("ReferenceEquality") // versions share what did not change
    List<Integer> differsFrom(StateTable other) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] != other.pages[i]) {
                for (int j = 0; j < pages[i].states().length; j++) {
                    if (pages[i].states()[j] != other.pages[i].states()[j]) {
                        places.add(i * PAGE + j);
                    }
                }
            }
        }
        return places;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateTable table
                && size == table.size
                && java.util.stream.IntStream.range(0, size)
                        .allMatch(i -> at(i).equals(table.at(i)));
    }

    @Override
    public int hashCode() {
        return size;
    }
}
