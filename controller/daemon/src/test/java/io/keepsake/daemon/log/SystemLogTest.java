package io.keepsake.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.daemon.log.LogLine.Level;
import io.keepsake.daemon.log.LogLine.Part;
import io.keepsake.testkit.sys.LocalReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemLogTest {
    private static final LogLine LINE =
            new LogLine(Part.VRRP, Level.INFO, false, "(VI_1) Entering\nMASTER STATE", "VI_1", 51, 7);

    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    @Test
    void syslogHasItsFacilityAndTheNameOfTheProcess() {
        try (var log = new SystemLog(directory.resolve("log"), Logging.facility("local3"))) {
            // local3 is 19, and info 6
            assertEquals(
                    "<158>Nov  3 04:05:06 Keepalived_vrrp[" + PID + "]: (VI_1) Entering MASTER STATE",
                    log.syslog(LINE, LocalDateTime.of(2026, 11, 3, 4, 5, 6)));
        }
    }

    @Test
    void theJournalOfSystemdHasFields() throws IOException {
        var path = directory.resolve("socket");
        try (var journald = new LocalReceiver(path);
                var log = new SystemLog(path, Logging.DAEMON)) {
            assertTrue(log.write(LINE, "3#7"));
            assertEquals(
                    List.of("MESSAGE=(VI_1) Entering MASTER STATE\nPRIORITY=6\nSYSLOG_FACILITY=3\n"
                            + "SYSLOG_IDENTIFIER=Keepalived_vrrp\nSYSLOG_PID=" + PID
                            + "\nKEEPSAKE_SUBJECT=VI_1\nKEEPSAKE_VRID=51\nKEEPSAKE_EVENT=3#7\n"),
                    journald.heard());
        }
    }

    @Test
    void whereNobodyListensNothingIsTaken() {
        try (var log = new SystemLog(directory.resolve("log"), Logging.DAEMON)) {
            assertFalse(log.write(LINE, ""));
        }
    }

    @Test
    void aFacilityIsANumberOrAName() {
        assertEquals(16, Logging.facility("0"));
        assertEquals(23, Logging.facility("local7"));
        assertEquals(1, Logging.facility("user"));
        assertEquals(3, Logging.facility("daemon"));
        assertEquals(-1, Logging.facility("8"));
        assertEquals(-1, Logging.facility("mail"));
    }
}
