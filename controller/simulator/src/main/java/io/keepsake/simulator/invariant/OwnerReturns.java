package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
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
    private long rivalAt;
    private long interval;

    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        var heard = turn.heard();
        boolean rival = heard != null && heard.advert().priority().equals(Priority.OWNER);
        var event = turn.all().event();
        // What a standstill made late comes behind it; and a reload may give the same instance another name.
        boolean anew = event instanceof LoopStalled || event instanceof ConfigAccepted;
        boolean held = turn.isMaster()
                && turn.self().owner()
                && turn.priority(turn.is()).equals(HELD);
        if (rival || !held || anew) {
            rivalAt = turn.all().at();
            interval = rival && heard != null
                    ? Math.max(
                            turn.self().interval().nanos(),
                            heard.advert().interval().nanos())
                    : Math.max(interval, turn.self().interval().nanos());
            return;
        }
        long until = rivalAt + 2 * Bounds.masterDown(turn.self(), interval) + interval;
        if (turn.all().at() > until) {
            throw turn.violation("OwnerReturns", "is 254, and no rival was heard since " + TextSink.seconds(rivalAt));
        }
    }
}
