package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.SyncGroups.GroupState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From the instances of one configuration to those of another. */
final class VrrpReload {
    private final VrrpTable before;
    private final ControllerConfig config;
    private final Facts facts;
    private final Map<InstanceName, VrrpState> states = new HashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private Holds holds = Holds.NONE;

    /**
     * What makes an instance the same after a reload; all else of it is a setting. Its name is none of it, nor is {@code
     * mcast_src_ip}.
     */
    private record Identity(
            InterfaceName link,
            Family family,
            Vrid vrid,
            @Nullable Ip unicastSource,
            @Nullable Ip group) {
        static Identity of(InstanceConfig c) {
            return new Identity(
                    c.link(), c.family(), c.vrid(), c.unicast() ? c.source() : null, c.unicast() ? null : c.group());
        }
    }

    private VrrpReload(VrrpTable before, ControllerConfig config, Facts facts) {
        this.before = before;
        this.config = config;
        this.facts = facts;
    }

    static Step<VrrpTable> of(VrrpTable before, ControllerConfig config, Facts facts) {
        return new VrrpReload(before, config, facts).step();
    }

    /**
     * The masters that {@code next} takes away and whose addresses a successor takes over, rather than another instance that
     * is master here.
     *
     * @param facts of {@code before}
     */
    static List<InstanceName> leaving(VrrpTable before, ControllerConfig next, Facts facts) {
        var kept = pairs(before.config(), next);
        var staying = new HashSet<InstanceName>();
        kept.values().forEach(was -> staying.add(was.name()));
        var held = new HashSet<Held>();
        for (var instance : next.instances()) {
            var was = kept.get(instance.name());
            if (was != null && before.state(was.name()) instanceof Master) {
                instance.virtual().forEach(address -> held.add(Held.of(address)));
            }
        }
        var leaving = new ArrayList<InstanceName>();
        for (int place = 0; place < before.config().instances().size(); place++) {
            var instance = before.config().instances().get(place);
            boolean goes = before.state(place) instanceof Master master
                    && master.told()
                    && !staying.contains(instance.name())
                    && instance.virtual().map(Held::of).noneMatch(held::contains)
                    && before.situation(place, facts, List.of()).handsOver();
            if (goes) {
                leaving.add(instance.name());
            }
        }
        return leaving;
    }

    /** An address as others on its network see it, with whatever prefix. */
    private record Held(InterfaceName link, Ip ip) {
        static Held of(VirtualAddress address) {
            return new Held(address.link(), address.address().ip());
        }
    }

    private Step<VrrpTable> step() {
        var kept = pairs(before.config(), config);
        holds = holds(kept);
        for (var instance : config.instances()) {
            var was = kept.get(instance.name());
            if (was == null) {
                states.put(instance.name(), VrrpTable.begun(config, before.begunAt()));
            } else {
                var step = Notices.with(is(instance), before.state(was.name()), kept(was, instance));
                take(instance, step);
                if (config.statesOnReload()) {
                    signals.addAll(Notices.present(is(instance), step.next()));
                }
            }
        }
        var left = new HashSet<InstanceName>();
        kept.values().forEach(was -> left.add(was.name()));
        before.config().instances().stream()
                .filter(i -> !left.contains(i.name()))
                .forEach(this::removed);
        var table = VrrpTable.of(config, before.begunAt(), holds, states);
        var step = groups(new Step<>(table, decisions, signals));
        var still = Facts.still(facts.links(), facts.tracked(), facts.now(), facts.index());
        var judged = Step.joined(step, table.onConditions(facts.tracked().everywhere(), still));
        return Step.joined(judged, judged.next().onMembers(still));
    }

