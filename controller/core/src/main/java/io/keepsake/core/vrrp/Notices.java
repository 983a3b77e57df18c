package io.keepsake.core.vrrp;

import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Script;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Fault;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Master;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is told that an instance has another state: scripts, pipes and mail, in keepalived's words. A master is told
 * when its addresses stand; one that goes before that is told first.
 */
final class Notices {
    private final Situation s;
    private final List<Signal> signals = new ArrayList<>();

    private Notices(Situation s) {
        this.s = s;
    }

    /** The step from {@code before}, and whoever is told of it. */
    static Step<VrrpState> with(Situation s, VrrpState before, Step<VrrpState> step) {
        var notices = new Notices(s);
        if (!same(before, step.next())) {
            notices.transition(before, step.next());
        }
        step.decisions().forEach(decision -> notices.decision(decision, step.next()));
        return Transitions.with(step, notices.signals);
    }

    @SuppressWarnings("ReferenceEquality") // a rule that changes nothing gives the very same state back
    private static boolean same(VrrpState one, VrrpState other) {
        return one == other;
    }

    /** An instance that a reload takes away. */
    static List<Signal> deleted(Situation s, VrrpState before) {
        var notices = new Notices(s);
        notices.overdue(before);
        var deleted = s.self().notifications().deleted();
        if (deleted != null) {
            notices.tell("notify_deleted", deleted, "DELETED");
        } else {
            notices.tell("notify_fault", s.self().notifications().fault(), "FAULT");
        }
        return notices.signals;
    }

    private void transition(VrrpState before, VrrpState after) {
        boolean told = after instanceof Master master && master.told();
        if (before instanceof Master was && after instanceof Master) {
            if (told && !was.told()) {
                master();
            }
            return;
        }
        overdue(before);
        if (before.getClass().equals(after.getClass())) {
            return;
        }
        switch (after) {
            case Init _ -> {}
            case Backup _ -> {
                alert("BACKUP", "it holds its addresses no longer");
                tell("notify_backup", s.self().notifications().backup(), "BACKUP");
            }
            case Fault fault -> {
                if (s.self().notifications().faultMails()) {
                    alert(
                            "FAULT",
                            "because of "
                                    + fault.reasons().stream()
                                            .map(FaultCause::toString)
                                            .collect(Collectors.joining(", ")));
                }
                tell("notify_fault", s.self().notifications().fault(), "FAULT");
            }
            case Stopped _ -> tell("notify_stop", s.self().notifications().stop(), "STOP");
            case Master _ -> {
                if (told) {
                    master();
                }
            }
        }
    }

    private void overdue(VrrpState before) {
        if (before instanceof Master was && !was.told()) {
            master();
        }
    }

    private void master() {
        alert("MASTER", "it holds its addresses now");
        tell("notify_master", s.self().notifications().master(), "MASTER");
    }

    private void decision(Decision decision, VrrpState after) {
        var to = s.self().notifications();
        switch (decision) {
            case Decision.LowerMasterHeard _ -> {
                if (to.lowerHeard() != null) {
                    tell("notify_master_rx_lower_pri", to.lowerHeard(), "MASTER_RX_LOWER_PRI");
                }
            }
            case Decision.PriorityChanged _ -> {
                if (to.priorityChanges() && (after instanceof Master || after instanceof Backup)) {
                    tell("", null, after.role() + "_PRIORITY");
                }
            }
            default -> {}
        }
    }

    private void alert(String state, String why) {
        var router = s.self().notifications().alertAs();
        if (router != null) {
            signals.add(new SendMail(
                    "[" + router + "] VRRP Instance " + s.self().name() + " - Entering " + state + " state",
                    "=> VRRP Instance " + s.self().name() + " is " + state + ": " + why + " <="));
        }
    }

    /** First the script for this alone, then the one for all. */
    private void tell(String keyword, @Nullable Script own, String state) {
        var name = s.self().name().value();
        var priority = Integer.toString(s.tracked().priority().value());
        if (own != null) {
            signals.add(new RunScript(name + " " + keyword, own, List.of(), 0));
        }
        if (s.self().notifications().fifo()) {
            signals.add(new WriteFifo("INSTANCE \"" + name + "\" " + state + " " + priority, true));
        }
        var any = s.self().notifications().any();
        if (any != null) {
            signals.add(new RunScript(name + " notify", any, List.of("INSTANCE", name, state, priority), 0));
        }
    }
}
