package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every instance and its state. Immutable; the configuration and its index are shared by all versions of it. What an
 * event costs depends on how many instances it concerns.
 */
public final class VrrpTable {
    private final ControllerConfig config;
    private final Moment begunAt;
    private final Map<InstanceName, Integer> places;
    private final SyncGroups groups;
    private final boolean stepsDownLate;
    private final Holds holds;
    private final StateTable states;

    /** The first version for a configuration. */
    VrrpTable(ControllerConfig config, Moment begunAt, Holds holds, StateTable states) {
        this.config = config;
        this.begunAt = begunAt;
        this.places = new HashMap<>();
        this.holds = holds;
        this.states = states;
        for (int i = 0; i < config.instances().size(); i++) {
            places.put(config.instances().get(i).name(), i);
        }
        this.groups = new SyncGroups(config, places);
        this.stepsDownLate =
                config.instances().stream().anyMatch(i -> i.options().timerExpiredBackup() > 0);
    }

    /** Another version for the same configuration. */
    private VrrpTable(VrrpTable before, Holds holds, StateTable states) {
        this.config = before.config;
        this.begunAt = before.begunAt;
        this.places = before.places;
        this.groups = before.groups;
        this.stepsDownLate = before.stepsDownLate;
        this.holds = holds;
        this.states = states;
    }

    /**
     * The instances of {@code config}, none started; they start when links are read, {@code vrrp_startup_delay} is over
     * and their sockets are open.
     *
     * @param now from when the delay counts, also for instances and delays that reloads bring
     */
    public static VrrpTable of(ControllerConfig config, Moment now) {
        return new VrrpTable(
                config,
                now,
                Holds.NONE,
                StateTable.of(Collections.nCopies(config.instances().size(), begun(config, now))));
    }

    /** What an instance begins with, when the director began at {@code begunAt}. */
    static VrrpState begun(ControllerConfig config, Moment begunAt) {
        return new VrrpState.Init(config.startsAt(begunAt), false);
    }

    static VrrpTable of(ControllerConfig config, Moment begunAt, Holds holds, Map<InstanceName, VrrpState> states) {
        return new VrrpTable(
                config,
                begunAt,
                holds,
                StateTable.of(config.instances().stream()
                        .map(i -> Objects.requireNonNull(states.get(i.name())))
                        .toList()));
    }

    public ControllerConfig config() {
        return config;
    }

    SyncGroups groups() {
        return groups;
    }

    /** Which instances are kept from being master by someone's wish. */
    public Holds holds() {
        return holds;
    }

    /** When the director got its first configuration. */
    Moment begunAt() {
        return begunAt;
    }

    /** The state of this instance. */
    public VrrpState state(InstanceName name) {
        return states.at(Objects.requireNonNull(places.get(name), () -> "no instance " + name));
    }

    /** The state of the instance at this place of the configuration. */
    public VrrpState state(int place) {
        return states.at(place);
    }

    /** What this sync group is as a whole; INIT for one that is not configured. */
    public Role role(SyncGroup group) {
        var named = groups.named(group.name());
        return named == null ? Role.INIT : named.state(states::at).role();
    }

    /** The earliest moment at which any instance wants to be woken. */
    public Moment deadline() {
        return states.deadline().earlierOf(holds.deadline());
    }

    /** The places of the instances whose state is not the one they have in {@code other}, of the same configuration. */
    public List<Integer> differsFrom(VrrpTable other) {
        return states.differsFrom(other.states);
    }

    /** Whether an instance has said goodbye, and its addresses stay for its successor to take over. */
    public boolean leaves() {
        for (int i = 0; i < states.size(); i++) {
            if (states.at(i).leaves()) {
                return true;
            }
        }
        return false;
    }

    /** The instances in this role, in the order of the configuration. */
    public List<InstanceConfig> inRole(Role role) {
        var found = new ArrayList<InstanceConfig>();
        for (int i = 0; i < states.size(); i++) {
            if (states.at(i).role() == role) {
                found.add(config.instances().get(i));
            }
        }
        return found;
    }

    private List<Integer> everywhere() {
        return IntStream.range(0, states.size()).boxed().toList();
    }

