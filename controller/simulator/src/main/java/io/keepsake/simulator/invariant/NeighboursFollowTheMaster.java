package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.simulator.invariant.Roles.Table;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.HashMap;
import java.util.Map;

/**
 * When nothing goes wrong any more, every client sends to the master: it believes the gratuitous ARP that a master sends
 * as it begins and then every {@code garp_master_refresh} ({@code docs/decisions/0003}), which comes after what any other
 * that was master for a while sent. Without that refresh nothing is claimed, and where masters on two machines list one
 * address in two VRIDs they take clients from each other. Looked at when the world ends.
 */
final class NeighboursFollowTheMaster implements Watcher {
    private static final long REFRESH_NANOS_MAX = 10_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Roles roles;

    /** When one was master last that is not any more. */
    private final Map<InstanceName, Long> left = new HashMap<>();

    NeighboursFollowTheMaster(Roles roles) {
        this.roles = roles;
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        for (var decision : turn.decisions()) {
            if (decision instanceof Decision.BecameBackup backup && backup.from() == Role.MASTER) {
                left.put(backup.instance(), machine.now());
            }
        }
    }

    @Override
    public void onTime(World world) {
        if (world.now() == world.plan().nanos()) {
            for (var table : roles.tables()) {
                table.participants().stream()
                        .filter(Participant::isMaster)
                        .forEach(participant -> check(world, table, participant));
            }
        }
    }

    private void check(World world, Table table, Participant master) {
        var self = master.self();
        if (self == null
                || self.garp().refreshNanos() == 0
                || self.garp().refreshNanos() > REFRESH_NANOS_MAX
                || self.garp().refreshRepeat() == 0
                || world.now() - left.getOrDefault(self.name(), 0L)
                        < Bounds.withDrift(self.garp().refreshNanos()) + SECOND) {
            return;
        }
        for (var address : self.addresses()) {
            if (isClaimedElsewhere(address, master.machine())) {
                continue;
            }
            for (var machine : world.machines()) {
                Machine believed = world.network()
                        .believed(machine.number(), address.address().ip());
                if (believed != master.machine()) {
                    throw new Violation(
                            "NeighboursFollowTheMaster",
                            master.machine().number(),
                            "VRID " + table.vrid() + ": a client beside " + machine.name() + " believes "
                                    + (believed == null ? "nobody" : believed.name()) + " has " + address.address());
                }
            }
        }
    }

    private boolean isClaimedElsewhere(VirtualAddress address, Machine here) {
        return roles.tables().stream()
                .flatMap(table -> table.participants().stream())
                .anyMatch(other -> other.isMaster()
                        && other.machine() != here
                        && other.self() != null
                        && other.self().addresses().stream().anyMatch(a -> a.address()
                                .ip()
                                .equals(address.address().ip())));
    }
}
