package io.keepsake.core.vrrp;

import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.SyncGroups.Group;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one event does to instances, one after the other. What one does, the members of its sync group follow in the
 * same turn: up to MASTER, which none becomes before all are ready, and down to BACKUP. That they share their faults is
 * said by their conditions.
 */
final class Moves {
    private final VrrpTable table;
    private final Facts facts;
    private final StateTable.Changing changing;
    private final Map<Integer, Moved> moved = new LinkedHashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();

    /** The groups that may be something else now, by number. */
    private final SortedSet<Integer> touched = new TreeSet<>();

    /** Of each group that moved the member that the others follow. */
    private final Map<Integer, InstanceName> causes = new HashMap<>();

    /** One instance before the event, and what was decided of it. */
    private record Moved(Situation situation, VrrpState before, List<Decision> decisions) {}

    /** What an event is to one instance. */
    interface Rule {
        Step<VrrpState> apply(Situation situation, VrrpState state);
    }

    Moves(VrrpTable table, Facts facts, StateTable states) {
        this.table = table;
        this.facts = facts;
        this.changing = states.changing();
    }

    /** Applies the rule to the instance at this place; then its group follows. */
    void apply(int place, Rule rule) {
        var before = changing.at(place);
        var situation = situation(place);
        var step = rule.apply(situation, before);
        take(place, situation, before, step);
        var group = table.groups().of(place);
        if (group != null) {
            follow(group, place, before, step);
        }
    }

    private Situation situation(int place) {
        return table.situation(place, facts, waitsFor(place));
    }

    /** The members of its group that keep this instance from being master. */
    private List<InstanceName> waitsFor(int place) {
        var group = table.groups().of(place);
        if (group == null) {
            return List.of();
        }
        var waitsFor = new ArrayList<InstanceName>(0);
        for (int other : group.places()) {
            if (other != place && !wants(other)) {
                waitsFor.add(name(other));
            }
        }
        return waitsFor.isEmpty() ? List.of() : List.copyOf(waitsFor);
    }

    /** Whether a member is master, or would be if it were for it alone. */
    private boolean wants(int place) {
        var state = changing.at(place);
        return state instanceof Master
                || state instanceof Backup backup
                        && !table.holds().holdsBack(name(place))
                        && (backup.timer().armed() == Armed.GROUP_WAITS
                                || facts.now().reaches(backup.timer().due()));
    }

    private InstanceName name(int place) {
        return table.config().instances().get(place).name();
    }

    private void take(int place, Situation situation, VrrpState before, Step<VrrpState> step) {
        changing.set(place, step.next());
        moved.computeIfAbsent(place, _ -> new Moved(situation, before, new ArrayList<>()))
                .decisions()
                .addAll(step.decisions());
        decisions.addAll(step.decisions());
        signals.addAll(step.signals());
    }

    private void follow(Group group, int place, VrrpState before, Step<VrrpState> step) {
        var after = step.next();
        touched.add(group.number());
        if (!before.getClass().equals(after.getClass())) {
            causes.putIfAbsent(group.number(), cause(group, place));
        }
        if (step.decisions().stream().anyMatch(Decision.LowerMasterHeard.class::isInstance)) {
            signals.addAll(Notices.lowerHeard(group.config()));
        }
        var why = new Why.GroupFollowed(group.config().name(), name(place));
        if (after instanceof Master && !(before instanceof Master)) {
            others(
                    group,
                    place,
                    Backup.class,
                    (s, state) -> state instanceof Backup backup ? Transitions.master(s, backup, why) : Step.to(state));
        } else if (after instanceof Backup backup && (before instanceof Master || hasFollowed(backup))) {
            causes.putIfAbsent(group.number(), name(place));
            others(
                    group,
                    place,
                    Master.class,
                    (s, state) -> state instanceof Master master
                            ? MasterRules.follow(s, master, backup.timer().armed(), why)
                            : Step.to(state));
        } else if (after instanceof Master && announcesAgain(step)) {
            others(
                    group,
                    place,
                    Master.class,
                    (s, state) ->
                            state instanceof Master master ? MasterRules.announceAgain(s, master) : Step.to(state));
        }
    }

    /** Whether this very event is the advert of a master that it follows. One that a reload brought may have followed before. */
    private boolean hasFollowed(Backup backup) {
        return backup.master() != null
                && backup.timer().armed() == Armed.ADVERT
                && backup.timer().armedBy() == facts.index();
    }

    /** A lower master was heard, and neighbours are told anew where the addresses are. */
    private static boolean announcesAgain(Step<VrrpState> step) {
        return step.decisions().stream().anyMatch(Decision.LowerMasterHeard.class::isInstance)
                && step.signals().stream().anyMatch(SendGratuitousArp.class::isInstance);
    }

    /** Applies the rule to those others that are in this state: what keeps each of them from being master takes a look at all. */
    private void others(Group group, int place, Class<? extends VrrpState> in, Rule rule) {
        for (int other : group.places()) {
            if (other != place && in.isInstance(changing.at(other))) {
                var before = changing.at(other);
                var situation = situation(other);
                take(other, situation, before, rule.apply(situation, before));
            }
        }
    }

    /** This member of a group is in FAULT: those of the others that run follow it. */
    void followFault(Group group, int place) {
        touched.add(group.number());
        causes.putIfAbsent(group.number(), name(place));
        var because = List.of(
                new FaultCause(FaultReason.SYNC_GROUP_MEMBER, name(place).value()));
        others(group, place, Backup.class, (s, state) -> Transitions.fault(s, state, because));
        others(group, place, Master.class, (s, state) -> Transitions.fault(s, state, because));
    }

    /** The member whose own fault it is, where one has one; else the one that moved. */
    private InstanceName cause(Group group, int place) {
        return name(group.places().stream()
                .filter(other -> !facts.tracked().at(other).own().isEmpty())
                .findFirst()
                .orElse(place));
    }

    /** Everything that was done, and whoever is told of what instances and groups are now. */
    Step<VrrpTable> step() {
        var next = changing.done();
        var ofGroups = new ArrayList<Step<SyncGroup>>();
        for (int number : touched) {
            var group = table.groups().all().get(number);
            var member = causes.getOrDefault(number, group.config().members().getFirst());
            var before = group.state(table::state);
            var after = group.state(next::at);
            var told = Notices.of(group.config(), before, after, member);
            if (before.role() == Role.INIT && after.role() == Role.BACKUP) {
                signals.addAll(told.signals()); // as keepalived's, one that begins is told of before its members
                told = new Step<>(told.next(), told.decisions(), List.of());
            }
            ofGroups.add(told);
        }
        moved.forEach(
                (place, m) -> signals.addAll(Notices.of(m.situation(), m.before(), next.at(place), m.decisions())));
        var step = new Step<>(table.next(next), decisions, signals);
        for (var told : ofGroups) {
            step = Step.joined(step, told.toward(step.next()));
        }
        return step;
    }
}
