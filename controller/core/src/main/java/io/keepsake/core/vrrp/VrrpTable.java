package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Every instance and its state. Immutable; the configuration and its index are shared by all versions of it. */
public final class VrrpTable {
    private final ControllerConfig config;
    private final Map<InstanceName, Integer> places;
    private final VirtualPlaces virtual;
    private final VrrpState[] states;
    private final Set<InstanceName> deaf;
    private final Moment deadline;

    /** The first version for a configuration. */
    private VrrpTable(ControllerConfig config, VrrpState[] states, Set<InstanceName> deaf) {
        this.config = config;
        this.places = places(config);
        this.virtual = VirtualPlaces.of(config);
        this.states = states;
        this.deaf = deaf;
        this.deadline = earliest(states);
    }

    /** Another version for the same configuration. */
    private VrrpTable(VrrpTable before, VrrpState[] states, Set<InstanceName> deaf) {
        this.config = before.config;
        this.places = before.places;
        this.virtual = before.virtual;
        this.states = states;
        this.deaf = deaf;
        this.deadline = earliest(states);
    }

    /** The instances of {@code config}, none started; they start when links are read and {@code startAt} has come. */
    public static VrrpTable of(ControllerConfig config, Moment startAt) {
        var states = new VrrpState[config.instances().size()];
        Arrays.fill(states, new VrrpState.Init(startAt));
        return new VrrpTable(config, states, Set.of());
    }

    static VrrpTable of(ControllerConfig config, Map<InstanceName, VrrpState> states, Set<InstanceName> deaf) {
        return new VrrpTable(
                config,
                config.instances().stream().map(i -> states.get(i.name())).toArray(VrrpState[]::new),
                Set.copyOf(deaf));
    }

    private static Map<InstanceName, Integer> places(ControllerConfig config) {
        var places = new HashMap<InstanceName, Integer>();
        for (int i = 0; i < config.instances().size(); i++) {
            places.put(config.instances().get(i).name(), i);
        }
        return places;
    }

    public ControllerConfig config() {
        return config;
    }

    /** The state of this instance. */
    public VrrpState state(InstanceName name) {
        return states[Objects.requireNonNull(places.get(name), () -> "no instance " + name)];
    }

    /** Whether the last try to open the sockets of this instance failed. */
    boolean deaf(InstanceName name) {
        return deaf.contains(name);
    }

    /** The earliest moment at which any instance wants to be woken. */
    public Moment deadline() {
        return deadline;
    }

    private static Moment earliest(VrrpState[] states) {
        var earliest = Moment.NEVER;
        for (var state : states) {
            earliest = earliest.earlierOf(state.deadline());
        }
        return earliest;
    }

    /** Whether each instance has the same role here as in {@code other}, a version of the same configuration. */
    public boolean sameRoles(VrrpTable other) {
        for (int i = 0; i < states.length; i++) {
            if (states[i].role() != other.states[i].role()) {
                return false;
            }
        }
        return true;
    }

