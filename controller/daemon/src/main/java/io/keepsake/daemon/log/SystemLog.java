package io.keepsake.daemon.log;

import io.keepsake.daemon.sys.LocalDatagrams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The log of the system: syslog's socket, or that of systemd's journal, to which a line has fields. Who reads it may be gone
 * or stand still; then a line is lost, and nobody waits. For one thread.
 */
final class SystemLog implements AutoCloseable {
    static final Path JOURNALD = Path.of("/run/systemd/journal/socket");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final int FACILITY_SHIFT = 3;

    private final LocalDatagrams socket;
    private final boolean fields;
    private final int facility;
    private final long pid = ProcessHandle.current().pid();

    SystemLog(Path path, int facility) {
        socket = new LocalDatagrams(path.toString());
        fields = path.getFileName().toString().equals("socket");
        this.facility = facility;
    }

    /**
     * Sends a line.
     *
     * @param event of the journal, as {@code run#index}; empty for none
     * @return whether it was taken
     */
    boolean write(LogLine line, String event) {
        var text = fields ? fields(line, event) : syslog(line, LocalDateTime.now(ZoneId.systemDefault()));
        return socket.send(text.getBytes(StandardCharsets.UTF_8));
    }

    String syslog(LogLine line, LocalDateTime now) {
        int priority = facility << FACILITY_SHIFT | line.level().severity;
        return "<" + priority + ">" + TIME.format(now) + " " + line.part().ident + "[" + pid + "]: "
                + oneLine(line.text());
    }

    String fields(LogLine line, String event) {
        var text = new StringBuilder()
                .append("MESSAGE=")
                .append(oneLine(line.text()))
                .append("\nPRIORITY=")
                .append(line.level().severity)
                .append("\nSYSLOG_FACILITY=")
                .append(facility)
                .append("\nSYSLOG_IDENTIFIER=")
                .append(line.part().ident)
                .append("\nSYSLOG_PID=")
                .append(pid)
                .append('\n');
        var subject = line.subject();
        if (subject != null) {
            text.append("KEEPSAKE_SUBJECT=").append(oneLine(subject)).append('\n');
        }
        if (line.vrid() > 0) {
            text.append("KEEPSAKE_VRID=").append(line.vrid()).append('\n');
        }
        if (!event.isEmpty()) {
            text.append("KEEPSAKE_EVENT=").append(event).append('\n');
        }
        return text.toString();
    }

    /** A line break would begin another line, or another field. */
    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    @Override
    public void close() {
        socket.close();
    }
}
