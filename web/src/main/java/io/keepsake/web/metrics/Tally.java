package io.keepsake.web.metrics;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.TurnRead;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts over all that one journal holds. Written by the thread that reads the journal, read by any. */
final class Tally {
    /** A change of role. */
    record Change(String instance, String from, String to, String cause) implements Comparable<Change> {
        @Override
        public int compareTo(Change other) {
            return toString().compareTo(other.toString());
        }
    }

    private final Map<String, EnumMap<Counter, Long>> counts = new TreeMap<>();
    private final Map<Change, Long> changes = new TreeMap<>();
    private final Map<String, Histogram> gaps = new TreeMap<>();
    private final Map<String, Long> heardAt = new TreeMap<>();
    private final Map<String, Integer> scripts = new TreeMap<>();
    private final Map<String, Boolean> checks = new TreeMap<>();
    private final Map<String, Long> checkNanos = new TreeMap<>();
    private final Histogram stalls = new Histogram(0.01, 0.05, 0.1, 0.5, 1, 5);
    private long gapEvents;
    private long gapTurns;
    private long refused;

    synchronized void onItem(JournalItem item) {
        switch (item) {
            case TurnRead read -> onTurn(read.turn());
            case JournalItem.RunStarted _ -> heardAt.clear();
            case JournalItem.Unknown _, JournalItem.Damaged _ -> gapEvents++;
        }
    }

    private void onTurn(Turn turn) {
        var event = turn.recorded().event();
        switch (event) {
            case VrrpEvent.AdvertReceived e -> onAdvert(turn, e);
            case VrrpEvent.AdvertRejected e -> reject(e.instance(), e.reason());
            case ClockEvent.LoopStalled e -> stalls.add(e.nanos() / 1e9);
            case RecordingGap e -> {
                gapEvents++;
                gapTurns += e.to() - e.from() + 1;
            }
            case ScriptEvent.ScriptEnded e ->
                scripts.put(e.subject(), e.end() == ScriptEvent.End.EXITED && e.status() == 0 ? 1 : 0);
            case HealthEvent.CheckPassed e -> check(e, true, e.timing().connectNanos() + e.timing().firstByteNanos());
            case HealthEvent.CheckFailed e -> check(e, false, e.timing().connectNanos() + e.timing().firstByteNanos());
            case io.keepsake.core.event.OutcomeEvent.ProgramRefused e -> refused += e.refusals().size();
            default -> {}
        }
        turn.decisions().forEach(this::onDecision);
        turn.effects().forEach(this::onEffect);
    }

    private void check(HealthEvent event, boolean good, long nanos) {
        var key = event.checker().server() + " " + event.checker().real() + " "
                + event.checker().number();
        checks.put(key, good);
        checkNanos.put(key, nanos);
    }

    private void onAdvert(Turn turn, VrrpEvent.AdvertReceived heard) {
        count(heard.instance(), Counter.ADVERTISEMENTS_RECEIVED);
        if (heard.advert().priority().equals(Priority.STOP)) {
            count(heard.instance(), Counter.PRIORITY_ZERO_RECEIVED);
        }
        long arrived = turn.recorded().at().nanos() - heard.lateNanos();
        var before = heardAt.put(heard.instance().value(), arrived);
        if (before != null) {
            gaps.computeIfAbsent(
                            heard.instance().value(),
                            _ -> new Histogram(0.05, 0.11, 0.25, 0.5, 0.9, 1.1, 1.5, 2.1, 3.1, 5, 10, 30))
                    .add((arrived - before) / 1e9);
        }
    }

    private void reject(InstanceName instance, RejectReason reason) {
        switch (reason) {
            case TOO_SHORT, LENGTH -> count(instance, Counter.PACKET_LENGTH_ERRORS);
            case TTL -> count(instance, Counter.TTL_ERRORS);
            case TYPE, VERSION -> count(instance, Counter.INVALID_TYPE);
            case AUTH_TYPE -> count(instance, Counter.AUTHENTICATION_MISMATCH);
            case AUTH_FAILED -> count(instance, Counter.AUTHENTICATION_FAILURE);
            case INTERVAL -> count(instance, Counter.INTERVAL_ERRORS);
            case CHECKSUM, DESTINATION -> {}
        }
    }

    private void onDecision(Decision decision) {
        switch (decision) {
            case Decision.BecameMaster d -> {
                count(d.instance(), Counter.BECOME_MASTER);
                change(d, d.from(), Role.MASTER, d.why().getClass().getSimpleName());
            }
            case Decision.BecameBackup d ->
                change(d, d.from(), Role.BACKUP, d.why().getClass().getSimpleName());
            case Decision.BecameFault d ->
                change(d, d.from(), Role.FAULT, d.reasons().isEmpty() ? "FAULT" : d.reasons().getFirst().name());
            case Decision.BecameStopped d ->
                change(d, d.from(), Role.INIT, d.why().getClass().getSimpleName());
            case Decision.AddressListDiffers d -> count(d.instance(), Counter.ADDRESS_LIST_ERRORS);
            case Decision.AdvertDiscarded d -> {
                if (d.reason() == DiscardReason.INTERVAL_MISMATCH) {
                    count(d.instance(), Counter.INTERVAL_ERRORS);
                }
            }
            default -> {}
        }
    }

    private void change(Decision.OfInstance decision, Role from, Role to, String cause) {
        if (from == Role.MASTER) {
            count(decision.instance(), Counter.RELEASE_MASTER);
        }
        changes.merge(new Change(decision.instance().value(), from.name(), to.name(), cause), 1L, Long::sum);
    }

    private void onEffect(Effect effect) {
        if (effect instanceof Effect.SendAdvert sent) {
            count(sent.instance(), Counter.ADVERTISEMENTS_SENT);
            if (sent.advert().priority().equals(Priority.STOP)) {
                count(sent.instance(), Counter.PRIORITY_ZERO_SENT);
            }
        }
    }

    private void count(InstanceName instance, Counter counter) {
        counts.computeIfAbsent(instance.value(), _ -> new EnumMap<>(Counter.class)).merge(counter, 1L, Long::sum);
    }

    synchronized long count(String instance, Counter counter) {
        var of = counts.get(instance);
        return of == null ? 0 : of.getOrDefault(counter, 0L);
    }

    synchronized Map<Change, Long> changes() {
        return new TreeMap<>(changes);
    }

    synchronized Map<String, Histogram> gaps() {
        var copy = new TreeMap<String, Histogram>();
        gaps.forEach((name, gap) -> copy.put(name, gap.copy()));
        return copy;
    }

    /** By the subject of the script: 1 for good, 0 for bad. */
    synchronized Map<String, Integer> scripts() {
        return new TreeMap<>(scripts);
    }

    /** By virtual server, real server and number of the checker. */
    synchronized Map<String, Boolean> checks() {
        return new TreeMap<>(checks);
    }

    synchronized Map<String, Long> checkNanos() {
        return new TreeMap<>(checkNanos);
    }

    synchronized Histogram stalls() {
        return stalls.copy();
    }

    synchronized long gapEvents() {
        return gapEvents;
    }

    synchronized long gapTurns() {
        return gapTurns;
    }

    synchronized long refused() {
        return refused;
    }
}
