package io.keepsake.daemon.upgrade;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A run of a director of another version, on clocks that a test sets: a backup that hears a master. */
final class Night implements AutoCloseable {
    static final String VERSION = "0.0.9";

    private static final Instant BEGUN = Instant.parse("2026-11-22T03:12:00Z");
    private static final long SECOND = 1_000_000_000L;
    private static final String CONF = """
            vrrp_instance VI_1 {
                state BACKUP
                interface eth0
                virtual_router_id 51
                priority 100
                virtual_ipaddress { 192.0.2.100 }
            }
            """;

    private final JournalWriter writer;
    private NodeState state = NodeState.INITIAL;
    private long index = 1;
    private long now;

    Night(Path journal) throws JournalFailure {
        writer = Journals.openWriter(journal, JournalOptions.of(VERSION).leavingFree(0));
        event("ProcessStarted node=n version=0.0.9 pid=9 boot=8d2c");
        event(new ConfigAccepted(config(), "..."), UnaryOperator.identity());
        event("KernelRead links=[{link=eth0 index=2 up=true running=true loopback=false mtu=1500"
                + " hardware=02:00:00:00:00:01}] addresses=[{link=eth0 address=192.0.2.1/24}]");
        for (long effect : List.copyOf(state.kernel().unanswered().keySet())) {
            event(new EffectApplied(effect), UnaryOperator.identity());
        }
    }

    private static ControllerConfig config() {
        var options = new ConfigOptions("n", "n", Map.of(), 42, Set.of("lo", "eth0"));
        if (ConfigFile.parse("keepalived.conf", CONF, options) instanceof Checked.Valid<LoadedConfig> valid) {
            return valid.value().config();
        }
        throw new IllegalStateException("not usable: " + CONF);
    }

    Night event(String line) throws JournalFailure {
        return event(EventText.parseEvent(line), UnaryOperator.identity());
    }

    /** Hears the master, and decides what {@code otherwise} makes of what the core of this version does. */
    Night heard(int priority, UnaryOperator<Turn> otherwise) throws JournalFailure {
        now += SECOND;
        return event(
                EventText.parseEvent("AdvertReceived instance=VI_1 source=192.0.2.2 ttl=255 late=0s version=V2 vrid=51"
                        + " priority=" + priority + " interval=1s auth=NONE addresses=192.0.2.100"),
                otherwise);
    }

    Night heard(int priority) throws JournalFailure {
        return heard(priority, UnaryOperator.identity());
    }

    Night days(int days) {
        now += days * 86_400L * SECOND;
        return this;
    }

    /** Waits for what is due, and does it, or what {@code otherwise} makes of it. */
    Night due(UnaryOperator<Turn> otherwise) throws JournalFailure {
        now = Math.max(now, state.deadline().nanos());
        return event(EventText.parseEvent("DeadlineReached"), otherwise);
    }

    /** Does what is due half a second after it was. */
    Night dueLate() throws JournalFailure {
        now = state.deadline().nanos() + SECOND / 2;
        return event("DeadlineReached");
    }

    /** Stands still until half a second after something was due, says so, and does it. */
    Night dueBehindAStandstill() throws JournalFailure {
        now = state.deadline().nanos() + SECOND / 2;
        return event("LoopStalled late=0.5s").event("DeadlineReached");
    }

    /** Hears the master a second after it should have taken over. */
    Night heardLate() throws JournalFailure {
        now = state.deadline().nanos();
        return heard(150);
    }

    Night checkpoint() throws JournalFailure {
        return event(state.checkpoint(), UnaryOperator.identity());
    }

    /** Of a version that keeps something else in its state. */
    Night heartbeatOfAnotherState() throws JournalFailure {
        return event(new Heartbeat(state.checkpoint().fingerprint() + 1, 0, 0), UnaryOperator.identity());
    }

    /** A turn that is not written, and what is written about that. */
    Night gap() throws JournalFailure {
        long from = index;
        reduce(EventText.parseEvent("DeadlineReached"));
        return event(new RecordingGap(from, index - 1, "the ring was full"), UnaryOperator.identity());
    }

    private Turn reduce(Event event) {
        var reduced = NodeReducer.reduce(state, new Recorded(index, new Moment(now), BEGUN.plusNanos(now), event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        return reduced.turn();
    }

    private Night event(Event event, UnaryOperator<Turn> otherwise) throws JournalFailure {
        writer.append(otherwise.apply(reduce(event)));
        return this;
    }

    @Override
    public void close() throws JournalFailure {
        writer.close();
    }
}
