package io.keepsake.daemon.track;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a watcher is to watch. It may look seldom, or hang; what was taken away and came back meanwhile is another thing for
 * the rules, and is told of again. For any thread.
 */
final class Wanted<T> {
    /**
     * What is watched from now on.
     *
     * @param anew those of them that were not wanted at some time since the one before was taken
     */
    record Order<T>(List<T> all, Set<T> anew) {
        Order<T> then(List<T> next) {
            var fresh = new HashSet<>(next);
            all.forEach(fresh::remove);
            anew.stream().filter(next::contains).forEach(fresh::add);
            return new Order<>(next, Set.copyOf(fresh));
        }

        /** Forgets what was told of others, and of those that are new. */
        void forgetIn(Collection<T> told) {
            told.retainAll(all);
            told.removeAll(anew);
        }
    }

    private final AtomicReference<Order<T>> order = new AtomicReference<>(new Order<>(List.of(), Set.of()));

    void set(List<T> next) {
        var copy = List.copyOf(next);
        order.updateAndGet(before -> before.then(copy));
    }

    /** For the watcher, which has then heard of it. */
    Order<T> take() {
        return order.getAndUpdate(taken -> new Order<>(taken.all(), Set.of()));
    }

    /** Whether there is nothing that the watcher has not heard of. */
    @SuppressWarnings("ReferenceEquality") // lists are replaced as a whole
    boolean isStill(Order<T> taken) {
        var now = order.get();
        return now.all() == taken.all() && now.anew().isEmpty();
    }
}
