package io.keepsake.daemon.dump;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A director as the rules make it of events, and what is counted of them, on clocks that a test sets. */
final class Told {
    private static final long MILLI = 1_000_000L;
    private static final Instant EPOCH = Instant.parse("2026-11-09T21:38:32.549549Z");
    private static final String LINKS = "{link=eth0 index=2 up=true running=true loopback=false mtu=1500"
            + " hardware=02:00:00:00:00:01} {link=eth1 index=3 up=false running=false loopback=false mtu=1500"
            + " hardware=02:00:00:00:00:02}";

    final LoadedConfig config;
    final Counters counters = new Counters();
    private NodeState state = NodeState.INITIAL;
    private long index = 1;
    private long millis;
    private final Map<Long, Effect.RunScript> runs = new HashMap<>();

    /** Knows its configuration, its links and its addresses. */
    Told() {
        try {
            config = loaded(Files.readString(Path.of("src/test/resources/dump/keepalived.conf")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        event("ProcessStarted node=n version=0.1.0 pid=9 boot=8d2c");
        event(new ConfigAccepted(config.config(), "..."));
        event("KernelRead links=[" + LINKS + "] addresses=[{link=eth0 address=192.0.2.1/24} {link=eth0"
                + " address=fe80::1/64}]");
        answer();
    }

    static LoadedConfig loaded(String text) {
        var options = new ConfigOptions("n", "n", Map.of(), 42, Set.of("lo", "eth0", "eth1"));
        if (ConfigFile.parse("keepalived.conf", text, options) instanceof Checked.Valid<LoadedConfig> valid) {
            return valid.value();
        }
        throw new IllegalArgumentException("not usable: " + text);
    }

    Told event(String event) {
        return event(EventText.parseEvent(event));
    }

    Told event(Event event) {
        var at = new Moment(millis * MILLI);
        var reduced = NodeReducer.reduce(state, new Recorded(index, at, wall(), event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        var turn = reduced.turn();
        counters.tell(turn);
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof Effect.RunScript run && run.tracked()) {
                runs.put(turn.effectIndex(i), run);
            }
        }
        return this;
    }

    /** The kernel does what it was asked for. */
    Told answer() {
        for (var open : List.copyOf(state.kernel().unanswered().entrySet())) {
            switch (open.getValue()) {
                case Effect.AddAddress(var added) -> event(new AddressSeen(added.standing(), true));
                case Effect.AddRouting(var added) -> event(new RoutingSeen(added, true));
                default -> {}
            }
            event(new EffectApplied(open.getKey()));
        }
        var ended = Map.copyOf(runs);
        runs.clear();
        ended.forEach((effect, run) ->
                event(new ScriptEnded(effect, run.subject(), run.script().toString(), End.EXITED, 0, 1, "")));
        return this;
    }

    /** Every deadline in so many milliseconds. */
    Told pass(long more) {
        long end = millis + more;
        while (state.deadline().nanos() <= end * MILLI) {
            millis = Math.max(millis, Math.ceilDiv(state.deadline().nanos(), MILLI));
            event(new DeadlineReached());
            answer();
        }
        millis = end;
        return this;
    }

    private Instant wall() {
        return EPOCH.plusMillis(millis);
    }

    NodeState state() {
        return state;
    }

    Picture picture() {
        return new Picture(
                state, Objects.requireNonNull(state.configured()), counters, null, new Moment(millis * MILLI), wall());
    }
}
