package io.keepsake.core.vrrp;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.Why;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Routing;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Followed;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a master does: RFC 9568 6.4.3. */
final class MasterRules {
    private MasterRules() {}

    /** Whatever is due: the end of an owner's hold, the next advert, which says so, batches of gratuitous ARP. */
    static Step<VrrpState> onDeadline(Situation s, Master master) {
        Step<VrrpState> step = Step.to(master);
        var next = master;
        if (master.heldOwner() && s.now().reaches(master.rivalUntil())) {
            next = next.rival(Moment.NEVER, false);
            step = step.decided(new Decision.OwnerPriorityHeld(s.self().name(), Priority.OWNER));
        }
        if (s.now().reaches(master.nextAdvertAt())) {
            next = next.advertAt(following(s, master.nextAdvertAt()));
            step = Transitions.with(step, s.advert(s.priority(next.heldOwner())));
        }
        var garp = s.self().garp();
        if (s.now().reaches(master.secondGarpAt())) {
            next = next.garpsAt(Moment.NEVER, next.refreshGarpAt(), next.lowerGarpAt());
            step = Transitions.with(step, s.garps(garp.repeat()));
        }
        if (s.now().reaches(master.lowerGarpAt())) {
            next = next.garpsAt(next.secondGarpAt(), next.refreshGarpAt(), Moment.NEVER);
            step = Transitions.with(step, s.garps(garp.lowerPrioRepeat()));
        }
        if (s.now().reaches(master.refreshGarpAt())) {
            boolean told = s.now().reaches(master.secondGarpAt()) || s.now().reaches(master.lowerGarpAt());
            next = next.garpsAt(next.secondGarpAt(), s.now().plus(garp.refreshNanos()), next.lowerGarpAt());
            step = told ? step : Transitions.with(step, s.garps(garp.refreshRepeat()));
        }
        if (s.now().reaches(master.extraGarpAt())) {
            next = next.extraGarpAt(s.now().plus(garp.extraNanos()));
            step = Transitions.with(step, s.extraGarps());
        }
        return step.toward(s.now().reaches(next.tellAt()) ? next.toldAll() : next);
    }

    /**
     * {@code timer_expired_backup}: one that wakes after the Master_Down_Timer of the best backup steps down by itself. It
     * keeps that backup from being preempted by a master that was away, and its goodbye asks for that one's advert. Null
     * when it is in time, or goes on all the same.
     */
    static @Nullable Step<VrrpState> tooLate(Situation s, Master master) {
        int priority = s.self().options().timerExpiredBackup();
        if (priority == 0 || !s.now().reaches(master.nextAdvertAt())) {
            return null;
        }
        var sentAt = master.nextAdvertAt().plus(-s.self().interval().nanos());
        var due = sentAt.plus(VrrpTimers.takenOverNanos(s.self(), new Priority(priority)));
        if (!s.now().reaches(due)) {
            return null;
        }
        var interval = s.self().interval();
        var timer = Transitions.wholeTimer(s, master.heldOwner(), interval, Armed.TIMER_EXPIRED, s.now());
        var why = new Why.TimerExpired(sentAt, due);
        var down = Transitions.backup(s, Role.MASTER, timer, interval, null, master.heldOwner(), why);
        return Transitions.with(down, s.goodbye());
    }

    /** One interval after the last one was due, so that lateness does not add up; after a stall, one from now. */
    private static Moment following(Situation s, Moment due) {
        long interval = s.self().interval().nanos();
        var next = due.plus(interval);
        return s.now().reaches(next) ? s.now().plus(interval) : next;
    }

    /** An advert of another master, which passed the checks and does not bear our own address. */
    static Step<VrrpState> onAdvert(Situation s, Master master, AdvertReceived heard, Moment arrived, Ip ours) {
        var theirs = heard.advert().priority();
        var priority = s.priority(master.heldOwner());
        if (theirs.equals(Priority.STOP)) {
            return advertNow(s, master, Step.to(master));
        }
        int byPriority = theirs.compareTo(priority);
        boolean yields = byPriority > 0 || byPriority == 0 && heard.source().compareTo(ours) > 0;
        if (yields) {
            Why why = byPriority > 0
                    ? new Why.HigherPriorityHeard(heard.source(), theirs, priority)
                    : new Why.HigherAddressHeard(heard.source(), ours, priority);
            return stepDown(s, master, heard.source(), heard.advert(), arrived, why);
        }
        return priority.equals(Priority.OWNER) && byPriority == 0
                ? rivalOwner(s, master, heard)
                : defend(s, master, heard, arrived);
    }