    /** An advert for one instance; one that is not configured any more is passed over. */
    public Step<VrrpTable> onAdvert(Facts facts, AdvertReceived heard) {
        var place = places.get(heard.instance());
        if (place == null) {
            return Step.to(this);
        }
        if (groups.of(place) != null) {
            return each(List.of(place), facts, (s, state) -> VrrpRules.onAdvert(s, state, heard));
        }
        return alone(place, facts, (s, state) -> VrrpRules.onAdvert(s, state, heard));
    }

    /** What the event is to an instance without a group. */
    private Step<VrrpTable> alone(int place, Facts facts, Moves.Rule rule) {
        var situation = situation(place, facts, List.of());
        var step = Notices.with(situation, states.at(place), rule.apply(situation, states.at(place)));
        return step.toward(next(states.with(place, step.next())));
    }

    /** The earliest deadline came: whatever is due in any instance. */
    public Step<VrrpTable> onDeadline(Facts facts) {
        var held = holds.at(facts.now());
        return Step.joined(held, next(held.next()).onTimers(facts));
    }

    private Step<VrrpTable> onTimers(Facts facts) {
        var due = states.due(facts.now());
        if (due.size() == 1 && !stepsDownLate && groups.of(due.getFirst()) == null) {
            return alone(due.getFirst(), facts, VrrpRules::onDeadline);
        }
        var moves = new Moves(this, facts, states);
        if (stepsDownLate) {
            // before another member of its sync group sends anything
            due.forEach(place -> moves.apply(place, VrrpRules::onLate));
        }
        due.forEach(place -> moves.apply(place, VrrpRules::onDeadline));
        return moves.step();
    }

    /** Links or addresses differ from before in what concerns these instances; before all are read nothing is known. */
    public Step<VrrpTable> onLink(Collection<Integer> concerned, Facts facts, LinkEvent event) {
        return !facts.links().read()
                ? Step.to(this)
                : each(concerned, facts, (s, state) -> VrrpRules.onLink(s, state, event));
    }

    /** A route or rule of instances went; before links are read nothing is known of them. */
    public Step<VrrpTable> onRoutingGone(Facts facts, RoutingEvent.RoutingGone gone) {
        var holding = facts.tracked().holding(gone.what());
        return gone.own() || holding.isEmpty() || !facts.links().read()
                ? Step.to(this)
                : each(
                        holding,
                        facts,
                        (s, state) -> state instanceof VrrpState.Master master
                                ? MasterRules.onRoutingGone(s, master, gone.what())
                                : Step.to(state));
    }

    /** The conditions of these instances may be others than before; before links are read nothing is known of them. */
    public Step<VrrpTable> onConditions(Collection<Integer> concerned, Facts facts) {
        return !facts.links().read() ? Step.to(this) : each(concerned, facts, VrrpRules::onConditions);
    }

    /**
     * Whoever runs in a sync group with a member in FAULT follows it. Members share their faults as conditions; one whose
     * fault is over and that waits for its sockets has none to share, and a reload may put it among those that run.
     */
    Step<VrrpTable> onMembers(Facts facts) {
        var moves = new Moves(this, facts, states);
        for (var group : groups.all()) {
            group.places().stream()
                    .filter(place -> states.at(place) instanceof VrrpState.Fault)
                    .findFirst()
                    .ifPresent(place -> moves.followFault(group, place));
        }
        return moves.step();
    }

    /** The loop stood still for {@code nanos}. */
    public Step<VrrpTable> onStall(Facts facts, long nanos) {
        return each(
                everywhere(),
                facts,
                (s, state) -> state instanceof VrrpState.Backup backup
                        ? BackupRules.onStall(s, backup, nanos)
                        : Step.to(state));
    }

    /**
     * Another configuration. An instance that is the same on the wire keeps its state whatever its name; one that is gone
     * says goodbye; a new one begins.
     *
     * @param facts the conditions before of this configuration, those with it of {@code next}
     */
    public Step<VrrpTable> onReload(ControllerConfig next, Facts facts) {
        return VrrpReload.of(this, next, facts);
    }

