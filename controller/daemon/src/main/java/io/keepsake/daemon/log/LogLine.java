package io.keepsake.daemon.log;

import org.jspecify.annotations.Nullable;

/**
 * One line.
 *
 * @param part who says it, of the processes that keepalived has
 * @param level how bad it is
 * @param detail whether it is said with {@code -D} only
 * @param text the line itself, without a line break
 * @param subject the instance, group or virtual server it is about; null for none
 * @param vrid of the instance; 0 for none
 * @param index the event of the journal that it is about; -1 for none
 */
record LogLine(
        Part part,
        Level level,
        boolean detail,
        String text,
        @Nullable String subject,
        int vrid,
        long index) {
    /** The processes of keepalived, by the names under which they log. */
    enum Part {
        PARENT("Keepalived"),
        VRRP("Keepalived_vrrp"),
        CHECKERS("Keepalived_healthcheckers"),
        /** Our own form has one name. */
        DIRECTOR("Keepsake");

        final String ident;

        Part(String ident) {
            this.ident = ident;
        }
    }

    /** By syslog's numbers. */
    enum Level {
        WARNING(4),
        INFO(6);

        final int severity;

        Level(int severity) {
            this.severity = severity;
        }
    }

    /** One that is about nothing in particular. */
    static LogLine of(Part part, String text) {
        return new LogLine(part, Level.INFO, false, text, null, 0, -1);
    }

    /** The same, said with {@code -D} only. */
    LogLine inDetail() {
        return new LogLine(part, level, true, text, subject, vrid, index);
    }

    /** The same with something behind it. */
    LogLine with(String behind) {
        return behind.isEmpty() ? this : new LogLine(part, level, detail, text + behind, subject, vrid, index);
    }
}