    private static Step<VrrpState> advertNow(Situation s, Master master, Step<VrrpState> step) {
        var next = master.advertAt(s.now().plus(s.self().interval().nanos()));
        return Transitions.with(step, s.advert(s.priority(master.heldOwner()))).toward(next);
    }

    /**
     * Steps down. The one last advert, where configured, makes the winner announce its addresses again: without it a
     * winner whose advert came first after a partition would never learn that neighbours follow us.
     */
    private static Step<VrrpState> stepDown(
            Situation s, Master master, Ip source, Advert advert, Moment arrived, Why why) {
        var interval = BackupRules.interval(s, advert);
        var timer = Transitions.wholeTimer(s, master.heldOwner(), interval, Armed.ADVERT, arrived);
        var followed = new Followed(source, advert.priority(), interval);
        var down = Transitions.backup(s, Role.MASTER, timer, interval, followed, master.heldOwner(), why)
                .decided(new Decision.MasterFollowed(s.self().name(), source, advert.priority(), interval));
        var step = down.<VrrpState>toward(((Backup) down.next()).told(master.listTold()));
        return s.self().higherPrioSendAdvert()
                ? Transitions.with(step, s.advert(s.priority(master.heldOwner())))
                : step;
    }

    /**
     * Stays, answers at once, and announces the addresses again. What came before our last advert has its answer
     * already: a master that stood still does not answer each of the adverts that waited.
     */
    private static Step<VrrpState> defend(Situation s, Master master, AdvertReceived heard, Moment arrived) {
        var step = lowerHeard(s, master, heard);
        var lastAdvertAt = master.nextAdvertAt().plus(-s.self().interval().nanos());
        if (!arrived.reaches(lastAdvertAt)) {
            return step;
        }
        step = s.self().lowerPrioNoAdvert() ? step : advertNow(s, master, step);
        return Step.joined(step, announceAgain(s, (Master) step.next()));
    }

    /** {@code garp_lower_prio_repeat}: now, and once more {@code garp_lower_prio_delay} later. */
    static Step<VrrpState> announceAgain(Situation s, Master master) {
        var garp = s.self().garp();
        long second = garp.lowerPrioRepeat() == 0 ? 0 : garp.lowerPrioDelayNanos();
        var next = master.garpsAt(master.secondGarpAt(), master.refreshGarpAt(), Transitions.after(s.now(), second));
        return Transitions.with(Step.<VrrpState>to(next), s.garps(garp.lowerPrioRepeat()));
    }

    /** Someone wants another router to be master: goodbye, and its addresses answer until that one does. */
    static Step<VrrpState> demote(Situation s, Master master, Hold hold) {
        var self = s.self();
        boolean held = master.heldOwner();
        var timer = Transitions.wholeTimer(s, held, self.interval(), Armed.DEMOTED, s.now());
        var down = Transitions.backup(s, Role.MASTER, timer, self.interval(), null, held, new Why.Demoted(hold));
        return Transitions.with(down.toward(((Backup) down.next()).leaving(Transitions.leavesUntil(s))), s.goodbye());
    }

    /**
     * Goes to BACKUP with its sync group, and says so with priority 0: who takes over need not have the same groups.
     *
     * @param how the timer of the member that it follows
     */
    static Step<VrrpState> follow(Situation s, Master master, Armed how, Why why) {
        if (how == Armed.DEMOTED && s.hold() != null) {
            return demote(s, master, s.hold());
        }
        boolean taken = how == Armed.ADDRESS_LOST; // then the group elects again after the skew only
        var self = s.self();
        boolean held = master.heldOwner();
        var timer = taken
                ? VrrpTimers.skewOnly(self, s.priority(held), self.interval(), Armed.ADDRESS_LOST, s.index(), s.now())
                : Transitions.wholeTimer(s, held, self.interval(), Armed.GROUP_BACKUP, s.now());
        var down = Transitions.backup(s, Role.MASTER, timer, self.interval(), null, held, why);
        return Transitions.with(down, s.goodbye());
    }

    private static Step<VrrpState> lowerHeard(Situation s, Master master, AdvertReceived heard) {
        return Step.<VrrpState>to(master)
                .decided(new Decision.LowerMasterHeard(
                        s.self().name(), heard.source(), heard.advert().priority(), s.priority(master.heldOwner())));
    }

