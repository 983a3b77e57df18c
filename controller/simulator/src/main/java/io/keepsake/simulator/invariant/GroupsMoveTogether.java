package io.keepsake.simulator.invariant;

import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HandoverRequested;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a sync group go down together: when one stops being master for BACKUP none is master any more, and
 * while one is in FAULT none runs, a reload that brings one among them included. (That they become master together is for {@link TakesOverInTime}.) Each change of the
 * group is decided once, and told once.
 */
final class GroupsMoveTogether implements OfDirector {
    private static final String NAME = "GroupsMoveTogether";

    /** The groups that are master, and nobody was told yet. */
    private final Set<String> owed = new HashSet<>();

    @Override
    public void after(DirectorTurn turn) {
        var was = turn.before().vrrp();
        var is = turn.after().vrrp();
        if (is == null || is.config().syncGroups().isEmpty()) {
            return;
        }
        is.config().syncGroups().forEach(group -> shareFaults(turn, group, members(is, group)));
        if (was == null || turn.event() instanceof ConfigAccepted) {
            owed.clear();
            is.config().syncGroups().stream()
                    .filter(group -> role(members(is, group)) == Role.MASTER && !told(members(is, group)))
                    .forEach(group -> owed.add(group.name()));
            return;
        }
        if (turn.event() instanceof HandoverRequested) {
            return; // the reload that takes members away says what becomes of the group
        }
        for (var group : is.config().syncGroups()) {
            check(turn, group, members(was, group), members(is, group));
        }
    }

    private static List<VrrpState> members(VrrpTable table, SyncGroup group) {
        return group.members().stream().map(table::state).toList();
    }

    private static void shareFaults(DirectorTurn turn, SyncGroup group, List<VrrpState> is) {
        for (int i = 0; i < is.size(); i++) {
            boolean runs = is.get(i).role() == Role.MASTER || is.get(i).role() == Role.BACKUP;
            if (runs && is.stream().anyMatch(s -> s.role() == Role.FAULT)) {
                throw turn.violation(
                        NAME,
                        group.members().get(i) + " is " + is.get(i).role() + ", and others of its group are FAULT");
            }
        }
    }

    private void check(DirectorTurn turn, SyncGroup group, List<VrrpState> was, List<VrrpState> is) {
        for (int i = 0; i < is.size(); i++) {
            boolean goes = was.get(i).role() == Role.MASTER && is.get(i).role() == Role.BACKUP;
            if (goes && is.stream().anyMatch(Master.class::isInstance)) {
                throw turn.violation(NAME, group.members().get(i) + " is BACKUP, and others of its group are MASTER");
            }
        }
        var decided = turn.turn().decisions().stream()
                .filter(d ->
                        d instanceof Decision.GroupMoved moved && moved.group().equals(group.name()))
                .map(d -> ((Decision.GroupMoved) d).from() + " to " + ((Decision.GroupMoved) d).to())
                .toList();
        var expected = role(was) == role(is) ? List.of() : List.of(role(was) + " to " + role(is));
        if (!decided.equals(expected)) {
            throw turn.violation(NAME, "decided " + decided + " of " + group.name() + ", expected " + expected);
        }
        tells(turn, group, was, is);
    }

    private void tells(DirectorTurn turn, SyncGroup group, List<VrrpState> was, List<VrrpState> is) {
        var expected = new ArrayList<String>();
        boolean moved = role(was) != role(is);
        if (moved && owed.remove(group.name())) {
            expected.add("MASTER");
        }
        if (moved && role(is) == Role.MASTER) {
            owed.add(group.name());
        } else if (moved && role(is) != Role.INIT) {
            expected.add(role(is).toString());
        }
        if (role(is) == Role.MASTER && !told(is)) {
            owed.add(group.name()); // one that joined has addresses that do not stand yet
        }
        boolean stops = is.stream().allMatch(Stopped.class::isInstance);
        if (stops && !was.stream().allMatch(Stopped.class::isInstance)) {
            expected.add("STOP");
        }
        if (told(is) && owed.remove(group.name())) {
            expected.add("MASTER");
        }
        var told = turn.turn().effects().stream()
                .filter(e -> e instanceof RunScript run && run.subject().equals(group.name() + " notify"))
                .map(e -> ((RunScript) e).arguments().get(2))
                .filter(word -> !word.endsWith("_PRI"))
                .toList();
        if (group.notifications().any() != null && !told.equals(expected)) {
            throw turn.violation(NAME, group.name() + " told " + told + ", expected " + expected);
        }
    }

    private static boolean told(List<VrrpState> members) {
        return role(members) == Role.MASTER
                && members.stream()
                        .noneMatch(s ->
                                s instanceof Master master && !master.tellAt().equals(Moment.NEVER));
    }

    /** MASTER while one is; else FAULT while one is; else BACKUP when one has begun. */
    private static Role role(List<VrrpState> members) {
        if (members.stream().anyMatch(Master.class::isInstance)) {
            return Role.MASTER;
        }
        if (members.stream().anyMatch(s -> s.role() == Role.FAULT)) {
            return Role.FAULT;
        }
        return members.stream().anyMatch(s -> s.role() == Role.BACKUP) ? Role.BACKUP : Role.INIT;
    }
}
