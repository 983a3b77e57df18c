package io.keepsake.core.vrrp;

import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Fault;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One instance: which rule answers which event in which state. */
final class VrrpRules {
    private VrrpRules() {}

    static Step<VrrpState> onAdvert(Situation s, VrrpState state, AdvertReceived heard) {
        var arrived = s.now().plus(-heard.lateNanos());
        return switch (state) {
            case Init init -> discard(s, init, heard, DiscardReason.STARTUP_DELAY, "not started yet");
            case Fault fault -> discard(s, fault, heard, DiscardReason.NOT_RUNNING, "in FAULT");
            case Stopped stopped -> succeeded(s, stopped, heard);
            case Backup backup -> {
                var refused = refused(s, backup, heard);
                yield refused != null
                        ? refused
                        : AddressLists.told(
                                s, BackupRules.onAdvert(s, backup, heard, arrived), heard.source(), heard.advert());
            }
            case Master master -> {
                var late = MasterRules.tooLate(s, master);
                if (late != null) {
                    yield Step.joined(late, onAdvert(s, late.next(), heard));
                }
                var refused = refused(s, master, heard);
                var ours = s.source();
                if (refused != null || ours.isEmpty()) {
                    yield refused != null ? refused : Step.to(master);
                }
                yield heard.source().equals(ours.get())
                        ? discard(s, master, heard, DiscardReason.OWN_ADDRESS, "bears our own address")
                        : AddressLists.told(
                                s,
                                MasterRules.onAdvert(s, master, heard, arrived, ours.get()),
                                heard.source(),
                                heard.advert());
            }
        };
    }

    /** The checks of RFC 3768 7.1 and RFC 9568 7.1 that need the configuration; null when the advert passes. */
    private static @Nullable Step<VrrpState> refused(Situation s, VrrpState state, AdvertReceived heard) {
        var advert = heard.advert();
        if (advert.version() != s.self().version()) {
            return discard(
                    s,
                    state,
                    heard,
                    DiscardReason.VERSION_MISMATCH,
                    "version " + advert.version().number() + ", ours is "
                            + s.self().version().number());
        }
        if (intervalDiffers(s, advert)) {
            return discard(
                    s,
                    state,
                    heard,
                    DiscardReason.INTERVAL_MISMATCH,
                    "interval " + advert.interval().centis() / 100 + " s, ours is "
                            + s.self().interval().centis() / 100 + " s");
        }
        boolean foreign = s.self().unicast()
                && s.self().checkUnicastSource()
                && !s.self().unicastPeers().contains(heard.source());
        if (foreign) {
            return discard(s, state, heard, DiscardReason.NOT_A_PEER, "not in unicast_peer");
        }
        var demand = s.self().options().ttlOf(heard.source());
        if (demand != null && !demand.allows(heard.ttl())) {
            return discard(
                    s,
                    state,
                    heard,
                    DiscardReason.PEER_TTL,
                    "ttl " + heard.ttl() + ", the peer's is " + demand.min() + " to " + demand.max());
        }
        if (s.self().owner() && s.self().options().ownerIgnoresAdverts()) {
            return discard(s, state, heard, DiscardReason.OWNER_IGNORES, "an owner hears nobody");
        }
        return AddressLists.refuses(s.self(), advert)
                ? discard(s, state, heard, DiscardReason.ADDRESS_LIST, AddressLists.both(s.self(), advert))
                : null;
    }

    private static boolean intervalDiffers(Situation s, Advert advert) {
        return s.self().version() == VrrpVersion.V2
                && !advert.interval().equals(s.self().interval());
    }

    private static Step<VrrpState> discard(
            Situation s, VrrpState state, AdvertReceived heard, DiscardReason reason, String detail) {
        return Step.to(state).decided(new Decision.AdvertDiscarded(s.self().name(), heard.source(), reason, detail));
    }

    /** A deadline came; a master that woke too late steps down before anything else is done. */
    static Step<VrrpState> onLate(Situation s, VrrpState state) {
        var late = state instanceof Master master ? MasterRules.tooLate(s, master) : null;
        return late == null ? Step.to(state) : late;
    }