    /**
     * Two owners, and ours is the higher address: two adverts, then 1.2 of the longer interval to see the rival go; if
     * it stays, this owner lowers itself to 254 until the rival is silent for three of the longer intervals.
     */
    private static Step<VrrpState> rivalOwner(Situation s, Master master, AdvertReceived heard) {
        var name = s.self().name();
        long longer =
                Math.max(s.self().interval().nanos(), heard.advert().interval().nanos());
        boolean disputed = !master.rivalUntil().equals(Moment.NEVER) && s.now().since(master.rivalUntil()) < 3 * longer;
        if (!disputed) {
            var until = s.now().plus(longer * 6 / 5);
            var step = advertNow(s, master.rival(until, false), lowerHeard(s, master, heard))
                    .decided(new Decision.RivalOwnerHeard(name, heard.source(), until));
            return Transitions.with(step, s.advert(Priority.OWNER));
        }
        return s.now().reaches(master.rivalUntil())
                ? Step.<VrrpState>to(master.rival(s.now().plus(3 * longer), true))
                        .decided(new Decision.OwnerPriorityHeld(name, new Priority(254)))
                : lowerHeard(s, master, heard);
    }

    /** Links or addresses differ from before, and no fault came of it. */
    static Step<VrrpState> onLink(Situation s, Master master, LinkEvent event) {
        return switch (event) {
            case LinkEvent.AddressSeen seen -> {
                var appeared = s.appeared(seen.address());
                int fewer = (int) appeared.stream().filter(a -> !s.stood(a)).count();
                yield onAppeared(s, master, appeared, master.missing() - fewer);
            }
            case LinkEvent.KernelRead _ -> onAppeared(s, master, s.appeared(), s.missing());
            case LinkEvent.AddressGone gone -> onAddressGone(s, master, gone);
            case LinkEvent.LinkSeen _ -> Step.to(master);
            case LinkEvent.LinkGone _ -> Step.to(master.missing(s.missing()));
        };
    }

    /** Virtual addresses of ours appeared: tell the neighbours, and say when all of them stand. */
    private static Step<VrrpState> onAppeared(Situation s, Master master, List<VirtualAddress> appeared, int missing) {
        var step = Step.<VrrpState>to(master.missing(missing));
        if (missing == 0 && master.missing() > 0) {
            step = step.decided(new Decision.AddressesStand(s.self().name()));
        }
        return Transitions.with(step, s.garps(appeared, s.self().garp().repeat()));
    }

    /**
     * One of ours went. With another prefix it was the host's, and ours takes its place; so it does after our own hand. One
     * with {@code no_track} is put there again, and is no loss.
     */
    private static Step<VrrpState> onAddressGone(Situation s, Master master, LinkEvent.AddressGone gone) {
        var ours = s.virtual(gone.address().link(), gone.address().address().ip());
        if (!gone.own() && ours.stream().anyMatch(a -> a.tracked() && a.place().equals(gone.address()))) {
            return onAddressTaken(s, master, gone.address());
        }
        int more = (int) ours.stream().filter(a -> s.stood(a) && !s.stands(a)).count();
        return Step.to(master.missing(master.missing() + more));
    }

    private static Step<VrrpState> onAddressTaken(Situation s, Master master, LinkAddress gone) {
        return onTaken(s, master, new Decision.AddressTaken(s.self().name(), gone), new Why.AddressLost(gone));
    }

    /**
     * One of our routes or rules went. It is no loss where its link is down, with which the kernel takes it away: that it
     * comes again is seen to when the link does.
     */
    static Step<VrrpState> onRoutingGone(Situation s, Master master, Routing gone) {
        boolean tracked = s.self().options().routing().contains(new WantedRouting(gone, true));
        boolean taken = tracked
                && s.link().filter(Link::usable).isPresent()
                && gone.links().stream()
                        .allMatch(name ->
                                s.links().link(name).filter(Link::usable).isPresent());
        return taken
                ? onTaken(s, master, new Decision.RoutingTaken(s.self().name(), gone), new Why.RoutingLost(gone))
                : Step.to(master);
    }

    /** Someone took away what stands while it is master: goodbye, and elect again after the skew only. */
    private static Step<VrrpState> onTaken(Situation s, Master master, Decision taken, Why why) {
        var self = s.self();
        var timer = VrrpTimers.skewOnly(
                self, s.priority(master.heldOwner()), self.interval(), Armed.ADDRESS_LOST, s.index(), s.now());
        var down = Transitions.backup(s, Role.MASTER, timer, self.interval(), null, master.heldOwner(), why);
        return Transitions.with(Step.joined(Step.<VrrpState>to(master).decided(taken), down), s.goodbye());
    }
}