    /** What groups are by their new members, before these follow each other; then those that are gone. */
    private Step<VrrpTable> groups(Step<VrrpTable> step) {
        var table = step.next();
        var all = step;
        for (var group : table.groups().all()) {
            var was = before.groups().named(group.config().name());
            var told = Notices.of(
                    group.config(),
                    was == null ? GroupState.NONE : was.state(before::state),
                    group.state(table::state),
                    group.config().members().getFirst());
            all = Step.joined(all, told.toward(table));
            if (config.statesOnReload() && was != null) {
                all = Step.joined(
                        all,
                        Notices.present(group.config(), group.state(table::state))
                                .toward(table));
            }
        }
        for (var was : before.groups().all()) {
            if (table.groups().named(was.config().name()) == null) {
                all = Step.joined(all, Notices.deleted(was.config()).toward(table));
            }
        }
        return all;
    }

    /** For each instance the one that it was: of the same name, or one whose name is used no more; each is used once. */
    private static Map<InstanceName, InstanceConfig> pairs(ControllerConfig before, ControllerConfig config) {
        var byIdentity = new LinkedHashMap<Identity, List<InstanceConfig>>();
        before.instances().forEach(i -> byIdentity
                .computeIfAbsent(Identity.of(i), _ -> new ArrayList<>())
                .add(i));
        var pairs = new HashMap<InstanceName, InstanceConfig>();
        for (boolean sameName : new boolean[] {true, false}) {
            for (var instance : config.instances()) {
                var there = byIdentity.getOrDefault(Identity.of(instance), List.of());
                if (!pairs.containsKey(instance.name())) {
                    there.stream()
                            .filter(i -> !sameName || i.name().equals(instance.name()))
                            .findFirst()
                            .ifPresent(was -> {
                                pairs.put(instance.name(), was);
                                there.remove(was);
                            });
                }
            }
        }
        return pairs;
    }

    /** Whoever is the same thing as before is held as before, under its name of today. */
    private Holds holds(Map<InstanceName, InstanceConfig> kept) {
        var names = new HashMap<InstanceName, InstanceName>();
        kept.forEach((is, was) -> names.put(was.name(), is));
        var all = Holds.NONE;
        for (var name : names.entrySet()) {
            var hold = before.holds().of(name.getKey());
            if (hold != null) {
                var asked = names.getOrDefault(hold.instance(), name.getValue());
                all = all.with(List.of(name.getValue()), hold.of(asked));
            }
        }
        return all;
    }

    private Situation was(InstanceConfig instance) {
        var tracked = facts.wasTracked().at(facts.wasTracked().place(instance.name()));
        return new Situation(
                instance,
                facts.before(),
                facts.before(),
                tracked,
                tracked,
                facts.wasTracked(),
                List.of(),
                before.holds().of(instance.name()),
                before.config().noHandover(),
                facts.now(),
                facts.index());
    }

    private Situation is(InstanceConfig instance) {
        var tracked = facts.tracked().at(facts.tracked().place(instance.name()));
        return new Situation(
                instance,
                facts.links(),
                facts.links(),
                tracked,
                tracked,
                facts.tracked(),
                List.of(),
                holds.of(instance.name()),
                config.noHandover(),
                facts.now(),
                facts.index());
    }

    private void take(InstanceConfig instance, Step<VrrpState> step) {
        states.put(instance.name(), step.next());
        decisions.addAll(step.decisions());
        signals.addAll(step.signals());
    }

    private void removed(InstanceConfig instance) {
        var state = before.state(instance.name());
        if (!(state instanceof VrrpState.Stopped)) { // else it has handed over
            var step = Transitions.stop(was(instance), state, "reload", false);
            decisions.addAll(step.decisions());
            signals.addAll(step.signals());
        }
        signals.addAll(Notices.deleted(was(instance), state));
    }

    private Step<VrrpState> kept(InstanceConfig was, InstanceConfig is) {
        var from = was(was).tracked().priority();
        var to = is(is).tracked().priority();
        var state = before.state(was.name());
        var step = Step.to(kept(was, is, state));
        return from.equals(to) || !(state instanceof Backup || state instanceof Master)
                ? step
                : step.decided(new Decision.PriorityChanged(is.name(), from, to, "configuration"));
    }