    static Step<VrrpState> onDeadline(Situation s, VrrpState state) {
        return switch (state) {
            case Init init -> begin(s, new Init(init.startAt(), true));
            case Backup backup -> BackupRules.onDeadline(s, backup);
            case Master master -> MasterRules.onDeadline(s, master);
            case Fault fault -> Step.to(fault);
            case Stopped stopped ->
                stopped.leaves() && s.now().reaches(stopped.holdsUntil()) ? released(s, List.of()) : Step.to(stopped);
        };
    }

    /** One that stopped hears a master: its addresses are there now. */
    private static Step<VrrpState> succeeded(Situation s, Stopped stopped, AdvertReceived heard) {
        boolean successor = stopped.leaves()
                && !heard.advert().priority().equals(Priority.STOP)
                && s.source().filter(heard.source()::equals).isEmpty()
                && refused(s, stopped, heard) == null;
        return successor ? released(s, List.of(heard.source())) : Step.to(stopped);
    }

    private static Step<VrrpState> released(Situation s, List<Ip> successor) {
        return Step.<VrrpState>to(new Stopped(Moment.NEVER))
                .decided(new Decision.HandedOver(s.self().name(), successor));
    }

    /**
     * The first thing an instance does: run, say why not, or wait for its sockets, as what it cannot hear is no
     * silence, and for scripts that have not said anything yet.
     */
    private static Step<VrrpState> begin(Situation s, Init init) {
        var faults = s.tracked().faults();
        if (!faults.isEmpty()) {
            return Transitions.fault(s, init, faults);
        }
        return s.tracked().ready() ? Transitions.start(s) : Step.to(init);
    }

    /** Links or addresses differ: a fault may begin or end, and a running master looks after its addresses. */
    static Step<VrrpState> onLink(Situation s, VrrpState state, LinkEvent event) {
        var step = onConditions(s, state);
        return state instanceof Master && step.next() instanceof Master master
                ? Step.joined(step, MasterRules.onLink(s, master, event))
                : step;
    }

    /** Begins, faults, recovers and changes its priority as its conditions demand. */
    static Step<VrrpState> onConditions(Situation s, VrrpState state) {
        var faults = s.tracked().faults();
        return switch (state) {
            case Init init ->
                s.now().reaches(init.startAt()) ? begin(s, new Init(init.startAt(), true)) : Step.to(init);
            case Stopped stopped -> Step.to(stopped);
            case Fault fault when faults.isEmpty() -> s.tracked().ready() ? Transitions.recover(s) : Step.to(fault);
            case Fault fault when fault.reasons().equals(faults) -> Step.to(fault);
            case Fault _ ->
                Step.<VrrpState>to(new Fault(faults))
                        .decided(new Decision.FaultReasonsHeld(s.self().name(), faults));
            case Backup backup -> faults.isEmpty() ? onPriority(s, backup) : Transitions.fault(s, backup, faults);
            case Master master -> faults.isEmpty() ? onPriority(s, master) : Transitions.fault(s, master, faults);
        };
    }

    /** Another effective priority moves a running Master_Down_Timer by the difference of skews, at once. */
    private static Step<VrrpState> onPriority(Situation s, VrrpState state) {
        var from = s.was().priority();
        var to = s.tracked().priority();
        if (from.equals(to)) {
            return Step.to(state);
        }
        var next = state instanceof Backup backup
                ? backup.timed(VrrpTimers.retimed(s, backup, backup.timer().adverts()))
                : state;
        return Step.to(next).decided(new Decision.PriorityChanged(s.self().name(), from, to, because(s)));
    }

    /** What counts now, and what does no longer. */
    private static String because(Situation s) {
        var now = s.tracked().weights();
        var gone = s.was().weights().stream().filter(w -> !now.contains(w)).map(w -> "no longer " + w);
        return Stream.concat(now.stream().map(Object::toString), gone).collect(Collectors.joining(", "));
    }
}
