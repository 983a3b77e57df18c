package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which part every machine plays for every VRID, and since when. */
final class Roles implements Watcher {
    /** The part of one machine. */
    static final class Participant {
        private final Machine machine;
        private @Nullable InstanceConfig self;
        private @Nullable VrrpState state;
        private Role role = Role.INIT;
        private Priority priority = Priority.STOP;
        private @Nullable Hold hold;
        private long since;

        Participant(Machine machine) {
            this.machine = machine;
        }

        Machine machine() {
            return machine;
        }

        /** The instance; null until a configuration was accepted. */
        @Nullable InstanceConfig self() {
            return self;
        }

        Role role() {
            return role;
        }

        /** The priority it has now: an owner that was held back has 254. */
        Priority priority() {
            return priority;
        }

        /** Whether an operator lets it not be master, or not take over from a lower one. */
        boolean isHeld() {
            return hold != null;
        }

        /** When role, priority and what an operator wants of it last changed. */
        long since() {
            return since;
        }

        boolean isMaster() {
            return role == Role.MASTER;
        }

        @SuppressWarnings("ReferenceEquality")
        private void set(
                @Nullable InstanceConfig config,
                @Nullable VrrpState now,
                Priority effective,
                @Nullable Hold wish,
                long at) {
            var newRole = now == null ? Role.INIT : now.role();
            boolean held = now instanceof Master m && m.heldOwner() || now instanceof Backup b && b.heldOwner();
            var newPriority = config == null ? Priority.STOP : held ? new Priority(254) : effective;
            if (newRole != role || !newPriority.equals(priority) || self != config || !Objects.equals(wish, hold)) {
                since = at;
            }
            self = config;
            hold = wish;
            state = now;
            role = newRole;
            priority = newPriority;
        }

        /** Whether it gave up mastership by itself, and its addresses stay for its successor. */
        boolean leaves() {
            return state != null && state.leaves();
        }

        boolean started() {
            return state != null;
        }
    }

    /**
     * What an election is on the wire.
     *
     * @param group where its adverts go; null when they go to the members alone
     * @param members whom it is between; empty for everybody in the group
     */
    private record Election(int vrid, @Nullable Ip group, Set<Ip> members) {
        static Election of(Machine machine, InstanceConfig self) {
            if (!self.unicast()) {
                return new Election(self.vrid().value(), self.group(), Set.of());
            }
            var members = new TreeSet<>(self.unicastPeers());
            members.add(
                    switch (self.family()) {
                        case IPV4 -> machine.address().address().ip();
                        case IPV6 -> Machine.linkLocalOf(machine.number());
                    });
            return new Election(self.vrid().value(), null, members);
        }
    }

    /** Everybody's part for one election. */
    static final class Table {
        private final int vrid;
        private final List<Participant> participants;
        private int masters;
        private long noMasterSince;
        private long longestInterval;

        Table(int vrid, List<Participant> participants) {
            this.vrid = vrid;
            this.participants = participants;
        }

        int vrid() {
            return vrid;
        }

        /** By the number of the machine. */
        List<Participant> participants() {
            return participants;
        }

        /** When there was last a master, by what they believe. */
        long noMasterSince() {
            return noMasterSince;
        }

        /** The longest interval that any of them ever had. */
        long longestInterval() {
            return longestInterval;
        }

        private void count(long now) {
            int before = masters;
            masters = 0;
            for (var participant : participants) {
                masters += participant.isMaster() ? 1 : 0;
            }
            if (before > 0 && masters == 0) {
                noMasterSince = now;
            }
        }

        /** How many are master, by what they believe. */
        int masters() {
            return masters;
        }
    }

    private final List<Table> tables = new ArrayList<>();
    private final Map<Election, Table> byElection = new HashMap<>();
    private int version;

    /** Grows with every change. */
    int version() {
        return version;
    }

    List<Table> tables() {
        return tables;
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        if (turn.recorded().event() instanceof OperatorEvent
                || !turn.decisions().isEmpty()) {
            look(machine, after);
        }
    }

    @Override
    public void onEnd(Machine machine) {
        for (var table : tables) {
            table.participants.get(machine.number()).set(null, null, Priority.STOP, null, machine.now());
            table.count(machine.now());
        }
        version++;
    }

    private void look(Machine machine, NodeState after) {
        var vrrp = after.vrrp();
        if (vrrp == null) {
            return;
        }
        for (var self : vrrp.config().instances()) {
            var table = table(machine, self);
            table.longestInterval =
                    Math.max(table.longestInterval, self.interval().nanos());
            table.participants
                    .get(machine.number())
                    .set(
                            self,
                            vrrp.state(self.name()),
                            effective(after, self),
                            vrrp.holds().byInstance().get(self.name()),
                            machine.now());
            table.count(machine.now());
        }
        var configured = Collections.newSetFromMap(new IdentityHashMap<InstanceConfig, Boolean>());
        configured.addAll(vrrp.config().instances());
        for (var table : tables) {
            var participant = table.participants.get(machine.number());
            var self = participant.self;
            if (self != null && !configured.contains(self)) {
                participant.set(null, null, Priority.STOP, null, machine.now());
                table.count(machine.now());
            }
        }
        version++;
    }

    /** The priority with its weights; that it is the right one is seen in each run by itself. */
    private static Priority effective(NodeState after, InstanceConfig self) {
        var configured = after.configured();
        return configured == null
                ? self.priority()
                : configured.track().at(configured.track().place(self.name())).priority();
    }

    private Table table(Machine machine, InstanceConfig self) {
        return byElection.computeIfAbsent(Election.of(machine, self), election -> {
            var everybody = machine.world().machines().stream();
            var made =
                    new Table(election.vrid(), everybody.map(Participant::new).toList());
            tables.add(made);
            return made;
        });
    }
}
