package io.keepsake.core.effect;

import io.keepsake.core.event.Decision;
import java.util.ArrayList;
import java.util.List;

/** What one event led to in one feature: the next state, what was decided, and the signals to send on the way there. */
public record Step<S>(S next, List<Decision> decisions, List<Effect.Signal> signals) {
    public Step {
        decisions = List.copyOf(decisions);
        signals = List.copyOf(signals);
    }

    /** To {@code next}, with nothing to say. */
    public static <S> Step<S> to(S next) {
        return new Step<>(next, List.of(), List.of());
    }

    public Step<S> decided(Decision decision) {
        return new Step<>(next, with(decisions, decision), signals);
    }

    public Step<S> signal(Effect.Signal signal) {
        return new Step<>(next, decisions, with(signals, signal));
    }

    /** The same decisions and signals, to another state. */
    public <T> Step<T> toward(T other) {
        return new Step<>(other, decisions, signals);
    }

    /** What two features said of one event, one after the other; the next state is that of {@code then}. */
    public static <T> Step<T> joined(Step<?> first, Step<T> then) {
        return new Step<>(then.next, all(first.decisions, then.decisions), all(first.signals, then.signals));
    }

    private static <T> List<T> all(List<T> first, List<T> then) {
        if (first.isEmpty() || then.isEmpty()) {
            return first.isEmpty() ? then : first;
        }
        var all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private static <T> List<T> with(List<T> items, T item) {
        if (items.isEmpty()) {
            return List.of(item);
        }
        var all = new ArrayList<>(items);
        all.add(item);
        return all;
    }
}
