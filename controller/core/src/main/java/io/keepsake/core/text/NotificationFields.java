package io.keepsake.core.text;

import io.keepsake.core.config.Notifications;
import io.keepsake.core.value.Script;
import org.jspecify.annotations.Nullable;

/** Who is told of transitions. */
final class NotificationFields {
    private NotificationFields() {}

    static void write(Notifications c, FieldSink out) {
        write("master", c.master(), out);
        write("backup", c.backup(), out);
        write("fault", c.fault(), out);
        write("stop", c.stop(), out);
        write("deleted", c.deleted(), out);
        write("master_rx_lower_pri", c.lowerHeard(), out);
        write("any", c.any(), out);
        out.unusualFlag("priority_changes", c.priorityChanges());
        out.unusualFlag("fifo", c.fifo());
        out.optional("alert_as", c.alertAs(), (name, o) -> o.text("router", name));
        out.unusualFlag("fault_mails", c.faultMails());
    }

    static Notifications read(FieldSource in) {
        return new Notifications(
                script("master", in),
                script("backup", in),
                script("fault", in),
                script("stop", in),
                script("deleted", in),
                script("master_rx_lower_pri", in),
                script("any", in),
                in.unusualFlag("priority_changes"),
                in.unusualFlag("fifo"),
                in.optional("alert_as", s -> s.text("router")),
                in.unusualFlag("fault_mails"));
    }

    private static void write(String name, @Nullable Script script, FieldSink out) {
        out.optional(name, script, ServerConfigFields::writeScript);
    }

    private static @Nullable Script script(String name, FieldSource in) {
        return in.optional(name, ServerConfigFields::readScript);
    }
}
