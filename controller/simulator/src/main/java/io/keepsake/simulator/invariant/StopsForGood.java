package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddRouting;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A director that was asked to end becomes master of nothing any more, whatever it is told; it only says goodbye. So does an
 * instance that a reload is to take away.
 */
final class StopsForGood implements OfDirector {
    private static final long MOST_NANOS = 2_100_000_000L;

    /** What a reload that is on its way takes away. */
    private final Set<InstanceName> going = new HashSet<>();

    @Override
    public void after(DirectorTurn turn) {
        switch (turn.event()) {
            case HandoverRequested asked -> going.addAll(asked.instances());
            case ConfigAccepted _ -> going.clear();
            default -> {}
        }
        leaves(turn);
        if (!turn.before().stopping()) {
            return;
        }
        if (!turn.after().ended() && turn.after().deadline().equals(Moment.NEVER)) {
            throw turn.violation("StopsForGood", "has not ended, and waits for nothing");
        }
        for (var effect : turn.turn().effects()) {
            if (turn.after().vrrp() != null && turn.after().vrrp().leaves() && effect instanceof ProgramIpvs program) {
                keepsTheTable(turn, program);
            }
            boolean advertises = effect instanceof SendAdvert sent
                    && !sent.advert().priority().equals(Priority.STOP);
            if (advertises || effect instanceof AddAddress || effect instanceof AddRouting) {
                throw turn.violation("StopsForGood", "ends, and asks for " + effect);
            }
        }
        var vrrp = turn.after().vrrp();
        if (vrrp != null && !vrrp.inRole(Role.MASTER).isEmpty()) {
            throw turn.violation("StopsForGood", "ends, and is MASTER");
        }
    }

    /**
     * Addresses stay behind only when the director ends, an instance is demoted or a reload takes it away, all of them, and no
     * longer than {@link #MOST_NANOS}.
     */
    private void leaves(DirectorTurn turn) {
        var vrrp = turn.after().vrrp();
        if (vrrp == null || !vrrp.leaves()) {
            return;
        }
        for (var instance : turn.config().instances()) {
            var state = vrrp.state(instance.name());
            boolean goes = turn.alone()
                    || turn.after().stopping()
                    || state instanceof Backup
                    || going.contains(instance.name());
            String wrong = null;
            if (!state.leaves()) {
                continue;
            } else if (takesAway(turn, instance)) {
                wrong = " takes away what it leaves to its successor";
            } else if (!goes) {
                wrong = " leaves its addresses, and neither the director ends nor a reload takes it away";
            } else if (turn.turn().recorded().at().plus(MOST_NANOS).nanos() < until(state)) {
                wrong = " leaves its addresses until " + until(state);
            }
            if (wrong != null) {
                throw turn.violation("StopsForGood", instance.name() + wrong);
            }
        }
    }

    private static long until(VrrpState state) {
        return (state instanceof Backup backup ? backup.leavesUntil() : state.deadline()).nanos();
    }

    /** While addresses are left, connections to them go on: but what was asked for before the stop may come in it. */
    private static void keepsTheTable(DirectorTurn turn, ProgramIpvs program) {
        for (var change : program.changes()) {
            boolean undone =
                    switch (change) {
                        case IpvsChange.StopSync stop ->
                            stop.daemon().role() == Role.MASTER && followsOneThatLeaves(turn);
                        case IpvsChange.RemoveService remove ->
                            turn.config().virtualServers().stream()
                                    .anyMatch(server -> server.keys().contains(remove.service()));
                        default -> false;
                    };
            if (undone) {
                throw turn.violation("StopsForGood", "leaves its addresses, and undoes the table: " + change);
            }
        }
    }

    /** Whether the sync daemon follows an instance that leaves its addresses. */
    private static boolean followsOneThatLeaves(DirectorTurn turn) {
        var vrrp = Objects.requireNonNull(turn.after().vrrp(), "nothing leaves");
        var follows = turn.config().lvs().syncInstance();
        return turn.config().instances().stream()
                .anyMatch(i -> i.name().equals(follows) && vrrp.state(i.name()).leaves());
    }

    /**
     * One that asks who has it is no use to a successor, whom it would refuse; one that another instance has otherwise goes
     * and comes in one turn.
     */
    private static boolean takesAway(DirectorTurn turn, InstanceConfig instance) {
        return turn.turn().effects().stream()
                .anyMatch(effect -> effect instanceof RemoveAddress remove
                        && !comes(turn, remove.address())
                        && instance.virtual()
                                .filter(a -> !a.flags().detectsDuplicates())
                                .anyMatch(a -> sameIp(a.place(), remove.address())));
    }

    private static boolean comes(DirectorTurn turn, LinkAddress there) {
        return turn.turn().effects().stream()
                .anyMatch(effect ->
                        effect instanceof AddAddress add && sameIp(add.address().place(), there));
    }

    private static boolean sameIp(LinkAddress one, LinkAddress other) {
        return one.link().equals(other.link())
                && one.address().ip().equals(other.address().ip());
    }
}
