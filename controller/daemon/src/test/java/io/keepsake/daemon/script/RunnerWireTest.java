package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.daemon.script.RunnerWire.Ended;
import io.keepsake.daemon.script.RunnerWire.Hello;
import io.keepsake.daemon.script.RunnerWire.Report;
import io.keepsake.daemon.script.RunnerWire.Request;
import io.keepsake.daemon.script.RunnerWire.Started;
import io.keepsake.daemon.script.RunnerWire.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunnerWireTest {
    private static final Request REQUEST =
            new Request(7, new User(-2, 65534, true), 5, List.of("A=ä"), List.of("/bin/x", "", "a\nb"));

    private static byte[] bytes(Report report) throws IOException {
        var out = new ByteArrayOutputStream();
        RunnerWire.write(out, report);
        return out.toByteArray();
    }

    private static byte[] bytes(Request request) throws IOException {
        var out = new ByteArrayOutputStream();
        RunnerWire.write(out, request);
        return out.toByteArray();
    }

    @Test
    void whatIsSaidArrives() throws IOException {
        assertEquals(REQUEST, RunnerWire.request(new ByteArrayInputStream(bytes(REQUEST))));
        var own = new Request(8, null, 5, List.of(), List.of("x"));
        assertEquals(own, RunnerWire.request(new ByteArrayInputStream(bytes(own))));
        var reports = List.of(
                new Hello("mark"),
                new Started(7),
                new Ended(7, End.EXITED, 143, "out\n"),
                new Ended(8, End.SIGNALLED, 15, ""),
                new Ended(9, End.TIMED_OUT, 9, "\uFFFD".repeat(ScriptResult.OUTPUT_MAX)));
        for (var report : reports) {
            assertEquals(report, RunnerWire.report(new ByteArrayInputStream(bytes(report))));
        }
    }

    @Test
    void anEndInTheMiddleIsAnEnd() throws IOException {
        var whole = bytes(REQUEST);
        for (int length = 0; length < whole.length; length++) {
            assertNull(RunnerWire.request(new ByteArrayInputStream(whole, 0, length)));
        }
    }

    @Test
    void whatIsNoReportEndsTheTrust() throws IOException {
        for (var bytes : List.of(
                new byte[] {0x7f, 0, 0, 0}, // longer than any
                new byte[] {-1, -1, -1, -1},
                new byte[] {0, 0, 0, 0}, // empty
                new byte[] {0, 0, 0, 1, 'x'}, // of no kind
                new byte[] {0, 0, 0, 3, 'S', 0, 0}, // half of one
                new byte[] {0, 0, 0, 14, 'E', 0, 0, 0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0}, // UNKNOWN is no end
                new byte[] {0, 0, 0, 5, 'H', 0x7f, 0, 0, 0})) {
            assertThrows(
                    IOException.class,
                    () -> RunnerWire.report(new ByteArrayInputStream(bytes)),
                    Arrays.toString(bytes));
        }
    }

    @Test
    void whatAnEarlierRunnerLeftIsPassedOver() throws IOException {
        var pipe = new ByteArrayOutputStream();
        pipe.writeBytes(Arrays.copyOfRange(bytes(REQUEST), 5, 20));
        pipe.writeBytes(bytes(REQUEST));
        pipe.writeBytes("marmar".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        RunnerWire.mark(pipe, "mark");
        pipe.writeBytes(bytes(REQUEST));
        var in = new ByteArrayInputStream(pipe.toByteArray());
        assertTrue(RunnerWire.passOver(in, "mark"));
        assertEquals(REQUEST, RunnerWire.request(in));
        assertFalse(RunnerWire.passOver(in, "mark"));
    }
}
