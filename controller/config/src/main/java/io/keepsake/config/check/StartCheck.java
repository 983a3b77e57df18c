package io.keepsake.config.check;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;

/** Reads {@code state}, {@code priority}, {@code nopreempt} and {@code preempt_delay}, which depend on each other. */
record StartCheck(Role role, Priority priority, boolean preempt, long preemptDelayNanos) {

    static StartCheck read(Problems problems, Values values, Place instance, StrictCheck strict) {
        var given = role(problems, values);
        var number = values.whole("priority", 1, 255, "taken as 100");
        int priority = number != null ? number : given == Role.MASTER && values.last("priority") == null ? 255 : 100;
        var meant = given == Role.INIT ? (priority == 255 ? Role.MASTER : Role.BACKUP) : given;
        var role = strict.role(meant, priority);
        boolean preempt = preempt(problems, values, instance, role, priority);
        long delay = preemptDelay(problems, values, instance, role, preempt);
        return new StartCheck(role, new Priority(priority), preempt, strict.preemptDelay(delay));
    }

    /** INIT when the file does not say. */
    private static Role role(Problems problems, Values values) {
        var state = values.value("state");
        if (state == null) {
            return Role.INIT;
        }
        return switch (state.text()) {
            case "MASTER" -> Role.MASTER;
            case "BACKUP" -> Role.BACKUP;
            default -> {
                problems.warn(
                        state.place(), "state must be MASTER or BACKUP, was \"" + state.text() + "\"; taken as BACKUP");
                yield Role.BACKUP;
            }
        };
    }

    private static boolean preempt(Problems problems, Values values, Place instance, Role role, int priority) {
        boolean nopreempt = values.bare("nopreempt");
        if (values.bare("preempt") && values.comesAfter("preempt", "nopreempt") || !nopreempt) {
            return true;
        }
        var place = values.placeOf("nopreempt", instance);
        if (priority == 255) {
            problems.warn(
                    place,
                    "nopreempt does not go with priority 255; it is ignored, the instance preempts",
                    "remove nopreempt, or give a lower priority");
            return true;
        }
        if (role == Role.MASTER) {
            problems.warn(
                    place,
                    "nopreempt needs state BACKUP, was MASTER; it is ignored, the instance preempts",
                    "set \"state BACKUP\"");
            return true;
        }
        return false;
    }

    private static long preemptDelay(Problems problems, Values values, Place instance, Role role, boolean preempt) {
        var delay = values.nanos("preempt_delay", "0", "1000", "ignored");
        if (delay == null || delay == 0) {
            return 0;
        }
        var place = values.placeOf("preempt_delay", instance);
        if (role == Role.MASTER) {
            problems.warn(
                    place,
                    "preempt_delay needs state BACKUP, was MASTER; it is ignored, the instance preempts at once",
                    "set \"state BACKUP\"");
            return 0;
        }
        if (!preempt) {
            problems.warn(place, "preempt_delay does not go with nopreempt; it is ignored, nothing is preempted");
            return 0;
        }
        return delay;
    }
}
