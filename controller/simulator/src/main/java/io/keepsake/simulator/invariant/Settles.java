package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.simulator.invariant.Roles.Table;
import io.keepsake.world.Machine;
import io.keepsake.world.Path;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.HashSet;
import java.util.Set;

/**
 * When nothing goes wrong any more, one master is left for each VRID, no backup is there that should take its place, and
 * no role changes any more.
 *
 * <p>Why this bound, from the moment on from which all is well: the director starts and waits for {@code
 * vrrp_startup_delay}; sockets that were refused are tried again after a second; a backup waits Master_Down_Interval; one
 * with {@code preempt_delay} hears the first advert within another interval, waits its delay, and then has the rest of a
 * Master_Down_Interval before it.
 */
final class Settles implements Watcher {
    private static final String NAME = "Settles";
    private static final long SECOND = 1_000_000_000L;

    private final Roles roles;
    private final Set<InstanceName> tight = new HashSet<>();
    private long settledAt = Long.MAX_VALUE;

    Settles(Roles roles) {
        this.roles = roles;
    }

    @Override
    public void onTime(World world) {
        if (world.now() < world.plan().quietFrom()) {
            return;
        }
        if (settledAt == Long.MAX_VALUE) {
            settledAt = world.plan().quietFrom() + bound(world);
            for (var machine : world.machines()) {
                machine.config().instances().stream()
                        .filter(i -> isTight(i, machine.config()) || isHurried(i, world))
                        .forEach(i -> tight.add(i.name()));
            }
            world.machines().forEach(machine -> tightGroups(machine.config()));
        }
        if (isHeld()) { // a wall clock that was set back makes a wish last longer
            settledAt = Math.max(settledAt, world.now() + bound(world));
        }
        if (world.now() > settledAt && Together.agree(roles.tables())) {
            for (var table : roles.tables()) {
                if (table.participants().stream().noneMatch(this::isTight)) {
                    check(table);
                }
            }
        }
    }

    /** What one member does the others do. */
    private void tightGroups(ControllerConfig config) {
        config.syncGroups().stream()
                .filter(group -> group.members().stream().anyMatch(tight::contains))
                .forEach(group -> tight.addAll(group.members()));
    }

    private boolean isHeld() {
        for (var table : roles.tables()) {
            for (var participant : table.participants()) {
                if (participant.isHeld()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isTight(Participant participant) {
        var self = participant.self();
        return self != null && tight.contains(self.name());
    }

    /**
     * A backup that follows the last word of one with its own short interval ({@code higher_prio_send_advert}) waits no longer
     * than that for the next of a master with a long one. So does keepalived; it is what the RFC says.
     */
    private static boolean isHurried(InstanceConfig self, World world) {
        long interval = self.interval().nanos();
        return world.machines().stream()
                        .flatMap(m -> m.config().instances().stream())
                        .filter(i -> i.name().equals(self.name()))
                        .anyMatch(i -> i.interval().nanos() >= self.downTimerAdverts() * interval)
                && world.machines().stream()
                        .flatMap(m -> m.config().instances().stream())
                        .anyMatch(i -> i.name().equals(self.name()) && i.higherPrioSendAdvert());
    }

    /** {@code down_timer_adverts 1} and next to no skew: an advert that is a little slower than the last one is missed. */
    private static boolean isTight(InstanceConfig self, ControllerConfig config) {
        long interval = self.interval().nanos();
        boolean weighed = !self.trackedScripts().isEmpty()
                || !self.trackedLinks().isEmpty()
                || !self.trackedFiles().isEmpty()
                || !self.trackedProcesses().isEmpty()
                || inGroup(self, config);
        int priority = weighed ? 254 : self.priority().value();
        long slack = (self.downTimerAdverts() - 1) * interval + (256 - priority) * interval / 256;
        return slack < Bounds.withDrift(interval) - interval + 2 * Path.NORMAL_NANOS;
    }

    private static boolean inGroup(InstanceConfig self, ControllerConfig config) {
        return config.syncGroups().stream().anyMatch(group -> group.members().contains(self.name()));
    }

    private long bound(World world) {
        long longest = 0;
        for (var machine : world.machines()) {
            for (var self : machine.config().instances()) {
                long interval = longestInterval(world);
                long down = Bounds.masterDown(self, interval);
                long start =
                        machine.config().startupDelayNanos() + machine.config().delayAfterBootNanos();
                longest = Math.max(longest, start + 2 * down + interval + self.preemptDelayNanos());
            }
        }
        return Bounds.withDrift(longest) + 4 * SECOND;
    }

    private static long longestInterval(World world) {
        return world.machines().stream()
                .flatMap(m -> m.config().instances().stream())
                .mapToLong(i -> i.interval().nanos())
                .max()
                .orElse(SECOND);
    }

    private void check(Table table) {
        Participant master = null;
        for (var participant : table.participants()) {
            if (participant.isMaster() && master != null) {
                throw wrong(
                        table,
                        participant,
                        "is MASTER beside " + master.machine().name());
            }
            master = participant.isMaster() ? participant : master;
        }
        for (var participant : table.participants()) {
            boolean alone = participant.role() == Role.BACKUP && (master == null || shouldReplace(participant, master));
            if (alone && Together.mates(roles.tables(), participant).stream().allMatch(Together::ready)) {
                throw wrong(
                        table,
                        participant,
                        "is BACKUP, and master is "
                                + (master == null ? "nobody" : master.machine().name()));
            }
        }
    }

    static boolean shouldReplace(Participant backup, Participant master) {
        var self = backup.self();
        return self != null && self.preempt() && backup.priority().compareTo(master.priority()) > 0;
    }

    private static Violation wrong(Table table, Participant participant, String what) {
        return new Violation(
                NAME, participant.machine().number(), "VRID " + table.vrid() + ": all is well, and it " + what);
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        if (machine.now() > settledAt
                && turn.decisions().stream().anyMatch(this::changesRole)
                && Together.agree(roles.tables())) {
            throw new Violation(NAME, machine.number(), "all is well for long, and it decides " + turn.decisions());
        }
    }

    private boolean changesRole(Decision decision) {
        if (decision instanceof Decision.OfInstance of && tight.contains(of.instance())) {
            return false;
        }
        return decision instanceof Decision.BecameBackup
                || decision instanceof Decision.BecameMaster
                || decision instanceof Decision.BecameFault
                || decision instanceof Decision.BecameStopped;
    }
}
