package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.StandingAddress;
import org.jspecify.annotations.Nullable;

/**
 * A master tells the neighbours of a virtual address in the turn in which it learns that the address stands and may be used, from a
 * notice or from a reading, and of those
 * that stand already as it becomes master; nobody else announces virtual addresses.
 */
final class AnnouncesAddresses implements OfInstance {
    private static final String NAME = "AnnouncesAddresses";

    @Override
    public void after(InstanceTurn turn) {
        if (turn.all().event() instanceof ConfigAccepted) {
            return;
        }
        if (turn.isMaster() && turn.self().garp().repeat() > 0) {
            if (!turn.wasMaster()) {
                turn.places().stream()
                        .filter(place -> usable(turn.all().before().links().standing(place)))
                        .forEach(place -> requireAnnounced(turn, place));
            } else if (turn.all().event() instanceof KernelRead) {
                turn.places().stream()
                        .filter(place -> !stood(turn, place))
                        .filter(place -> usable(turn.all().after().links().standing(place)))
                        .forEach(place -> requireAnnounced(turn, place));
            } else if (turn.all().event() instanceof AddressSeen seen
                    && seen.address().dad() == Dad.DONE
                    && turn.places().contains(seen.address().place())
                    && !stood(turn, seen.address().place())) {
                requireAnnounced(turn, seen.address().place());
            }
        }
        if (!turn.isMaster() && !turn.all().announcements().isEmpty()) {
            var source = turn.source();
            turn.places().stream()
                    .filter(place ->
                            !place.address().ip().equals(source) && announced(turn, place) && !isAnothers(turn, place))
                    .forEach(place -> {
                        throw turn.violation(
                                NAME,
                                "announces " + place + " and is " + turn.is().role());
                    });
        }
    }

    /** Before, with whatever prefix: then it was announced already. */
    private static boolean stood(InstanceTurn turn, LinkAddress place) {
        return turn
                .all()
                .before()
                .links()
                .standing(place.link(), place.address().ip())
                .stream()
                .anyMatch(AnnouncesAddresses::usable);
    }

    private static boolean usable(@Nullable StandingAddress address) {
        return address != null && address.dad() == Dad.DONE;
    }

    private static void requireAnnounced(InstanceTurn turn, LinkAddress place) {
        boolean linkKnown = turn.all().after().links().link(place.link()).isPresent();
        if (linkKnown && !announced(turn, place)) {
            throw turn.violation(NAME, "does not announce " + place);
        }
    }

    /** Whether a master, or an instance that sends from it, has this address too. */
    private static boolean isAnothers(InstanceTurn turn, LinkAddress place) {
        var ip = place.address().ip();
        return turn.all().config().instances().stream()
                .anyMatch(i -> i.unicast() && sendsFrom(turn, i, place)
                        || !i.name().equals(turn.self().name())
                                && i.virtual().anyMatch(a -> a.address().ip().equals(ip)));
    }

    /** Where it sends from one of its own link, that may be one that somebody else put there. */
    private static boolean sendsFrom(InstanceTurn turn, InstanceConfig other, LinkAddress place) {
        var ip = place.address().ip();
        return other.source() == null
                ? ip.equals(turn.source()) || other.link().equals(place.link())
                : ip.equals(other.source());
    }

    private static boolean announced(InstanceTurn turn, LinkAddress place) {
        return turn.all().announcements().stream()
                .anyMatch(garp -> garp.link().equals(place.link())
                        && garp.addresses().contains(place.address().ip()));
    }
}
