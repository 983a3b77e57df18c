package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Fault;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import org.jspecify.annotations.Nullable;

/** One instance: which rule answers which event in which state. */
final class VrrpRules {
    private VrrpRules() {}

    static Step<VrrpState> onAdvert(Situation s, VrrpState state, AdvertReceived heard) {
        var arrived = s.now().plus(-heard.lateNanos());
        return switch (state) {
            case Init init -> discard(s, init, heard, DiscardReason.STARTUP_DELAY, "not started yet");
            case Fault fault -> discard(s, fault, heard, DiscardReason.NOT_RUNNING, "in FAULT");
            case Stopped stopped -> Step.to(stopped);
            case Backup backup -> {
                var refused = refused(s, backup, heard);
                yield refused != null ? refused : BackupRules.onAdvert(s, backup, heard, arrived);
            }
            case Master master -> {
                var refused = refused(s, master, heard);
                var ours = s.source();
                if (refused != null || ours.isEmpty()) {
                    yield refused != null ? refused : Step.to(master);
                }
                yield heard.source().equals(ours.get())
                        ? discard(s, master, heard, DiscardReason.OWN_ADDRESS, "bears our own address")
                        : MasterRules.onAdvert(s, master, heard, arrived, ours.get());
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
        boolean stranger = s.self().unicast()
                && s.self().checkUnicastSource()
                && !s.self().unicastPeers().contains(heard.source());
        return stranger ? discard(s, state, heard, DiscardReason.NOT_A_PEER, "not in unicast_peer") : null;
    }

    private static boolean intervalDiffers(Situation s, Advert advert) {
        return s.self().version() == VrrpVersion.V2
                && !advert.interval().equals(s.self().interval());
    }

    private static Step<VrrpState> discard(
            Situation s, VrrpState state, AdvertReceived heard, DiscardReason reason, String detail) {
        return Step.to(state).decided(new Decision.AdvertDiscarded(s.self().name(), heard.source(), reason, detail));
    }

    static Step<VrrpState> onDeadline(ControllerConfig config, Situation s, VrrpState state) {
        return switch (state) {
            case Init init -> s.links().read() ? begin(config, s, init) : Step.to(init);
            case Backup backup -> BackupRules.onDeadline(s, backup);
            case Master master -> MasterRules.onDeadline(s, master);
            case Fault fault -> Step.to(fault);
            case Stopped stopped -> Step.to(stopped);
        };
    }

    /** The first thing an instance does: run, or say why not. */
    private static Step<VrrpState> begin(ControllerConfig config, Situation s, Init init) {
        var reasons = FaultRules.reasons(config, s);
        return reasons.isEmpty() ? Transitions.start(s) : Transitions.fault(s, init, reasons);
    }

    /** Links or addresses differ: a fault may begin or end, and a running master looks after its addresses. */
    static Step<VrrpState> onLink(ControllerConfig config, Situation s, VrrpState state, LinkEvent event) {
        var step = onFaults(config, s, state);
        return state instanceof Master && step.next() instanceof Master master ? onMaster(s, master, event) : step;
    }

    /** Begins, faults and recovers as the reasons there are demand. */
    static Step<VrrpState> onFaults(ControllerConfig config, Situation s, VrrpState state) {
        var reasons = FaultRules.reasons(config, s);
        return switch (state) {
            case Init init ->
                s.links().read() && s.now().reaches(init.startAt()) ? begin(config, s, init) : Step.to(init);
            case Stopped stopped -> Step.to(stopped);
            case Fault fault when reasons.isEmpty() -> Transitions.recover(s);
            case Fault fault when fault.reasons().equals(reasons) -> Step.to(fault);
            case Fault _ ->
                Step.<VrrpState>to(new Fault(reasons))
                        .decided(new Decision.FaultReasonsHeld(s.self().name(), reasons));
            case Backup backup -> reasons.isEmpty() ? Step.to(backup) : Transitions.fault(s, backup, reasons);
            case Master master -> reasons.isEmpty() ? Step.to(master) : Transitions.fault(s, master, reasons);
        };
    }

    private static Step<VrrpState> onMaster(Situation s, Master master, LinkEvent event) {
        return switch (event) {
            case LinkEvent.AddressSeen seen -> MasterRules.onAddressSeen(s, master, seen.address());
            case LinkEvent.AddressGone gone when !gone.own() -> MasterRules.onAddressTaken(s, master, gone.address());
            case LinkEvent.AddressGone _, LinkEvent.KernelRead _, LinkEvent.LinkSeen _, LinkEvent.LinkGone _ ->
                Step.to(master);
        };
    }
}
