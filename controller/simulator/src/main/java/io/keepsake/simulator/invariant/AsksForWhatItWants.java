package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.kernel.KernelState;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.StandingAddress;
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
            var there = links.standing(place.link(), place.address().ip());
            if (turn.isMaster() && there.isEmpty() && links.link(place.link()).isPresent()) {
                require(
                        turn,
                        c -> c instanceof AddAddress add
                                && (add.address().place().equals(place)
                                        || sameIp(add.address(), place)
                                                && wantedByAnother(
                                                        turn, add.address().place())),
                        place,
                        "missing");
            } else if (!turn.isMaster() && !wantedByAnother(turn, place) && !leftForASuccessor(turn, place)) {
                there.stream()
                        .filter(a -> isOurs(turn, a) && !isBeingReplaced(turn, a))
                        .forEach(a -> require(
                                turn,
                                c -> c instanceof RemoveAddress remove
                                        && remove.address().equals(a.place()),
                                a,
                                "left"));
            }
        }
        var link = links.link(turn.self().link());
        if (link.isPresent() && !(turn.is() instanceof Stopped) && !turn.hears()) {
            long incarnation = links.incarnation(turn.self().link());
            require(
                    turn,
                    c -> c instanceof JoinGroup join && join.incarnation() == incarnation,
                    turn.self().link(),
                    "deaf");
        }
    }

    /** It was asked to go and come again otherwise; both are on their way, and it is looked at when it comes. */
    private static boolean isBeingReplaced(InstanceTurn turn, StandingAddress there) {
        return turn.all().after().kernel().pending().values().stream()
                .anyMatch(p -> !p.answered()
                        && p.change() instanceof AddAddress add
                        && add.address().place().equals(there.place())
                        && !add.address().standing().same(there));
    }

    /**
     * Put there by a director, or just as configured: not where an owner says that it is its own, nor the first address
     * of the link that no director put there, from which adverts come.
     */
    private static boolean isOurs(InstanceTurn turn, StandingAddress there) {
        var links = turn.all().after().links();
        if (links.owns(there.place())) {
            return true;
        }
        boolean owners = turn.all().config().instances().stream()
                .anyMatch(i -> i.owner() && i.virtual().anyMatch(a -> sameIp(a, there)));
        boolean first = turn.all().config().instances().stream()
                .filter(i -> i.virtual().anyMatch(a -> sameIp(a, there)))
                .anyMatch(i -> i.link().equals(there.link())
                        && links.first(there.link(), there.ip().family(), a -> !links.owns(a.place()))
                                .filter(there::equals)
                                .isPresent());
        return !owners
                && !first
                && turn.self().virtual().anyMatch(a -> a.standing().same(there));
    }

    private static boolean sameIp(VirtualAddress address, StandingAddress there) {
        return sameIp(address, there.place());
    }

    /** Two instances may have it with different prefixes; it stands once, as the first that asked has it. */
    private static boolean sameIp(VirtualAddress address, LinkAddress place) {
        return address.link().equals(place.link())
                && address.address().ip().equals(place.address().ip());
    }

    private static boolean wantedByAnother(InstanceTurn turn, LinkAddress place) {
        var vrrp = turn.all().after().vrrp();
        return vrrp != null && vrrp.inRole(Role.MASTER).stream().anyMatch(i -> has(i, place));
    }

    /** An instance of a director that stops, this or another, has not heard a successor yet. */
    private static boolean leftForASuccessor(InstanceTurn turn, LinkAddress place) {
        var vrrp = turn.all().after().vrrp();
        return vrrp != null
                && vrrp.leaves()
                && turn.all().config().instances().stream()
                        .anyMatch(i -> vrrp.state(i.name()).leaves() && has(i, place));
    }

    private static boolean has(InstanceConfig instance, LinkAddress place) {
        return instance.virtual()
                .anyMatch(a -> a.link().equals(place.link())
                        && a.address().ip().equals(place.address().ip()));
    }

    private static void require(InstanceTurn turn, Predicate<Effect.Change> mends, Object what, String how) {
        KernelState kernel = turn.all().after().kernel();
        boolean asked = kernel.pending().values().stream()
                .map(KernelState.Pending::change)
                .anyMatch(mends);
        if (!asked) {
            throw turn.violation(NAME, "is " + turn.is().role() + ", " + what + " is " + how + ", nothing is asked");
        }
    }
}
