package io.keepsake.history.cluster;

import io.keepsake.history.clock.ClockId;
import java.time.Instant;

/**
 * When and where something was recorded.
 *
 * @param moment of the clock, in nanoseconds
 * @param wall of the node's own wall clock
 * @param index of the event, decision or effect in the run
 */
public record Stamp(ClockId clock, long moment, Instant wall, long run, long index) {
    public String node() {
        return clock.node();
    }

    /** The name of the event in a session of several journals: {@code a:2#812}. */
    public String cite() {
        return node() + ":" + run + "#" + index;
    }

    /** Whether both are of one run: then their moments are of one clock, whatever was done to the wall clock meanwhile. */
    boolean isOfRunOf(Stamp other) {
        return node().equals(other.node()) && run == other.run;
    }

    Stamp at(long otherMoment) {
        return new Stamp(clock, otherMoment, wall.plusNanos(otherMoment - moment), run, index);
    }

    /** What was recorded with it, under another index of its run. */
    public Stamp index(long other) {
        return new Stamp(clock, moment, wall, run, other);
    }
}
