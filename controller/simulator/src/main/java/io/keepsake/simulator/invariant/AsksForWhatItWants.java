package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.kernel.KernelState;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.function.Predicate;

/**
 * After every turn each virtual address stands on the link of a master and of nobody else by what the director was told,
 * or the change that mends it is on its way, or was refused less than a second ago. The same of open sockets.
 */
final class AsksForWhatItWants implements OfInstance {
    private static final String NAME = "AsksForWhatItWants";
    private static final int ENOUGH = 64;

    @Override
    public void after(InstanceTurn turn) {
        var links = turn.all().after().links();
        if (!links.read() || turn.all().sameKernel() && turn.sameRole()) {
            return;
        }
        // Of thousands of addresses others are looked at after each turn.
        int every = turn.places().size() / ENOUGH + 1;
        for (int i = (int) (turn.all().turn().recorded().index() % every);
                i < turn.places().size();
                i += every) {
            var place = turn.places().get(i);
            boolean stands = links.holds(place);
            if (turn.isMaster()
                    && !turn.stands(place)
                    && links.link(place.link()).isPresent()) {
                require(
                        turn,
                        c -> c instanceof AddAddress add
                                && add.address().place().equals(place),
                        place,
                        "missing");
            } else if (!turn.isMaster() && stands && !turn.self().owner() && !wantedByAnother(turn, place)) {
                require(
                        turn,
                        c -> c instanceof RemoveAddress remove
                                && remove.address().equals(place),
                        place,
                        "left");
            }
        }
        var link = links.link(turn.self().link());
        if (link.isPresent() && !(turn.is() instanceof Stopped)) {
            int index = link.get().index();
            var joined = turn.all().after().kernel().joined().get(turn.self().name());
            if (joined == null || joined != index) {
                require(
                        turn,
                        c -> c instanceof JoinGroup join && join.linkIndex() == index,
                        turn.self().link(),
                        "deaf");
            }
        }
    }

    private static boolean wantedByAnother(InstanceTurn turn, LinkAddress place) {
        var kernel = turn.all().after().kernel();
        return turn.all().config().instances().size() > 1 && kernel.owned().contains(place);
    }

    private static void require(InstanceTurn turn, Predicate<Effect.Change> mends, Object what, String how) {
        KernelState kernel = turn.all().after().kernel();
        boolean asked = kernel.inFlight().values().stream().anyMatch(mends)
                || kernel.failed().stream().map(KernelState.Failed::change).anyMatch(mends);
        if (!asked) {
            throw turn.violation(NAME, "is " + turn.is().role() + ", " + what + " is " + how + ", nothing is asked");
        }
    }
}
