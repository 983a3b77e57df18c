package io.keepsake.replay.bisect;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.history.fold.Window;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The change of role that is asked about.
 *
 * @param position of the decision in its turn
 * @param from the first event that may have led to it: where the instance took the role that it leaves, at most ten minutes
 *     before. How a run started is no such event
 */
public record Target(long run, Turn turn, int position, InstanceName instance, Role was, Role is, long from) {
    private static final Duration LEAD = Duration.ofMinutes(10);

    /** A change of role that a decision makes. */
    private record Change(InstanceName instance, Role was, Role is) {
        static @Nullable Change of(Decision decision) {
            return switch (decision) {
                case Decision.BecameMaster d -> new Change(d.instance(), d.from(), Role.MASTER);
                case Decision.BecameBackup d -> new Change(d.instance(), d.from(), Role.BACKUP);
                case Decision.BecameFault d -> new Change(d.instance(), d.from(), Role.FAULT);
                case Decision.BecameStopped d -> new Change(d.instance(), d.from(), Role.INIT);
                default -> null;
            };
        }
    }

    /** The index of the decision. */
    public long index() {
        return turn.decisionIndex(position);
    }

    public Decision decision() {
        return turn.decisions().get(position);
    }

    /**
     * The last change to MASTER in a window; null when there is none.
     *
     * @param instance the only one that counts; null for any
     */
    public static @Nullable Target last(JournalReader reader, Window window, @Nullable String instance)
            throws JournalFailure {
        Target found = null;
        window.seek(reader);
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead(var run, var turn)) {
                if (window.endsBefore(run, turn)) {
                    break;
                }
                var last = window.holds(run, turn) ? of(run, turn, instance, Role.MASTER, 0) : null;
                found = last == null ? found : last;
            }
        }
        return found == null ? null : found.withFrom(reader);
    }

    /** The change of role that is this decision, or the first of the turn of this event; null when it is none. */
    public static @Nullable Target at(JournalReader reader, long run, long index) throws JournalFailure {
        reader.seek(run, index);
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead read) {
                boolean there = read.run() == run
                        && read.turn().recorded().index() <= index
                        && read.turn().nextIndex() > index;
                var target = there ? of(run, read.turn(), null, null, index) : null;
                return target == null ? null : target.withFrom(reader);
            }
        }
        return null;
    }

    private static @Nullable Target of(long run, Turn turn, @Nullable String instance, @Nullable Role to, long index) {
        for (int i = 0; i < turn.decisions().size(); i++) {
            var change = Change.of(turn.decisions().get(i));
            boolean named = index <= turn.recorded().index() || index == turn.decisionIndex(i);
            if (change != null
                    && named
                    && (to == null || change.is() == to)
                    && (instance == null || change.instance().value().equals(instance))) {
                return new Target(run, turn, i, change.instance(), change.was(), change.is(), 1);
            }
        }
        return null;
    }

    private Target withFrom(JournalReader reader) throws JournalFailure {
        long first = 0;
        reader.seek(turn.recorded().wall().minus(LEAD));
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof TurnRead read && read.run() == run) {
                if (read.turn().recorded().index() >= turn.recorded().index()) {
                    break;
                }
                first = first == 0 ? read.turn().recorded().index() : first;
                first = tookRole(read.turn(), first);
            }
        }
        return new Target(run, turn, position, instance, was, is, Math.max(1, first));
    }

    private long tookRole(Turn earlier, long first) {
        long found = first;
        for (var decision : earlier.decisions()) {
            var change = Change.of(decision);
            if (change != null && change.instance().equals(instance)) {
                found = change.was() == Role.INIT
                        ? earlier.nextIndex()
                        : earlier.recorded().index();
            }
        }
        return found;
    }
}
