package io.keepsake.core.config;

import io.keepsake.core.value.Script;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of the transitions of an instance.
 *
 * @param master {@code notify_master}; this and the next four are run as they are written
 * @param backup {@code notify_backup}
 * @param fault {@code notify_fault}
 * @param stop {@code notify_stop}
 * @param deleted {@code notify_deleted}; without it an instance that a reload takes away is told as one in FAULT
 * @param lowerHeard {@code notify_master_rx_lower_pri}: a running master hears one that it must not yield to
 * @param any {@code notify}: each of these, with INSTANCE, the name, the state and the effective priority behind its
 *     own arguments
 * @param priorityChanges {@code notify_priority_changes}: {@code any} and pipes are told of another effective priority
 *     too
 * @param fifo whether a pipe is told of instances
 * @param alertAs {@code router_id} before the subject of mails, {@code smtp_alert}; null when none are sent
 * @param faultMails whether a fault is told by mail: not with {@code no_email_faults}
 */
public record Notifications(
        @Nullable Script master,
        @Nullable Script backup,
        @Nullable Script fault,
        @Nullable Script stop,
        @Nullable Script deleted,
        @Nullable Script lowerHeard,
        @Nullable Script any,
        boolean priorityChanges,
        boolean fifo,
        @Nullable String alertAs,
        boolean faultMails) {
    /** Nobody. */
    public static final Notifications NONE =
            new Notifications(null, null, null, null, null, null, null, false, false, null, false);

    /** The same, told of priorities too where {@code asked}. */
    public Notifications ofPriorities(boolean asked) {
        return new Notifications(
                master,
                backup,
                fault,
                stop,
                deleted,
                lowerHeard,
                any,
                priorityChanges || asked,
                fifo,
                alertAs,
                faultMails);
    }
}
