package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;

/** A director that was asked to end becomes master of nothing any more, whatever it is told; it only says goodbye. */
final class StopsForGood implements OfDirector {
    @Override
    public void after(DirectorTurn turn) {
        if (!turn.before().stopping()) {
            return;
        }
        for (var effect : turn.turn().effects()) {
            boolean advertises = effect instanceof SendAdvert sent
                    && !sent.advert().priority().equals(Priority.STOP);
            if (advertises || effect instanceof AddAddress) {
                throw turn.violation("StopsForGood", "ends, and asks for " + effect);
            }
        }
        var vrrp = turn.after().vrrp();
        if (vrrp != null && !vrrp.inRole(Role.MASTER).isEmpty()) {
            throw turn.violation("StopsForGood", "ends, and is MASTER");
        }
    }
}
