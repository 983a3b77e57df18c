package io.keepsake.web;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.testkit.record.RecordedNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The tutorial's load balancer, alone, with checks that answer as the test says. */
final class RecordedServers implements AutoCloseable {
    private static final Path EXAMPLE = Path.of("../docs/examples/lvs-dr/192.168.181.138.conf");
    private static final CheckTiming TIMING = new CheckTiming(200_000, 400_000, 0, 900_000, 100_000);

    private final RecordedNode node;
    private final Instant epoch;
    private final ControllerConfig config;
    private long now = 10 * RecordedCluster.SECOND;

    RecordedServers(Path directory, Instant began) throws JournalFailure {
        var options = new ConfigOptions("LVS_1", "LVS_1", Map.of(), 1);
        config = switch (ConfigFile.load(EXAMPLE, options)) {
            case Checked.Valid<LoadedConfig> valid -> valid.value().config();
            case Checked.Invalid<LoadedConfig> invalid ->
                throw new IllegalStateException(invalid.problems().toString());
        };
        epoch = began.minusNanos(now);
        node = new RecordedNode(directory, "LVS_1", "192.168.181.138", config, 0);
        node.start(epoch, now);
        event(new LeftoversRecalled(Leftovers.NONE));
        event(new IpvsRead(IpvsTimeouts.UNSET, List.of(), List.of()));
    }

    RecordedServers pass(int real) throws JournalFailure {
        return event(new CheckPassed(checker(real), TIMING, "HTTP/1.1 200 OK", -1, 0));
    }

    /** @param detail what the server answered, as the probe tells it */
    RecordedServers fail(int real, String detail) throws JournalFailure {
        return event(new CheckFailed(checker(real), TIMING, CheckFailure.STATUS, detail, 0));
    }

    private CheckerId checker(int real) {
        var server = config.virtualServers().getFirst();
        Endpoint endpoint = server.realServers().get(real).endpoint();
        return new CheckerId(server.name(), endpoint, 0);
    }

    RecordedServers event(Event event) throws JournalFailure {
        answer(node.event(event, epoch, now += 1_000_000));
        return this;
    }

    /** Lets time pass: deadlines come when they are due. */
    RecordedServers let(double seconds) throws JournalFailure {
        long until = now + (long) (seconds * RecordedCluster.SECOND);
        for (var due = due(); due.nanos() < until; due = due()) {
            now = Math.max(now, due.nanos()) + 200_000;
            answer(node.deadline(epoch, now));
        }
        now = Math.max(now, until);
        return this;
    }

    /** Lets all happen that is due by this machine's clock. */
    RecordedServers catchUp() throws JournalFailure {
        return let(Math.max(
                0, Duration.between(epoch.plusNanos(now), Instant.now()).toNanos() / 1e9));
    }

    /** The kernel does all that it is asked for. */
    private void answer(Turn turn) throws JournalFailure {
        node.answer(epoch, now += 1_000_000);
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof Effect.ProgramIpvs) {
                answer(node.event(new EffectApplied(turn.effectIndex(i)), epoch, now += 1_000_000));
            }
        }
    }

    private Moment due() {
        return node.deadline();
    }

    @Override
    public void close() throws JournalFailure {
        node.close();
    }
}
