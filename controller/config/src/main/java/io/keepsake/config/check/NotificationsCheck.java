package io.keepsake.config.check;

import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.value.Script;
import org.jspecify.annotations.Nullable;

/** Reads {@code notify} and the keywords that begin like it. */
final class NotificationsCheck {
    private final ScriptCheck scripts;
    private final Values values;

    private NotificationsCheck(Problems problems, Values values) {
        scripts = new ScriptCheck(problems);
        this.values = values;
    }

    /** @param priorityChanges what {@code vrrp_notify_priority_changes} says for all instances */
    static Notifications read(Problems problems, Values values, boolean priorityChanges) {
        var check = new NotificationsCheck(problems, values);
        return new Notifications(
                check.script("notify_master"),
                check.script("notify_backup"),
                check.script("notify_fault"),
                check.script("notify_stop"),
                check.script("notify_deleted"),
                check.script("notify_master_rx_lower_pri"),
                check.script("notify"),
                values.flag("notify_priority_changes", priorityChanges));
    }

    private @Nullable Script script(String keyword) {
        return scripts.script(values.last(keyword));
    }
}
