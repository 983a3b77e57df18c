package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.simulator.invariant.Roles.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What sync groups make of the parts that machines play: who is in one goes with the others, or not at all. */
final class Together {
    private Together() {}

    /** The part that the same machine plays for another member of the group. */
    record Mate(Table table, Participant participant) {}

    /** The other members of the sync group of this one; none where it is in no group. */
    static List<Mate> mates(List<Table> tables, Participant participant) {
        var self = participant.self();
        if (self == null) {
            return List.of();
        }
        var machine = participant.machine();
        for (var group : machine.config().syncGroups()) {
            if (group.members().contains(self.name())) {
                return mates(tables, machine.number(), self, group);
            }
        }
        return List.of();
    }

    private static List<Mate> mates(List<Table> tables, int machine, InstanceConfig self, SyncGroup group) {
        var mates = new ArrayList<Mate>();
        for (var table : tables) {
            var other = table.participants().get(machine);
            var config = other.self();
            if (config != null
                    && !config.name().equals(self.name())
                    && group.members().contains(config.name())) {
                mates.add(new Mate(table, other));
            }
        }
        return mates;
    }

    /**
     * Whether the members of every group agree on which of two machines is the better one. Where they do not, one master
     * is preempted for this member and the next for that one, without end; so it is with keepalived.
     */
    static boolean agree(List<Table> tables) {
        for (var table : tables) {
            for (var participant : table.participants()) {
                for (var mate : mates(tables, participant)) {
                    if (!agree(table, participant, mate)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean agree(Table table, Participant participant, Mate mate) {
        for (var rival : table.participants()) {
            int number = rival.machine().number();
            var there = mate.table().participants().get(number);
            boolean both = rival.self() != null && there.self() != null;
            if (both && compare(participant, rival) != compare(mate.participant(), there)) {
                return false;
            }
        }
        return true;
    }

    private static int compare(Participant one, Participant other) {
        int byPriority = one.priority().compareTo(other.priority());
        return Integer.signum(
                byPriority != 0
                        ? byPriority
                        : Integer.compare(
                                one.machine().number(), other.machine().number()));
    }

    /** Whether a member does not keep the others from being master: it is one, there is none, or it is to replace one. */
    static boolean ready(Mate mate) {
        var master = mate.table().participants().stream()
                .filter(Participant::isMaster)
                .findFirst()
                .orElse(null);
        return master == null
                || Objects.equals(master, mate.participant())
                || Settles.shouldReplace(mate.participant(), master);
    }
}
