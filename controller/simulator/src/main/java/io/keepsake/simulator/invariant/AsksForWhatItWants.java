package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.kernel.KernelState;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
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
            if (turn.isMaster()
                    && there.isEmpty()
                    && links.link(place.link()).isPresent()
                    && !waitsForItsBlock(turn, place)) {
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

    /** With {@code no_accept} packets to it are to be dropped first, and the packet filter has not answered yet. */
    private static boolean waitsForItsBlock(InstanceTurn turn, LinkAddress place) {
        var ip = place.address().ip();
        boolean silent = turn.all().config().instances().stream()
                .anyMatch(i -> i.options().noAccept() && i.priority().value() != 255 && has(i, place));
        return silent
                && turn.all().after().kernel().pending().values().stream()
                        .anyMatch(p -> !p.answered()
                                && p.change() instanceof AddBlock(var block)
                                && block.ip().equals(ip));
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
     * Put there by a director, or just as configured: not where an owner says that it is its own, nor the address
     * by which the host is on the network, and not before the journal has said what earlier runs did, or is too late and
     * something happened that no operator asked for.
     */
    private static boolean isOurs(InstanceTurn turn, StandingAddress there) {
        var links = turn.all().after().links();
        if (links.owns(there.place())) {
            return true;
        }
        var recorded = turn.all().turn().recorded();
        var recallBy = turn.all().after().recallBy();
        boolean late = recorded.at().reaches(recallBy) && !(recorded.event() instanceof OperatorEvent);
        if (!late && !recallBy.equals(Moment.NEVER)) {
            return false;
        }
        boolean owners = turn.all().config().instances().stream()
                .anyMatch(i -> i.owner() && i.virtual().anyMatch(a -> sameIp(a, there)));
        boolean first = turn.all().config().instances().stream()
                .filter(i -> i.virtual().anyMatch(a -> sameIp(a, there)))
                .anyMatch(i -> i.link().equals(there.link()) && isTheNetwork(links, there));
        return !owners
                && !first
                && !links.isOfHost(there.place())
                && turn.self().virtual().anyMatch(a -> a.standing().same(there));
    }

    /** The first that no director put there, or the first of those with the prefix of a network. */
    private static boolean isTheNetwork(LinkTable links, StandingAddress there) {
        var foreign = links.addresses(there.link()).stream()
                .filter(a -> a.ip().family() == there.ip().family() && !links.owns(a.place()))
                .toList();
        var networks = foreign.stream()
                .filter(a ->
                        a.place().address().prefixLength() < a.ip().family().bits())
                .toList();
        return foreign.indexOf(there) == 0 || networks.indexOf(there) == 0;
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
