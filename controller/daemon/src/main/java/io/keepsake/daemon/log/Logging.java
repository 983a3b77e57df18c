package io.keepsake.daemon.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go, and in which form.
 *
 * @param format of what is said of events
 * @param detail {@code -D}: with what keepalived says only then
 * @param console whether they go to the standard error: {@code -l}
 * @param socket of the system's log; null for none: {@code -G}
 * @param facility by syslog's numbers: {@code -S}
 */
public record Logging(
        Format format,
        boolean detail,
        boolean console,
        @Nullable Path socket,
        int facility) {
    /** LOG_DAEMON. */
    public static final int DAEMON = 3;

    private static final int LOCAL0 = 16;
    private static final Map<String, Integer> FACILITIES = Map.of("user", 1, "daemon", DAEMON);

    /** {@code --log-format}. */
    public enum Format {
        /** Each event as the journal shows it, with its index. */
        EVENTS,
        /** What keepalived says of it. */
        KEEPALIVED;

        /** The form of this name; null when there is none. */
        public static @Nullable Format named(String name) {
            return List.of(values()).stream()
                    .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Events on the standard error. */
    public static final Logging CONSOLE = new Logging(Format.EVENTS, false, true, null, DAEMON);

    /** What {@code -S} means: 0 to 7, {@code local0} to {@code local7}, {@code user} or {@code daemon}; -1 for anything else. */
    public static int facility(String name) {
        var number = name.startsWith("local") ? name.substring("local".length()) : name;
        return number.matches("[0-7]") ? LOCAL0 + number.charAt(0) - '0' : FACILITIES.getOrDefault(name, -1);
    }

    /** Of systemd's journal where it runs, which takes fields too; else syslog's. */
    public static Path systemSocket() {
        return Files.exists(SystemLog.JOURNALD) ? SystemLog.JOURNALD : Path.of("/dev/log");
    }
}
