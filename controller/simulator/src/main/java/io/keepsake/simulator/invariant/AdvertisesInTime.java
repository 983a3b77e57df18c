package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Priority;

/**
 * A master sends an advert as it becomes one, and then at least every interval, as soon as it is awake; with its own
 * priority, interval and addresses. Nobody else sends any, but for the last one of a master that yields.
 */
final class AdvertisesInTime implements OfInstance {
    private static final String NAME = "AdvertisesInTime";

    private long sentAt;

    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        if (turn.all().event() instanceof ConfigAccepted) {
            sentAt = turn.all().at();
            return;
        }
        var sent = turn.all().turn().effects().isEmpty() ? null : turn.sent();
        if (sent != null) {
            checkSent(turn, sent);
        }
        if (turn.isMaster()) {
            checkMaster(turn, sent != null);
        }
    }

    private void checkSent(InstanceTurn turn, SendAdvert sent) {
        if (!turn.wasMaster() && !turn.isMaster()) {
            throw turn.violation(NAME, "sends an advert and is " + turn.is().role());
        }
        boolean goodbye = !turn.isMaster() && sent.advert().priority().equals(Priority.STOP);
        var priority = turn.priority(turn.isMaster() ? turn.is() : turn.was());
        if (!goodbye && !sent.advert().equals(turn.self().advert(priority))) {
            throw turn.violation(
                    NAME, "sends " + sent.advert() + ", expected " + turn.self().advert(priority));
        }
        sentAt = turn.all().at();
    }

    private void checkMaster(InstanceTurn turn, boolean sent) {
        long next = sentAt + turn.self().interval().nanos();
        boolean late =
                turn.all().event() instanceof DeadlineReached && turn.all().at() >= next;
        if (!sent && (!turn.wasMaster() || late)) {
            throw turn.violation(NAME, "sends no advert, and one was due at " + TextSink.seconds(next));
        }
        if (turn.all().deadline() > next) {
            throw turn.violation(NAME, "sleeps past its advert at " + TextSink.seconds(next));
        }
    }
}
