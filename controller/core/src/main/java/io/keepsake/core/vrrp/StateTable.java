package io.keepsake.core.vrrp;

import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of each instance by its place in the configuration, with the earliest of their deadlines. Immutable; versions
 * share the pages that did not change, so an advert costs the same among ten instances and among thousands.
 */
final class StateTable {
    private static final int PAGE = 32;

    private final List<Page> pages;
    private final int size;
    private final Moment deadline;

    /** Who this is, for the version that is made of it; and of which it was made by a change of one place, if it was. */
    private final Object self = new Object();

    private final @Nullable Object origin;
    private final int changed;

    /** Some neighbours, with their deadlines beside them: which is the earliest is looked for at each change. */
    private static final class Page {
        private final VrrpState[] states;
        private final long[] deadlines;
        private final Moment deadline;

        private Page(VrrpState[] states, long[] deadlines) {
            this.states = states;
            this.deadlines = deadlines;
            int earliest = 0;
            for (int i = 1; i < deadlines.length; i++) {
                earliest = deadlines[i] < deadlines[earliest] ? i : earliest;
            }
            this.deadline = states[earliest].deadline();
        }

        static Page of(VrrpState[] states) {
            var deadlines = new long[states.length];
            for (int i = 0; i < states.length; i++) {
                deadlines[i] = states[i].deadline().nanos();
            }
            return new Page(states, deadlines);
        }

        Page with(int place, VrrpState state) {
            var others = states.clone();
            var moments = deadlines.clone();
            others[place] = state;
            moments[place] = state.deadline().nanos();
            return new Page(others, moments);
        }

        Moment deadline() {
            return deadline;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Page page && Arrays.equals(states, page.states);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(states);
        }
    }

    private StateTable(List<Page> pages, int size) {
        this(pages, size, null, 0);
    }

    private StateTable(List<Page> pages, int size, @Nullable Object origin, int changed) {
        this.pages = pages;
        this.origin = origin;
        this.changed = changed;
        this.size = size;
        var earliest = Moment.NEVER;
        for (var page : pages) {
            earliest = earliest.earlierOf(page.deadline());
        }
        this.deadline = earliest;
    }

    static StateTable of(List<VrrpState> states) {
        var pages = new ArrayList<Page>();
        for (int from = 0; from < states.size(); from += PAGE) {
            pages.add(Page.of(
                    states.subList(from, Math.min(states.size(), from + PAGE)).toArray(VrrpState[]::new)));
        }
        return new StateTable(pages, states.size());
    }

    int size() {
        return size;
    }

    VrrpState at(int place) {
        return pages.get(place / PAGE).states[place % PAGE];
    }

    /** The earliest moment at which any of them wants to be woken. */
    Moment deadline() {
        return deadline;
    }

    /** The places of those whose deadline has come. */
    List<Integer> due(Moment now) {
        var due = new ArrayList<Integer>();
        for (int i = 0; i < pages.size(); i++) {
            if (now.reaches(pages.get(i).deadline())) {
                var deadlines = pages.get(i).deadlines;
                for (int j = 0; j < deadlines.length; j++) {
                    if (now.nanos() >= deadlines[j]) {
                        due.add(i * PAGE + j);
                    }
                }
            }
        }
        return due;
    }

    /** With another state at one place; the same object when it is the very same state. */
    StateTable with(int place, VrrpState state) {
        if (same(at(place), state)) {
            return this;
        }
        var next = new ArrayList<>(pages);
        next.set(place / PAGE, pages.get(place / PAGE).with(place % PAGE, state));
        return new StateTable(next, size, self, place);
    }

    /** Another version, made state by state. */
    Changing changing() {
        return new Changing();
    }

    /** A version that is being made; pages are copied when they are first written. */
    final class Changing {
        private final Map<Integer, VrrpState[]> open = new TreeMap<>();

        /** The only place that was written; -1 for none, -2 for more than one. */
        private int only = -1;

        void set(int place, VrrpState state) {
            if (!same(at(place), state)) {
                only = only == -1 || only == place ? place : -2;
                var states = open.computeIfAbsent(
                        place / PAGE, page -> pages.get(page).states.clone());
                states[place % PAGE] = state;
            }
        }

        /** What stands at this place by now. */
        VrrpState at(int place) {
            var states = open.get(place / PAGE);
            return states == null ? StateTable.this.at(place) : states[place % PAGE];
        }

        /** The version that was made; the same object when nothing was changed. */
        StateTable done() {
            if (only == -1) {
                return StateTable.this;
            }
            if (only >= 0) {
                return with(only, at(only));
            }
            var next = new ArrayList<>(pages);
            open.forEach((page, states) -> next.set(page, Page.of(states)));
            return new StateTable(next, size);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a rule that changes nothing gives the very same state back
    private static boolean same(Object one, Object other) {
        return one == other;
    }

    /** The places at which this and {@code other}, of the same configuration, hold different objects. */
    List<Integer> differsFrom(StateTable other) {
        if (origin != null && same(origin, other.self)) {
            return List.of(changed);
        }
        var places = new ArrayList<Integer>();
        for (int i = 0; i < pages.size(); i++) {
            var page = pages.get(i);
            var theirs = other.pages.get(i);
            for (int j = 0; !same(page, theirs) && j < page.states.length; j++) {
                if (!same(page.states[j], theirs.states[j])) {
                    places.add(i * PAGE + j);
                }
            }
        }
        return places;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StateTable table && pages.equals(table.pages);
    }

    @Override
    public int hashCode() {
        return pages.hashCode();
    }
}