    private VrrpState kept(InstanceConfig was, InstanceConfig is, VrrpState state) {
        return switch (state) {
            case Master master -> kept(was, is, master);
            case Backup backup -> kept(was, is, backup);
            case VrrpState.Init init -> init.due() ? init : VrrpTable.begun(config, before.begunAt());
            case VrrpState.Fault fault -> fault;
            // it handed over, as a reload that did not come to be in force was to take it away
            case VrrpState.Stopped _ -> VrrpTable.begun(config, before.begunAt());
        };
    }

    /** Another priority ends the dispute of an owner with its rival; a shorter interval counts at once. */
    private VrrpState kept(InstanceConfig was, InstanceConfig is, Master master) {
        var advert =
                master.nextAdvertAt().earlierOf(facts.now().plus(is.interval().nanos()));
        boolean more = !standing(was).containsAll(standing(is));
        var second =
                moved(master.secondGarpAt(), was.garp().delayNanos(), is.garp().delayNanos(), more);
        var refresh = moved(
                master.refreshGarpAt(), was.garp().refreshNanos(), is.garp().refreshNanos(), true);
        var lower = moved(
                master.lowerGarpAt(),
                was.garp().lowerPrioDelayNanos(),
                is.garp().lowerPrioDelayNanos(),
                false);
        var extra =
                moved(master.extraGarpAt(), was.garp().extraNanos(), is.garp().extraNanos(), true);
        var next = master.advertAt(advert)
                .extraGarpAt(extra)
                .garpsAt(second, refresh, is.garp().lowerPrioRepeat() == 0 ? Moment.NEVER : lower)
                .missing(is(is).missing());
        return was.priority().equals(is.priority()) ? next : next.rival(Moment.NEVER, false);
    }

    private static Set<Object> standing(InstanceConfig instance) {
        var all = new HashSet<Object>();
        instance.virtual().forEach(a -> all.add(a.standing()));
        return all;
    }

    /**
     * A moment that was set {@code before} after something and is to come {@code after} after it now, 0 being never.
     *
     * @param begins whether it begins to run now when it did not run
     */
    private Moment moved(Moment at, long before, long after, boolean begins) {
        if (after == 0) {
            return Moment.NEVER;
        }
        if (at.equals(Moment.NEVER)) {
            return begins ? facts.now().plus(after) : Moment.NEVER;
        }
        return later(at.plus(after - before));
    }

    private Moment later(Moment at) {
        return at.compareTo(facts.now()) > 0 ? at : facts.now();
    }

    /** The running timer and the delay of preemption, by the settings of today. */
    private VrrpState kept(InstanceConfig was, InstanceConfig is, Backup backup) {
        boolean own = is.version() == VrrpVersion.V2 || backup.master() == null;
        boolean held = backup.heldOwner() && was.priority().equals(is.priority());
        var preemptAt = is.preempt() && is.preemptDelayNanos() > 0
                ? moved(backup.preemptAt(), was.preemptDelayNanos(), is.preemptDelayNanos(), false)
                : Moment.NEVER;
        var next = new Backup(
                backup.timer(),
                own ? is.interval() : backup.interval(),
                backup.master(),
                preemptAt,
                held,
                backup.listTold(),
                backup.leavesUntil());
        int adverts =
                switch (backup.timer().armed()) {
                    case START, ADVERT, FAULT_CLEARED, GROUP_BACKUP, GROUP_WAITS, TIMER_EXPIRED, DEMOTED, HELD ->
                        is.downTimerAdverts();
                    case OWNER_START, PRIORITY_ZERO, ADDRESS_LOST, STALLED ->
                        backup.timer().adverts();
                };
        return next.timed(VrrpTimers.retimed(is(is), next, adverts));
    }
}
