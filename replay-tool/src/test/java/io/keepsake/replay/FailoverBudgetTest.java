package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.testkit.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the time of a takeover went, when the host balances too. */
class FailoverBudgetTest {
    private static final long MILLI = 1_000_000;

    private static final String SERVERS = """
            virtual_server 192.168.181.100 80 {
                lb_algo rr
                lb_kind DR
                protocol TCP
                real_server 10.0.0.1 80 {
                }
            }
            """;

    @TempDir
    private Path journal;

    private static Recording balancing(Path journal) throws Exception {
        var servers = ((ConfigAccepted) Scenario.reload(SERVERS)).config().virtualServers();
        var recording = new Recording(journal);
        recording.event("ProcessStarted node=node-b version=0.1.0 pid=4711 boot=8d2c");
        recording.event(new ConfigAccepted(
                Recording.config(100).config().but().virtualServers(servers).build(), "..."));
        recording.event(new LeftoversRecalled(Leftovers.NONE));
        recording.event("KernelRead links=[{link=ens33 index=2 up=true running=true loopback=false mtu=1500"
                + " hardware=02:00:00:00:00:01}] addresses=[{link=ens33 address=192.168.181.132/24}]");
        return recording.answered();
    }

    /** Reads a table in which nothing stands; gives the index of the program that mends that. */
    private static long program(Recording recording) throws Exception {
        var turn = recording.turn(new IpvsRead(new IpvsTimeouts(900, 120, 300), List.of(), List.of()));
        recording.write(turn);
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof ProgramIpvs) {
                return turn.effectIndex(i);
            }
        }
        throw new AssertionError("nothing was programmed: " + turn);
    }

    private String told() {
        return Golden.replay("verdicts", "--utc", "a=" + journal).out();
    }

    @Test
    void aTableThatStoodBeforeCostsNothing() throws Exception {
        try (var recording = balancing(journal)) {
            long program = program(recording);
            recording.pass(20 * MILLI).event(new EffectApplied(program));
            recording.deadline().answered().pass(MILLI);
        }

        assertTrue(told().contains(" + IPVS 0 s; "), this::told);
    }

    @Test
    void aTableThatCameAfterTheAddressIsWhatTookLongest() throws Exception {
        try (var recording = balancing(journal)) {
            long program = program(recording);
            recording.deadline().answered().pass(30 * MILLI).event(new EffectApplied(program));
        }

        assertTrue(told().contains(" + IPVS 30.1 ms; "), this::told);
    }

    @Test
    void aTableOfWhichNothingWasHeardIsNotSaidToStand() throws Exception {
        try (var recording = balancing(journal)) {
            program(recording);
            recording.deadline().answered().pass(MILLI);
        }

        assertTrue(told().contains(" + IPVS: not recorded; "), this::told);
    }
}