    /** The instances in this role, in the order of the configuration. */
    public List<InstanceConfig> inRole(Role role) {
        var found = new ArrayList<InstanceConfig>();
        for (int i = 0; i < states.length; i++) {
            if (states[i].role() == role) {
                found.add(config.instances().get(i));
            }
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // a rule that changes nothing gives the very same state back
    private static boolean same(VrrpState one, VrrpState other) {
        return one == other;
    }

    /** An advert for one instance; one that is not configured any more is passed over. */
    public Step<VrrpTable> onAdvert(LinkTable links, Moment now, long index, AdvertReceived heard) {
        var place = places.get(heard.instance());
        if (place == null) {
            return Step.to(this);
        }
        var situation = situation(place, links, now, index);
        var step = VrrpRules.onAdvert(situation, states[place], heard);
        if (same(step.next(), states[place])) {
            return step.toward(this);
        }
        var changed = states.clone();
        changed[place] = step.next();
        return step.toward(new VrrpTable(this, changed, deaf));
    }

    /** The earliest deadline came: whatever is due in any instance. */
    public Step<VrrpTable> onDeadline(LinkTable links, Moment now, long index) {
        return each(
                links,
                now,
                index,
                (s, state) -> now.reaches(state.deadline()) ? VrrpRules.onDeadline(config, s, state) : Step.to(state));
    }

    /** Links or addresses differ from before; {@code links} holds the news already. */
    public Step<VrrpTable> onLink(LinkTable links, Moment now, long index, LinkEvent event) {
        return each(links, now, index, (s, state) -> VrrpRules.onLink(config, s, state, event));
    }

    /** The loop stood still for {@code nanos}. */
    public Step<VrrpTable> onStall(LinkTable links, Moment now, long index, long nanos) {
        return each(
                links,
                now,
                index,
                (s, state) -> state instanceof VrrpState.Backup backup
                        ? BackupRules.onStall(s, backup, nanos)
                        : Step.to(state));
    }

    /** The addresses that stand and are held by masters: what a reload may take away. */
    public List<LinkAddress> held(LinkTable links) {
        return inRole(Role.MASTER).stream()
                .flatMap(i -> Stream.concat(i.addresses().stream(), i.excluded().stream()))
                .map(VirtualAddress::place)
                .filter(links::holds)
                .toList();
    }

    /**
     * Another configuration. An instance that stands where it stood (interface, family, VRID, source and group) keeps its
     * state whatever its name; one that is gone says goodbye; a new one begins.
     */
    public Step<VrrpTable> onReload(ControllerConfig next, LinkTable links, Moment now, long index) {
        return VrrpReload.of(this, next, links, now, index);
    }

    /** What was a fault in the configuration before may be none in this one, and the other way round. */
    Step<VrrpTable> onReloaded(LinkTable links, Moment now, long index) {
        return each(
                links,
                now,
                index,
                (s, state) -> state instanceof VrrpState.Init ? Step.to(state) : VrrpRules.onFaults(config, s, state));
    }

    /** The director stops. */
    public Step<VrrpTable> onStop(LinkTable links, Moment now, long index, String by) {
        return each(links, now, index, (s, state) -> Transitions.stop(s, state, by));
    }

    /** The sockets of an instance were opened, or could not be. */
    public Step<VrrpTable> onSocket(LinkTable links, Moment now, long index, InstanceName name, boolean open) {
        if (open != deaf.contains(name) || !places.containsKey(name)) {
            return Step.to(this);
        }
        var others = new HashSet<>(deaf);
        if (open) {
            others.remove(name);
        } else {
            others.add(name);
        }
        return new VrrpTable(this, states, Set.copyOf(others))
                .each(links, now, index, (s, state) -> VrrpRules.onFaults(config, s, state));
    }

    private Situation situation(int place, LinkTable links, Moment now, long index) {
        return situation(config.instances().get(place), links, now, index);
    }

    /** What a rule may look at for one of these instances. */
    Situation situation(InstanceConfig self, LinkTable links, Moment now, long index) {
        return new Situation(self, links, virtual, deaf.contains(self.name()), now, index);
    }

    private interface Rule {
        Step<VrrpState> apply(Situation situation, VrrpState state);
    }

    private Step<VrrpTable> each(LinkTable links, Moment now, long index, Rule rule) {
        var changed = states.clone();
        var decisions = new ArrayList<Decision>();
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < states.length; i++) {
            var step = rule.apply(situation(i, links, now, index), states[i]);
            changed[i] = step.next();
            decisions.addAll(step.decisions());
            signals.addAll(step.signals());
        }
        return new Step<>(new VrrpTable(this, changed, deaf), decisions, signals);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VrrpTable table
                && config.equals(table.config)
                && Arrays.equals(states, table.states)
                && deaf.equals(table.deaf);
    }

    @Override
    public int hashCode() {
        return Objects.hash(config, Arrays.hashCode(states), deaf);
    }
}
