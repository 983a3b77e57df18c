package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Priority;

/**
 * An owner that lowered itself to 254, because another owner was there, is 255 again when that one is silent.
 *
 * <p>Why this bound: a rival that sends no advert for a Master_Down_Interval is gone for everyone. Twice that is allowed,
 * and the time for one more advert of its own: that one says 255 again.
 */
final class OwnerReturns implements OfInstance {
    private static final Priority HELD = new Priority(254);
    private static final long NEVER = Long.MIN_VALUE;
    private static final long SECOND = 1_000_000_000L;

    /** When a rival was heard last; at first when the instance was seen under this name, which a reload may have given it. */
    private long rivalAt = NEVER;

    /** What a standstill made late comes behind it. */
    private long lateUntil;

    private long interval;

    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        var heard = turn.heard();
        boolean rival = heard != null && heard.advert().priority().equals(Priority.OWNER);
        if (turn.all().event() instanceof LoopStalled) {
            lateUntil = turn.all().at() + SECOND;
        }
        boolean held = turn.isMaster()
                && turn.self().owner()
                && turn.priority(turn.is()).equals(HELD);
        if (rival || !held || rivalAt == NEVER) {
            rivalAt = turn.all().at();
            interval = rival && heard != null
                    ? Math.max(
                            turn.self().interval().nanos(),
                            heard.advert().interval().nanos())
                    : Math.max(interval, turn.self().interval().nanos());
            return;
        }
        long until = rivalAt + 2 * Bounds.masterDown(turn.self(), interval) + interval;
        // what waited while the process stood still is heard before it looks at the time
        boolean looks = turn.all().event() instanceof DeadlineReached;
        if (looks && turn.all().at() > Math.max(until, lateUntil)) {
            throw turn.violation("OwnerReturns", "is 254, and no rival was heard since " + TextSink.seconds(rivalAt));
        }
    }
}
