package io.keepsake.simulator.invariant;

import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.world.Path;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;

/**
 * Of two masters, the worse one that hears the better one is master no longer than one interval of the better one and the
 * time that a packet needs.
 *
 * <p>Why that bound: from the moment on from which both are masters, awake, and the way from the better to the worse is
 * whole, the better one sends within one interval of its clock ({@link AdvertisesInTime}), the packet needs at most
 * {@link Path#NORMAL_NANOS}, and the worse one yields in the turn that hears it ({@link YieldsToTheBetter}).
 */
final class OneMasterWhereAllHear implements Watcher {
    private final Roles roles;

    OneMasterWhereAllHear(Roles roles) {
        this.roles = roles;
    }

    @Override
    public void onTime(World world) {
        for (var table : roles.tables()) {
            if (table.masters() > 1) {
                check(world, table);
            }
        }
    }

    private static void check(World world, Roles.Table table) {
        for (var worse : table.participants()) {
            for (var better : table.participants()) {
                if (worse.isMaster() && better.isMaster() && better(better, worse)) {
                    check(world, table, better, worse);
                }
            }
        }
    }

    private static boolean better(Participant one, Participant other) {
        int byPriority = one.priority().compareTo(other.priority());
        return byPriority > 0
                || byPriority == 0 && one.machine().number() > other.machine().number();
    }

    private static void check(World world, Roles.Table table, Participant better, Participant worse) {
        var self = better.self();
        var path =
                world.network().path(better.machine().number(), worse.machine().number());
        long since = Bounds.latest(
                better.since(),
                worse.since(),
                Bounds.ableSince(better.machine()),
                Bounds.ableSince(worse.machine()),
                path.isCut() ? Long.MAX_VALUE : path.troubledAt());
        long bound = self == null ? 0 : self.interval().nanos();
        if (since != Long.MAX_VALUE && world.now() - since > Bounds.withDrift(bound) + Path.NORMAL_NANOS) {
            throw new Violation(
                    "OneMasterWhereAllHear",
                    worse.machine().number(),
                    "VRID " + table.vrid() + ": is master beside "
                            + better.machine().name() + ", which is better, since " + Bounds.seconds(since) + "; it is "
                            + Bounds.seconds(world.now()));
        }
    }
}