    /**
     * Someone wants this instance, and the others of its sync group, not to be master; one that is gives it up. One that is
     * not configured any more is passed over.
     */
    public Step<VrrpTable> onHold(Facts facts, Hold hold) {
        var concerned = concerned(hold.instance());
        return next(holds.with(names(concerned), hold))
                .each(
                        concerned,
                        facts,
                        (s, state) -> state instanceof VrrpState.Master master
                                ? MasterRules.demote(s, master, hold)
                                : Step.to(state));
    }

    /** Nobody holds this instance any more, nor the others of its sync group. */
    public VrrpTable onReleased(InstanceName instance) {
        return next(holds.without(names(concerned(instance))));
    }

    /**
     * What earlier runs were asked for and this one does not know of. One that is demoted and master by now stays: nobody
     * else was there.
     */
    public Step<VrrpTable> onRecalled(Facts facts, List<Hold> recalled) {
        Step<VrrpTable> step = Step.to(this);
        for (var hold : recalled) {
            var table = step.next();
            var concerned = table.concerned(hold.instance());
            if (table.names(concerned).stream().allMatch(name -> table.holds.of(name) == null)) {
                var then = hold.kind() == Hold.Kind.HOLD
                        ? table.onHold(facts, hold)
                        : Step.to(table.next(table.holds.with(table.names(concerned), hold)));
                step = Step.joined(step, then);
            }
        }
        return step;
    }

    /** The place of this instance and those of its sync group; none when it is not configured. */
    private List<Integer> concerned(InstanceName instance) {
        var place = places.get(instance);
        var group = place == null ? null : groups.of(place);
        return group != null ? group.places() : place == null ? List.of() : List.of(place);
    }

    private List<InstanceName> names(List<Integer> concerned) {
        return concerned.stream()
                .map(place -> config.instances().get(place).name())
                .toList();
    }

    /**
     * The masters that {@code next} takes away from here, and that have addresses to leave to a successor.
     *
     * @param facts of this configuration; their moment does not matter
     */
    public List<InstanceName> leaving(ControllerConfig next, Facts facts) {
        return VrrpReload.leaving(this, next, facts);
    }

    /**
     * These are about to be taken away: those that are master hand over. The reload that does it tells those who want to
     * know.
     */
    public Step<VrrpTable> onHandover(Facts facts, List<InstanceName> leaving, String by) {
        Step<VrrpTable> step = Step.to(this);
        for (var name : leaving) {
            var table = step.next();
            var place = places.get(name);
            if (place != null && table.states.at(place) instanceof VrrpState.Master master) {
                var stopped = Transitions.stop(table.situation(place, facts, List.of()), master, by, true);
                step = Step.joined(step, stopped.toward(table.next(table.states.with(place, stopped.next()))));
            }
        }
        return step;
    }

    /** The director stops. */
    public Step<VrrpTable> onStop(Facts facts, String by) {
        return each(everywhere(), facts, (s, state) -> Transitions.stop(s, state, by, true));
    }

    /**
     * What a rule may look at for the instance at this place.
     *
     * @param waitsFor the members of its sync group that keep it from being master
     */
    Situation situation(int place, Facts facts, List<InstanceName> waitsFor) {
        return new Situation(
                config.instances().get(place),
                facts.before(),
                facts.links(),
                facts.wasTracked().at(place),
                facts.tracked().at(place),
                facts.tracked(),
                waitsFor,
                holds.of(config.instances().get(place).name()),
                config.noHandover(),
                facts.now(),
                facts.index());
    }

    /** What the event is to each of these, and to those who follow. */
    private Step<VrrpTable> each(Collection<Integer> concerned, Facts facts, Moves.Rule rule) {
        var moves = new Moves(this, facts, states);
        concerned.forEach(place -> moves.apply(place, rule));
        return moves.step();
    }

    @SuppressWarnings("ReferenceEquality") // versions share what did not change
    VrrpTable next(StateTable other) {
        return other == states ? this : new VrrpTable(this, holds, other);
    }

    @SuppressWarnings("ReferenceEquality") // see above
    private VrrpTable next(Holds other) {
        return other == holds ? this : new VrrpTable(this, other, states);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VrrpTable table
                && begunAt.equals(table.begunAt)
                && config.equals(table.config)
                && holds.equals(table.holds)
                && states.equals(table.states);
    }

    @Override
    public int hashCode() {
        return config.hashCode();
    }
}
