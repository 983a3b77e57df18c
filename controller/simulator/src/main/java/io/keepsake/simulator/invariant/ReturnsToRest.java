package io.keepsake.simulator.invariant;

import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.text.TextSink;

/**
 * Gratuitous ARP comes when it must and then ends.
 *
 * <p>Of {@code garp_extra_if}, which is for other links than its own, {@link RefreshesOtherLinks} tells.
 *
 * <p>Without {@code garp_master_refresh} a master that has been one for longer than its delays, and hears and loses
 * nothing, announces nothing any more by a deadline. With it, it announces what stands at least that often, counted from
 * when it became master, from the last time, or from the reload that set it: also where it was off before.
 */
final class ReturnsToRest implements OfInstance {
    private static final String NAME = "ReturnsToRest";

    /** A loop that is later than this says so. */
    private static final long LATE_NANOS = 50_000_000L;

    /** When something last happened that is answered with announcements. */
    private long causeAt;

    /** From when on the time to the next refresh counts. */
    private long refreshFrom;

    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        boolean announces = announces(turn);
        if (isCause(turn)) {
            causeAt = turn.all().at();
        }
        if (announces || !turn.wasMaster() || turn.all().event() instanceof ConfigAccepted) {
            refreshFrom = turn.all().at();
        }
        if (!turn.isMaster() || !turn.wasMaster()) {
            return;
        }
        var garp = turn.self().garp();
        if (garp.refreshNanos() == 0) {
            long restsFrom = causeAt + Math.max(garp.delayNanos(), garp.lowerPrioDelayNanos()) + LATE_NANOS;
            if (announcesItsOwn(turn)
                    && turn.all().event() instanceof DeadlineReached
                    && turn.all().at() > restsFrom) {
                throw turn.violation(
                        NAME, "announces its addresses, and should be at rest since " + TextSink.seconds(restsFrom));
            }
        } else if (garp.refreshRepeat() > 0
                && turn.all().deadline() > refreshFrom + garp.refreshNanos()
                && announceable(turn)) {
            throw turn.violation(
                    NAME, "sleeps past its announcement at " + TextSink.seconds(refreshFrom + garp.refreshNanos()));
        }
    }

    private static boolean isCause(InstanceTurn turn) {
        Event event = turn.all().event();
        return !turn.wasMaster()
                || turn.heardByGroup()
                || event instanceof LinkEvent
                || event instanceof OutcomeEvent
                || event instanceof LoopStalled
                || event instanceof ConfigAccepted;
    }

    private static boolean announceable(InstanceTurn turn) {
        return turn.places().stream()
                .anyMatch(p -> turn.all().after().links().holds(p)
                        && turn.all().after().links().link(p.link()).isPresent());
    }

    /** Something that no other instance, with delays of its own, has too. */
    private static boolean announcesItsOwn(InstanceTurn turn) {
        return turn.all().announcements().stream()
                .filter(garp -> turn.self().garp().extraSeconds() == 0
                        || garp.link().equals(turn.self().link()))
                .flatMap(garp -> garp.addresses().stream())
                .anyMatch(ip -> turn.all().config().instances().stream()
                                        .filter(instance -> instance.virtual()
                                                .anyMatch(a -> a.address().ip().equals(ip)))
                                        .count()
                                == 1
                        && turn.places().stream().anyMatch(p -> p.address().ip().equals(ip)));
    }

    private static boolean announces(InstanceTurn turn) {
        return !turn.all().announcements().isEmpty()
                && turn.all().announcements().stream().anyMatch(garp -> turn.places().stream()
                        .anyMatch(p -> garp.addresses().contains(p.address().ip())));
    }
}
