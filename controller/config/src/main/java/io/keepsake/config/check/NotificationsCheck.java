package io.keepsake.config.check;

import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.MailConfig;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.NotifyFifo;
import io.keepsake.core.value.Script;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code notify}, the keywords that begin like it, and {@code smtp_alert}. */
final class NotificationsCheck {
    /** Without a command they ask keepalived to tell of it elsewhere, which is always done here. */
    private static final Set<String> BARE_IS_KNOWN = Set.of("notify_deleted", "notify_master_rx_lower_pri");

    private final Problems problems;
    private final Globals globals;
    private final boolean fifo;
    private final boolean mail;

    /** @param mail null when nobody can be written to */
    NotificationsCheck(Problems problems, Globals globals, List<NotifyFifo> fifos, @Nullable MailConfig mail) {
        this.problems = problems;
        this.globals = globals;
        this.fifo = fifos.stream().anyMatch(NotifyFifo::instances);
        this.mail = mail != null;
    }

    Notifications read(Values values) {
        boolean alert = values.flag("smtp_alert", globals.alert());
        var line = values.last("smtp_alert");
        if (alert && !mail && line != null) {
            notAlerted(line);
        }
        return new Notifications(
                script(values, "notify_master"),
                script(values, "notify_backup"),
                script(values, "notify_fault"),
                script(values, "notify_stop"),
                script(values, "notify_deleted"),
                script(values, "notify_master_rx_lower_pri"),
                script(values, "notify"),
                values.flag("notify_priority_changes", globals.notifyPriorityChanges()),
                fifo,
                alert && mail ? globals.routerId() : null,
                alert && mail && globals.faultMails());
    }

    private void notAlerted(Node line) {
        problems.notice(
                "smtp_alert", line.keyword().place(), "needs smtp_server and notification_email; no mail is sent");
    }

    private @Nullable Script script(Values values, String keyword) {
        var line = values.last(keyword);
        boolean bare = line != null && line.values().isEmpty() && BARE_IS_KNOWN.contains(keyword);
        return bare ? null : new ScriptCheck(problems).script(line);
    }
}
