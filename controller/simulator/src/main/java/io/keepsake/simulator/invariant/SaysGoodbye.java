package io.keepsake.simulator.invariant;

import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.Priority;
import io.keepsake.core.vrrp.VrrpState.Backup;

/**
 * A master that goes and has an address to say it from says goodbye with priority 0, so that a backup waits only its skew
 * (RFC 9568 6.4.3); and nobody says goodbye who does not go.
 */
final class SaysGoodbye implements OfInstance {
    @Override
    public void after(InstanceTurn turn) {
        if (turn.all().event() instanceof ConfigAccepted
                || turn.all().turn().decisions().isEmpty()
                        && turn.all().turn().effects().isEmpty()) {
            return;
        }
        var sent = turn.sent();
        boolean said = sent != null && sent.advert().priority().equals(Priority.STOP);
        boolean yields = turn.is() instanceof Backup && turn.heard() != null && !turn.wokeTooLate();
        boolean goes = turn.wasMaster() && !turn.isMaster() && !yields;
        if (said && !goes) {
            throw turn.violation(
                    "SaysGoodbye",
                    "says goodbye and does not go: it is " + turn.is().role());
        }
        if (goes && !said && turn.source() != null) {
            throw turn.violation(
                    "SaysGoodbye", "goes from MASTER to " + turn.is().role() + " without a goodbye");
        }
    }
}
