package io.keepsake.simulator.invariant;

import io.keepsake.core.value.Role;
import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.simulator.invariant.Roles.Table;
import io.keepsake.simulator.invariant.Together.Mate;
import io.keepsake.world.Path;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;

/**
 * While some machine can be master and nothing is done to the world, the time without a master has an end.
 *
 * <p>Why this bound: a backup takes over Master_Down_Interval after the last advert that it heeded ({@link
 * TakesOverInTime}). Nobody sends adverts while there is no master, so the last one was on its way when the time without a
 * master began, or when something was last done to the world. A stall lengthens the timer by one interval and the skew
 * from the moment on which the machine woke, which is no more than Master_Down_Interval from there. In version 3 the
 * interval is the one last heard, so the longest that anybody sends counts, and a foreign router may send one second more.
 * Members of a sync group wait for the last of them, and only where nobody is master for any of them is there a bound.
 */
final class SilenceEndsInTakeover implements Watcher {
    private static final long FOREIGN_NANOS = 1_000_000_000L;

    private final Roles roles;

    SilenceEndsInTakeover(Roles roles) {
        this.roles = roles;
    }

    @Override
    public void onTime(World world) {
        for (var table : roles.tables()) {
            if (table.masters() == 0) {
                table.participants().forEach(participant -> check(world, table, participant));
            }
        }
    }

    private void check(World world, Table table, Participant participant) {
        var self = participant.self();
        var mates = Together.mates(roles.tables(), participant);
        if (self == null
                || participant.role() != Role.BACKUP
                || participant.isHeld()
                || mates.stream().anyMatch(SilenceEndsInTakeover::keepsItBack)) {
            return;
        }
        long since = Bounds.latest(
                table.noMasterSince(),
                participant.since(),
                world.disturbedAt(),
                Bounds.ableSince(participant.machine()));
        for (var other : table.participants()) {
            int from = other.machine().number();
            since = Math.max(
                    since,
                    world.network().path(from, participant.machine().number()).troubledAt());
        }
        long down = Bounds.masterDown(self, table.longestInterval() + FOREIGN_NANOS);
        for (var mate : mates) {
            since = Bounds.latest(
                    since, mate.table().noMasterSince(), mate.participant().since());
            var config = mate.participant().self();
            long longest = mate.table().longestInterval() + FOREIGN_NANOS;
            down = config == null ? down : Math.max(down, Bounds.masterDown(config, longest));
        }
        long bound = Bounds.withDrift(down);
        if (since != Long.MAX_VALUE && world.now() - since > bound + Path.NORMAL_NANOS) {
            throw new Violation(
                    "SilenceEndsInTakeover",
                    participant.machine().number(),
                    "VRID " + table.vrid() + ": stays BACKUP, and nobody is master since " + Bounds.seconds(since)
                            + "; it is " + Bounds.seconds(world.now()));
        }
    }

    private static boolean keepsItBack(Mate mate) {
        return mate.participant().isHeld()
                || mate.table().masters() > 0
                || mate.participant().role() != Role.BACKUP;
    }
}
