package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.testkit.scenario.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers that were down, as {@code replay incidents} tells them. */
class ServerIncidentsTest {
    private static final long SECOND = 1_000_000_000L;

    /** The index of the event that began to check: that of the configuration. */
    private static final long INCARNATION = 2;

    private static final String TWO_SERVERS = """
            virtual_server 10.0.0.100 80 {
                delay_loop 1
                lb_algo rr
                lb_kind DR
                protocol TCP
                real_server 10.0.0.1 80 {
                    TCP_CHECK {
                        retry 0
                    }
                }
                real_server 10.0.0.2 80 {
                    TCP_CHECK {
                        retry 0
                    }
                }
            }
            """;

    @TempDir
    private Path journal;

    private static CheckerId checker(int number) {
        return new CheckerId(new VirtualServerName("tcp:10.0.0.100:80"), Endpoint.parse("10.0.0." + number + ":80"), 0);
    }

    private static CheckPassed passed(int number) {
        return new CheckPassed(checker(number), CheckTiming.NONE, "ok", -1, INCARNATION);
    }

    private static CheckFailed failed(int number) {
        return new CheckFailed(
                checker(number), CheckTiming.NONE, CheckFailure.REFUSED, "connection refused", INCARNATION);
    }

    private Recording serving() throws Exception {
        var recording = new Recording(journal);
        recording.event("ProcessStarted node=lb1 version=0.1.0 pid=4711 boot=8d2c");
        return recording
                .event(Scenario.reload(TWO_SERVERS))
                .event(new LeftoversRecalled(Leftovers.NONE))
                .pass(SECOND)
                .event(passed(1))
                .event(passed(2));
    }

    @Test
    void oneThatGoesAndComesAgainAndAgainIsOneIncident() throws Exception {
        try (var recording = serving()) {
            for (int i = 0; i < 4; i++) {
                recording.pass(5 * SECOND).event(failed(1)).pass(2 * SECOND).event(passed(1));
            }
        }

        var run = Golden.replay("incidents", "--utc", "lb1=" + journal);

        assertEquals(1, run.code(), run::out);
        assertTrue(
                run.out()
                        .contains(
                                "REAL SERVER FLAPPING for 23 s  tcp:10.0.0.100:80: lb1: 10.0.0.1:80 was down 4 times, 8 s"
                                        + " together; at first: "),
                run::out);
        assertEquals(1, run.out().split("REAL SERVER", -1).length - 1, run::out);
    }

    @Test
    void whoLeavesTheFileIsNotDownAnyMore() throws Exception {
        try (var recording = serving()) {
            recording.pass(5 * SECOND).event(failed(1)).pass(2 * SECOND);
            var server = TWO_SERVERS.indexOf("    real_server 10.0.0.1");
            var other = TWO_SERVERS.indexOf("    real_server 10.0.0.2");
            recording.event(Scenario.reload(TWO_SERVERS.substring(0, server) + TWO_SERVERS.substring(other)));
            recording.pass(100 * SECOND).event(passed(2));
        }

        var out = Golden.replay("incidents", "--utc", "lb1=" + journal).out();

        assertTrue(out.contains("REAL SERVER DOWN for 2 s  tcp:10.0.0.100:80: lb1: 10.0.0.1:80 was down: "), () -> out);
        assertTrue(out.contains(", until it was taken out of the file"), () -> out);
    }

    @Test
    void whatAHoleHidesIsNotCounted() throws Exception {
        try (var recording = serving()) {
            recording.pass(5 * SECOND).event(failed(1)).pass(2 * SECOND).event(passed(2));
            long from = recording.index();
            recording.pass(50 * SECOND).turn(passed(1));
            recording.gap(from).pass(50 * SECOND).event(passed(2));
        }

        var out = Golden.replay("incidents", "--utc", "lb1=" + journal).out();

        assertTrue(out.contains("REAL SERVER DOWN for 2 s  tcp:10.0.0.100:80: lb1: 10.0.0.1:80 was down: "), () -> out);
        assertTrue(out.contains(", up to where the record has a hole"), () -> out);
    }

    @Test
    void whoIsDownAtTheEndIsSaidToBe() throws Exception {
        try (var recording = serving()) {
            recording.pass(5 * SECOND).event(failed(1)).pass(2 * SECOND).event(passed(1));
            recording.pass(100 * SECOND).event(failed(2)).pass(SECOND).event(failed(1));
            recording.pass(7 * SECOND).event(failed(2));
        }

        var out = Golden.replay("incidents", "--utc", "lb1=" + journal).out();

        assertTrue(out.contains("REAL SERVER DOWN for 2 s  tcp:10.0.0.100:80: lb1: 10.0.0.1:80 was down: "), () -> out);
        assertTrue(out.contains("REAL SERVER DOWN for 8 s  tcp:10.0.0.100:80: lb1: 10.0.0.2:80 was down: "), () -> out);
        assertTrue(out.contains(", to the end of the record"), () -> out);
        assertTrue(
                out.contains(
                        "VIRTUAL SERVER WITHOUT ITS QUORUM for 7 s  tcp:10.0.0.100:80: lb1: the real servers weigh 0 and"
                                + " must weigh 1, to the end of the record"),
                () -> out);
    }
}
