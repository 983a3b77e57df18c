package io.keepsake.history.explain;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Hold;
import io.keepsake.core.value.Moment;

/** What operators want of instances, in words. */
final class Wishes {
    private Wishes() {}

    /** Who wants what, why and for how long. */
    static String print(Hold hold, NodeHistory node, Turn turn) {
        var until = hold.until().equals(Moment.NEVER)
                ? "until it is released"
                : "until "
                        + node.clock()
                                .time(turn.recorded()
                                        .wall()
                                        .plusNanos(hold.until()
                                                .since(turn.recorded().at())));
        return noun(hold) + " of " + hold.instance() + " " + why(hold) + ", " + until;
    }

    static String noun(Hold hold) {
        return switch (hold.kind()) {
            case DEMOTE -> "the demotion";
            case HOLD -> "the hold";
        };
    }

    static String why(Hold hold) {
        return "by " + hold.by() + " because \"" + hold.reason() + '"';
    }
}
