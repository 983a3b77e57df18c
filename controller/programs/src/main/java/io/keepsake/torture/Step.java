package io.keepsake.torture;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One fault of the schedule, and perhaps a second one on another node at the same time.
 *
 * @param number from 1
 * @param node to which it happens, from 0
 * @param lasts from the moment at which it has begun
 * @param seed of everything that it leaves to chance
 * @param also a fault that costs no mastership, on {@code alsoNode}
 */
record Step(
        int number,
        Kind kind,
        int node,
        Duration lasts,
        long seed,
        @Nullable Kind also,
        int alsoNode) {

    /** Whether the owner of a router may lose it meanwhile. */
    boolean mayCost(VirtualRouter router) {
        return kind.costsMastership() && router.owner() == node;
    }

    String where() {
        return kind.isOfOneNode() ? "n" + (node + 1) : "all";
    }

    String words() {
        return kind.word() + (also == null ? "" : " + " + also.word());
    }

    String nodes() {
        return where() + (also == null ? "" : " + n" + (alsoNode + 1));
    }

    @Override
    public String toString() {
        return "%3d  %-42s %-8s %5.1f s  %s".formatted(number, words(), nodes(), lasts.toMillis() / 1e3, kind.what());
    }
}
