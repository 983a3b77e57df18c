package io.keepsake.web.metrics;

import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.value.CheckerId;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.TurnRead;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Counts over all that one journal holds. Written by the thread that reads the journal, read by any. */
final class Tally {
    private final InstanceTally instances;
    private final DirectorTally director;
    /** What the runs of such a script are about, before its name. */
    private static final String VRRP_SCRIPT = "vrrp_script ";

    /** By name: 1 for good, 0 for bad. */
    private final Map<String, Integer> scripts = new TreeMap<>();

    private final Timer stalls;
    private final Timer lateness;
    private long gapEvents;
    private long gapTurns;
    private long dropped;
    private long droppedInRun;
    private boolean refusedLast;

    /** @param registry has the times; what is counted here is told when it is asked for */
    Tally(MeterRegistry registry) {
        instances = new InstanceTally(registry);
        director = new DirectorTally(registry);
        stalls = timer("keepsake_stall_seconds", "How long the director stood still", 10, 50, 100, 500, 1_000, 5_000)
                .register(registry);
        lateness = timer(
                        "keepsake_loop_lateness_seconds",
                        "How late the loop was at most, from heartbeat to heartbeat",
                        1,
                        5,
                        10,
                        50,
                        100,
                        500,
                        1_000)
                .register(registry);
    }

    /** A timer with buckets up to these milliseconds. */
    static Timer.Builder timer(String name, String help, long... millis) {
        return Timer.builder(name)
                .description(help)
                .serviceLevelObjectives(
                        LongStream.of(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new));
    }

    synchronized void onItem(JournalItem item) {
        switch (item) {
            case TurnRead read -> onTurn(read.turn());
            case JournalItem.RunStarted _ -> {
                instances.runStarted();
                scripts.clear();
                director.runStarted();
                droppedInRun = 0;
            }
            case JournalItem.Unknown _, JournalItem.Damaged _ -> gapEvents++;
        }
    }

    private void onTurn(Turn turn) {
        long nanos = turn.recorded().at().nanos();
        onEvent(turn.recorded().event(), nanos);
        turn.decisions().forEach(this::onDecision);
        for (int i = 0; i < turn.effects().size(); i++) {
            onEffect(turn.effects().get(i), turn.effectIndex(i), nanos);
        }
    }

    private void onEvent(Event event, long nanos) {
        switch (event) {
            case VrrpEvent e -> instances.on(e, nanos);
            case HealthEvent e -> director.on(e);
            case IpvsEvent e -> director.on(e);
            case OutcomeEvent e -> director.on(e, nanos);
            case ScriptEvent e -> onScript(e);
            case ClockEvent e -> onClock(e);
            case JournalEvent e -> onJournal(e);
            case OperatorEvent e -> onOperator(e);
            case LinkEvent _, RoutingEvent _, FirewallEvent _, TrackEvent _ -> {}
            case Decision d -> onDecision(d);
        }
    }

    private void onScript(ScriptEvent event) {
        switch (event) {
            case ScriptEvent.ScriptEnded e ->
                firstResult(e.subject(), e.end() == ScriptEvent.End.EXITED && e.status() == 0);
            case ScriptEvent.ScriptUnavailable e -> firstResult(e.subject(), false);
        }
    }

    /** The first result of a vrrp_script is what it is; from then on rise and fall decide. Others are no such scripts. */
    private void firstResult(String subject, boolean good) {
        if (subject.startsWith(VRRP_SCRIPT)) {
            scripts.putIfAbsent(subject.substring(VRRP_SCRIPT.length()), good ? 1 : 0);
        }
    }

    private void onScript(Decision.OfScript decision) {
        switch (decision) {
            case Decision.TrackedScriptPassed passed -> scripts.put(passed.script(), 1);
            case Decision.TrackedScriptFailed failed -> scripts.put(failed.script(), 0);
        }
    }

    private void onClock(ClockEvent event) {
        switch (event) {
            case ClockEvent.LoopStalled e -> stalls.record(e.nanos(), TimeUnit.NANOSECONDS);
            case ClockEvent.DeadlineReached _, ClockEvent.DeadlineRepeated _, ClockEvent.WallClockStepped _ -> {}
        }
    }

