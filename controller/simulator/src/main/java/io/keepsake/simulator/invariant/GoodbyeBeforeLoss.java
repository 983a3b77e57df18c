package io.keepsake.simulator.invariant;

import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;

/**
 * A master that loses the address that its adverts come from says goodbye from that very address, while its link still
 * carries it: the peers need not wait for a Master_Down_Interval. In the turn in which it learns of it.
 */
final class GoodbyeBeforeLoss implements OfInstance {
    @Override
    public void after(InstanceTurn turn) {
        if (!(turn.all().event() instanceof AddressGone gone)
                || !turn.wasMaster()
                || turn.is().role() != Role.FAULT
                || turn.source() != null) {
            return;
        }
        boolean carries = turn.all()
                .after()
                .links()
                .link(turn.self().link())
                .filter(Link::usable)
                .isPresent();
        var sent = turn.sent();
        boolean said = sent != null
                && sent.advert().priority().equals(Priority.STOP)
                && sent.source().equals(gone.address().address().ip());
        if (carries && isOn(turn, gone.address()) && !said) {
            throw turn.violation("GoodbyeBeforeLoss", "loses " + gone.address() + " and says no goodbye from it");
        }
    }

    private static boolean isOn(InstanceTurn turn, LinkAddress address) {
        return address.link().equals(turn.self().link())
                && address.address().ip().family() == turn.self().family();
    }
}
