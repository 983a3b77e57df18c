package io.keepsake.core.vrrp;

import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Fault;
import io.keepsake.core.vrrp.VrrpState.Followed;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways from one state to another, each with its decision and the signals that go with it. */
final class Transitions {
    /** The kernel puts hundreds of addresses on their links in this time; it may also refuse them. */
    private static final long TOLD_AT_LAST_NANOS = 1_000_000_000L;

    private Transitions() {}

    static Step<VrrpState> with(Step<VrrpState> step, List<Signal> signals) {
        var all = step;
        for (var signal : signals) {
            all = all.signal(signal);
        }
        return all;
    }

    /**
     * The first state of an instance, RFC 9568 6.4.1 as keepalived has it: only an owner with {@code state MASTER} does
     * not wait; any other {@code state MASTER} is a wish.
     */
    static Step<VrrpState> start(Situation s) {
        boolean waits = !s.self().owner() || s.self().startRole() != Role.MASTER || s.hold() != null;
        return begin(s, Role.INIT, waits, Armed.START, new Why.Started());
    }

    /** Out of FAULT: a whole Master_Down_Interval with our own interval, but the owner goes on at once. */
    static Step<VrrpState> recover(Situation s) {
        var step = begin(
                s, Role.FAULT, !s.self().owner() || s.hold() != null, Armed.FAULT_CLEARED, new Why.FaultCleared());
        return s.self().unicast() ? with(step, s.garpForSource()) : step;
    }

    /** To BACKUP; and in the same turn on to MASTER, so that an address of the owner's that stands is not removed. */
    private static Step<VrrpState> begin(Situation s, Role from, boolean waits, Armed armed, Why why) {
        var self = s.self();
        var timer = waits
                ? wholeTimer(s, false, self.interval(), armed, s.now())
                : VrrpTimers.atOnce(self, s.index(), s.now());
        var step = backup(s, from, timer, self.interval(), null, false, why);
        if (waits) {
            return step;
        }
        var backup = (Backup) step.next();
        return Step.joined(
                step, s.waitsFor().isEmpty() ? master(s, backup, new Why.MasterDownExpired(timer)) : held(s, backup));
    }

    /** Its time came, and members of its sync group are not ready: a whole Master_Down_Interval more, or until they are. */
    static Step<VrrpState> held(Situation s, Backup backup) {
        Step<VrrpState> step =
                Step.to(backup.timed(wholeTimer(s, backup.heldOwner(), backup.interval(), Armed.GROUP_WAITS, s.now())));
        boolean again = backup.timer().armed() == Armed.GROUP_WAITS;
        return again ? step : step.decided(new Decision.MasterHeld(s.self().name(), s.waitsFor()));
    }

    /** Its time came, and someone holds it back: a whole Master_Down_Interval more. */
    static Step<VrrpState> heldBack(Situation s, Backup backup) {
        boolean again = backup.timer().armed() == Armed.HELD;
        Step<VrrpState> step =
                Step.to(backup.timed(wholeTimer(s, backup.heldOwner(), backup.interval(), Armed.HELD, s.now())));
        return again || s.hold() == null
                ? step
                : step.decided(new Decision.HeldBack(s.self().name(), s.hold()));
    }

    /** Until when a master that goes by itself leaves its addresses to its successor; NEVER when it takes them away at once. */
    static Moment leavesUntil(Situation s) {
        return s.handsOver() ? s.now().plus(VrrpTimers.handoverNanos(s.self())) : Moment.NEVER;
    }

    static DownTimer wholeTimer(Situation s, boolean heldOwner, AdvertInterval interval, Armed armed, Moment from) {
        return VrrpTimers.masterDown(s.self(), s.priority(heldOwner), interval, armed, s.index(), from);
    }

    static Step<VrrpState> backup(
            Situation s,
            Role from,
            DownTimer timer,
            AdvertInterval interval,
            @Nullable Followed master,
            boolean heldOwner,
            Why why) {
        return Step.<VrrpState>to(new Backup(timer, interval, master, Moment.NEVER, heldOwner, null, Moment.NEVER))
                .decided(new Decision.BecameBackup(s.self().name(), from, why));
    }

    /**
     * RFC 9568 6.4.2: the advert goes first, then the addresses follow from the wanted picture, and each is announced
     * when it stands; those that stand already are announced now.
     */
    static Step<VrrpState> master(Situation s, Backup from, Why why) {
        var garp = s.self().garp();
        // The rival owner is silent now, or this timer would not have run out.
        boolean held = false;
        var next = new Master(
                s.now().plus(s.self().interval().nanos()),
                after(s.now(), garp.delayNanos()),
                after(s.now(), garp.refreshNanos()),
                Moment.NEVER,
                after(s.now(), garp.extraNanos()),
                Moment.NEVER,
                held,
                s.missing(),
                from.listTold(),
                s.missing() == 0 ? Moment.NEVER : s.now().plus(TOLD_AT_LAST_NANOS));
        Step<VrrpState> step = Step.<VrrpState>to(next)
                .decided(new Decision.BecameMaster(s.self().name(), Role.BACKUP, why));
        if (from.heldOwner()) {
            step = step.decided(new Decision.OwnerPriorityHeld(s.self().name(), Priority.OWNER));
        }
        if (next.missing() == 0) {
            step = step.decided(new Decision.AddressesStand(s.self().name()));
        }
        return with(with(step, s.advert(s.priority(held))), s.garps(garp.repeat()));
    }

    /** {@code delayNanos} from now, or never when it is 0. */
    static Moment after(Moment now, long delayNanos) {
        return delayNanos == 0 ? Moment.NEVER : now.plus(delayNanos);
    }

    /** A master says goodbye with priority 0 before it goes; others just go. */
    static Step<VrrpState> fault(Situation s, VrrpState state, List<FaultCause> reasons) {
        var step = Step.<VrrpState>to(new Fault(reasons))
                .decided(new Decision.BecameFault(s.self().name(), state.role(), reasons));
        return goodbye(s, state, step);
    }

    /**
     * The end of an instance, RFC 9568 6.4.3: a master says goodbye with priority 0.
     *
     * @param handsOver whether its addresses stay until a successor is heard, or none can come any more
     */
    static Step<VrrpState> stop(Situation s, VrrpState state, String by, boolean handsOver) {
        var until = Moment.NEVER;
        if (handsOver) {
            until = switch (state) {
                case Master _ -> leavesUntil(s);
                case Backup backup -> backup.leavesUntil();
                case VrrpState.Init _, Fault _, Stopped _ -> Moment.NEVER;
            };
        }
        var step = Step.<VrrpState>to(new Stopped(until))
                .decided(new Decision.BecameStopped(s.self().name(), state.role(), new Why.Stopped(by)));
        return goodbye(s, state, step);
    }

    private static Step<VrrpState> goodbye(Situation s, VrrpState state, Step<VrrpState> step) {
        return state.role() == Role.MASTER ? with(step, s.goodbye()) : step;
    }
}