    private void onJournal(JournalEvent event) {
        switch (event) {
            case JournalEvent.RecordingGap e -> {
                gapEvents++;
                gapTurns += e.to() - e.from() + 1;
            }
            case JournalEvent.Heartbeat e -> {
                lateness.record(e.lateNanos(), TimeUnit.NANOSECONDS);
                dropped += Math.max(0, e.dropped() - droppedInRun);
                droppedInRun = e.dropped();
            }
            case JournalEvent.Checkpoint _ -> {}
        }
    }

    private void onOperator(OperatorEvent event) {
        switch (event) {
            case OperatorEvent.ConfigAccepted e -> {
                refusedLast = false;
                scripts.keySet()
                        .retainAll(e.config().vrrpScripts().stream()
                                .map(VrrpScript::name)
                                .toList());
            }
            case OperatorEvent.ConfigRefused _ -> refusedLast = true;
            case OperatorEvent.ProcessStarted _,
                    OperatorEvent.LeftoversRecalled _,
                    OperatorEvent.DrainRequested _,
                    OperatorEvent.DrainCancelled _,
                    OperatorEvent.HoldRequested _,
                    OperatorEvent.HoldReleased _,
                    OperatorEvent.HandoverRequested _,
                    OperatorEvent.SignalHeard _,
                    OperatorEvent.StopRequested _ -> {}
        }
    }

    private void onDecision(Decision decision) {
        switch (decision) {
            case Decision.OfInstance d -> instances.on(d);
            case Decision.OfScript d -> onScript(d);
            case Decision.OfGroup _, Decision.OfLink _, Decision.OfProcess _, Decision.OfServer _ -> {}
        }
    }

    private void onEffect(Effect effect, long index, long nanos) {
        switch (effect) {
            case Effect.SendAdvert sent -> instances.sent(sent);
            case Effect.ProgramIpvs _ -> director.asked(index, nanos);
            case Effect.JoinGroup _,
                    Effect.SendGratuitousArp _,
                    Effect.AddAddress _,
                    Effect.AddRouting _,
                    Effect.SetPromotion _,
                    Effect.RemoveRouting _,
                    Effect.RemoveAddress _,
                    Effect.AddBlock _,
                    Effect.RemoveBlock _,
                    Effect.ReadBlocks _,
                    Effect.ReadIpvs _,
                    Effect.ReadLinks _,
                    Effect.PaceCheck _,
                    Effect.SuspendChecks _,
                    Effect.ResumeChecks _,
                    Effect.RunScript _,
                    Effect.SendMail _,
                    Effect.WriteFifo _ -> {}
        }
    }

    synchronized long count(String instance, Counter counter) {
        var of = instances.counts.get(instance);
        return of == null ? 0 : of.getOrDefault(counter, 0L);
    }

    synchronized Map<InstanceTally.Change, Long> changes() {
        return new TreeMap<>(instances.changes);
    }

    synchronized Map<InstanceTally.Difference, Long> differences() {
        return new TreeMap<>(instances.differences);
    }

    /** By the subject of the script: 1 for good, 0 for bad. */
    synchronized Map<String, Integer> scripts() {
        return new TreeMap<>(scripts);
    }

    synchronized Map<CheckerId, DirectorTally.Check> checks() {
        return new LinkedHashMap<>(director.checks);
    }

    /** Turns that found no room on their way to the journal. */
    synchronized long droppedTurns() {
        return dropped;
    }

    /** Events that found no room on their way to the election. */
    synchronized long lostEvents() {
        return director.lost;
    }

    /** How often a part beside the elections ended by an error. */
    synchronized long partFailures() {
        return director.failures;
    }

    synchronized long gapEvents() {
        return gapEvents;
    }

    synchronized long gapTurns() {
        return gapTurns;
    }

    synchronized long ipvsRefused() {
        return director.refused;
    }

    /** Changes of the IPVS table by somebody else's hand. */
    synchronized long ipvsDrift() {
        return director.drift;
    }

    /** Whether the last configuration that was read is not the one in force. */
    synchronized boolean configStale() {
        return refusedLast;
    }
}
