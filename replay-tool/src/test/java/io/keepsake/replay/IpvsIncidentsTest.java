package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.IpvsEvent.DestinationGone;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.IpvsEvent.ServiceGone;
import io.keepsake.core.event.IpvsEvent.ServiceSeen;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.OutcomeEvent.Refusal;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.testkit.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An IPVS table that somebody else changed, as {@code replay incidents} tells it. */
class IpvsIncidentsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int ENOENT = 2;
    private static final ServiceKey WEB = ServiceKey.parse("tcp:10.0.0.100:80");
    private static final ServiceKey NAMES = ServiceKey.parse("udp:10.0.0.100:53");
    private static final ServiceKey FOREIGN = ServiceKey.parse("udp:10.0.0.7:53");

    private static final String TWO_SERVICES = """
            virtual_server 10.0.0.100 80 {
                lb_algo rr
                lb_kind DR
                protocol TCP
                real_server 10.0.0.1 80 {
                }
                real_server 10.0.0.2 80 {
                }
            }
            virtual_server 10.0.0.100 53 {
                lb_algo rr
                lb_kind DR
                protocol UDP
                real_server 10.0.0.1 53 {
                }
            }
            """;

    @TempDir
    private Path journal;

    private Recording serving() throws Exception {
        var recording = new Recording(journal);
        recording.event("ProcessStarted node=lb1 version=0.1.0 pid=4711 boot=8d2c");
        recording.event(Scenario.reload(TWO_SERVICES)).event(new LeftoversRecalled(Leftovers.NONE));
        mended(recording, new IpvsRead(new IpvsTimeouts(900, 120, 300), List.of(), List.of()));
        return recording.pass(5 * SECOND);
    }

    /** What is asked for after it the kernel has done 20 ms later. */
    private static void mended(Recording recording, IpvsEvent event) throws Exception {
        long program = program(recording, event);
        recording.pass(SECOND / 50).event(new EffectApplied(program));
    }

    private static long program(Recording recording, IpvsEvent event) throws Exception {
        var turn = recording.turn(event);
        recording.write(turn);
        assertEquals(1, turn.effects().size(), () -> turn.toString());
        return turn.effectIndex(0);
    }

    private String incidents() {
        return Golden.replay("incidents", "--utc", "lb1=" + journal).out();
    }

    private static void assertTold(String told, String out) {
        assertTrue(out.contains(told), () -> "expected " + told + ", found\n" + out);
        assertEquals(1, out.split("BY SOMEBODY ELSE", -1).length - 1, out);
    }

    @Test
    void aTableThatIsClearedIsOneIncident() throws Exception {
        try (var recording = serving()) {
            mended(recording, new ServiceGone(WEB));
            mended(recording, new ServiceGone(NAMES));
        }

        assertTold(
                "lb1: somebody else removed every service of lb1 from the IPVS table, as ipvsadm -C does:"
                        + " udp:10.0.0.100:53 and tcp:10.0.0.100:80; lb1 mended it  [lb1:1#",
                incidents());
    }

    @Test
    void whoTakesOneServiceAwayDoesNotClearTheTable() throws Exception {
        try (var recording = serving()) {
            mended(recording, new ServiceGone(WEB));
        }

        assertTold("lb1: somebody else removed service tcp:10.0.0.100:80; lb1 mended it  [lb1:1#", incidents());
    }

    @Test
    void aDestinationThatWasRemovedIsMended() throws Exception {
        try (var recording = serving()) {
            mended(recording, new DestinationGone(WEB, Endpoint.parse("10.0.0.1:80")));
        }

        assertTold("lb1: somebody else removed 10.0.0.1:80 from tcp:10.0.0.100:80; lb1 mended it  [", incidents());
    }

    @Test
    void whatTheKernelRefusesIsNotMended() throws Exception {
        try (var recording = serving()) {
            long program = program(recording, new ServiceGone(WEB));
            recording.pass(SECOND / 50).event(new ProgramRefused(program, List.of(new Refusal(0, ENOENT))));
        }

        assertTold(
                "somebody else removed service tcp:10.0.0.100:80; nothing shows that lb1 mended all of it  [",
                incidents());
    }

    @Test
    void aServiceOfSomebodyElseIsLeftAlone() throws Exception {
        try (var recording = serving()) {
            recording
                    .event(new ServiceSeen(new Service(FOREIGN, "rr", 0, false, 0, 32, "")))
                    .pass(SECOND);
        }

        assertTold(
                "somebody else added or changed service udp:10.0.0.7:53; that is no service of lb1, which leaves it alone"
                        + "  [",
                incidents());
    }

    @Test
    void whatIsDoneLaterIsAnIncidentOfItsOwn() throws Exception {
        try (var recording = serving()) {
            mended(recording, new ServiceGone(WEB));
            recording.pass(5 * SECOND);
            mended(recording, new ServiceGone(NAMES));
        }

        var out = incidents();

        assertEquals(2, out.split("BY SOMEBODY ELSE", -1).length - 1, out);
        assertTrue(out.contains("somebody else removed service udp:10.0.0.100:53; lb1 mended it"), out);
        assertTrue(out.contains("somebody else removed service tcp:10.0.0.100:80; lb1 mended it"), out);
    }
}
