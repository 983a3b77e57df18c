package io.keepsake.core.vrrp;

import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Effect.WriteFifo;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Script;
import io.keepsake.core.vrrp.SyncGroups.GroupState;
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
 * Who is told that an instance or a sync group has another state: scripts, pipes and mail, in keepalived's words. A
 * master is told when its addresses stand; one that goes before that is told first.
 */
final class Notices {
    private final Notifications to;
    private final Word word;
    private final String name;
    private final Priority priority;
    private final List<Signal> signals = new ArrayList<>();

    /** What is told of; a group has priority 0. */
    private enum Word {
        INSTANCE("VRRP Instance"),
        GROUP("VRRP Group");

        private final String inMail;

        Word(String inMail) {
            this.inMail = inMail;
        }
    }

    private Notices(Notifications to, Word word, String name, Priority priority) {
        this.to = to;
        this.word = word;
        this.name = name;
        this.priority = priority;
    }

    private static Notices of(Situation s) {
        return new Notices(
                s.self().notifications(),
                Word.INSTANCE,
                s.self().name().value(),
                s.tracked().priority());
    }

    private static Notices of(SyncGroup group) {
        return new Notices(group.notifications(), Word.GROUP, group.name(), Priority.STOP);
    }

    /** The step from {@code before}, and whoever is told of it. */
    static Step<VrrpState> with(Situation s, VrrpState before, Step<VrrpState> step) {
        return Transitions.with(step, of(s, before, step.next(), step.decisions()));
    }

    /** Whoever is told that an instance that was {@code before} is {@code after}, and of what was decided. */
    static List<Signal> of(Situation s, VrrpState before, VrrpState after, List<Decision> decisions) {
        var notices = of(s);
        if (!same(before, after)) {
            notices.transition(before, after);
        }
        decisions.forEach(decision -> notices.decision(decision, after));
        return notices.signals;
    }

    @SuppressWarnings("ReferenceEquality") // a rule that changes nothing gives the very same state back
    private static boolean same(VrrpState one, VrrpState other) {
        return one == other;
    }

    /** What pipes are told of an instance that goes on as it was. */
    static List<Signal> present(Situation s, VrrpState state) {
        var notices = of(s);
        boolean told = !(state instanceof Master master) || master.told();
        if (told && !(state instanceof Init) && !(state instanceof Stopped)) {
            notices.line(state.role().name());
        }
        return notices.signals;
    }

    /** What pipes are told of a group that goes on as it was. */
    static Step<SyncGroup> present(SyncGroup group, GroupState state) {
        var notices = of(group);
        if (state.role() != Role.INIT && (state.role() != Role.MASTER || state.told())) {
            notices.line(state.role().name());
        }
        return new Step<>(group, List.of(), notices.signals);
    }

    private void line(String state) {
        if (to.fifo()) {
            signals.add(new WriteFifo(word + " \"" + name + "\" " + state + " " + priority, true));
        }
    }

    /** An instance that a reload takes away. */
    static List<Signal> deleted(Situation s, VrrpState before) {
        var notices = of(s);
        notices.overdue(before);
        if (notices.to.deleted() != null) {
            notices.tell("notify_deleted", notices.to.deleted(), "DELETED");
        } else {
            notices.tell("notify_fault", notices.to.fault(), "FAULT");
        }
        return notices.signals;
    }

    /** A group that a reload takes away: told where that is asked for. */
    static Step<SyncGroup> deleted(SyncGroup group) {
        var notices = of(group);
        if (group.notifications().deleted() != null) {
            notices.tell("notify_deleted", group.notifications().deleted(), "DELETED");
        }
        return new Step<>(group, List.of(), notices.signals);
    }

    /** A member of a group that is master hears a master that it must not yield to. */
    static List<Signal> lowerHeard(SyncGroup group) {
        var notices = of(group);
        notices.lowerHeard();
        return notices.signals;
    }

    /**
     * The group as a whole.
     *
     * @param member the one that the others follow
     */
    static Step<SyncGroup> of(SyncGroup group, GroupState before, GroupState after, InstanceName member) {
        var notices = of(group);
        notices.group(before, after);
        boolean moved = before.role() != after.role();
        var decisions = moved
                ? List.<Decision>of(new Decision.GroupMoved(group.name(), before.role(), after.role(), member))
                : List.<Decision>of();
        return new Step<>(group, decisions, notices.signals);
    }

    private void group(GroupState before, GroupState after) {
        boolean overdue = before.role() == Role.MASTER && !before.told();
        boolean stays = before.role() == Role.MASTER && after.role() == Role.MASTER;
        if (overdue && !(stays && !after.told())) {
            master();
        }
        if (stays || before.role() == after.role() && before.stopped() == after.stopped()) {
            return;
        }
        switch (after.role()) {
            case MASTER -> {
                if (after.told()) {
                    master();
                }
            }
            case BACKUP -> backup();
            case FAULT -> fault("because of a member");
            case INIT -> {
                if (after.stopped()) {
                    stop();
                }
            }
        }
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
            case Backup _ -> backup();
            case Fault fault ->
                fault("because of "
                        + fault.reasons().stream().map(FaultCause::toString).collect(Collectors.joining(", ")));
            case Stopped _ -> stop();
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
        tell("notify_master", to.master(), "MASTER");
    }

    private void backup() {
        alert("BACKUP", "it holds its addresses no longer");
        tell("notify_backup", to.backup(), "BACKUP");
    }

    private void fault(String why) {
        if (to.faultMails()) {
            alert("FAULT", why);
        }
        tell("notify_fault", to.fault(), "FAULT");
    }

    private void stop() {
        tell("notify_stop", to.stop(), "STOP");
    }

    private void lowerHeard() {
        if (to.lowerHeard() != null) {
            tell("notify_master_rx_lower_pri", to.lowerHeard(), "MASTER_RX_LOWER_PRI");
        }
    }

    private void decision(Decision decision, VrrpState after) {
        switch (decision) {
            case Decision.LowerMasterHeard _ -> lowerHeard();
            case Decision.PriorityChanged _ -> {
                if (to.priorityChanges() && (after instanceof Master || after instanceof Backup)) {
                    tell("", null, after.role() + "_PRIORITY");
                }
            }
            default -> {}
        }
    }

    private void alert(String state, String why) {
        var router = to.alertAs();
        if (router != null) {
            signals.add(new SendMail(
                    "[" + router + "] " + word.inMail + " " + name + " - Entering " + state + " state",
                    "=> " + word.inMail + " " + name + " is " + state + ": " + why + " <="));
        }
    }

    /** First the script for this alone, then the one for all. */
    private void tell(String keyword, @Nullable Script own, String state) {
        if (own != null) {
            signals.add(new RunScript(name + " " + keyword, own, List.of(), 0));
        }
        line(state);
        if (to.any() != null) {
            signals.add(new RunScript(
                    name + " notify", to.any(), List.of(word.name(), name, state, priority.toString()), 0));
        }
    }
}
