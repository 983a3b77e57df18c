package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A journal as a test reads it, and the fold that every recorded run must pass.
 *
 * @param runs the turns of each run
 * @param damage what could not be read
 */
record JournalCheck(SortedMap<Long, List<Turn>> runs, List<String> damage) {

    /** Reads all there is now, also while it is written. */
    static JournalCheck read(Path journal) {
        var runs = new TreeMap<Long, List<Turn>>();
        var damage = new ArrayList<String>();
        try (var reader = Journals.open(journal)) {
            for (var item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof TurnRead read) {
                    runs.computeIfAbsent(read.run(), _ -> new ArrayList<>()).add(read.turn());
                } else if (item instanceof Damaged || item instanceof Unknown) {
                    damage.add(item.toString());
                }
            }
        } catch (JournalFailure e) {
            throw new AssertionError("journal " + journal + " cannot be read", e);
        }
        return new JournalCheck(runs, damage);
    }

    List<Turn> turns(long run) {
        return runs.getOrDefault(run, List.of());
    }

    long lastRun() {
        return runs.isEmpty() ? 0 : runs.lastKey();
    }

    static boolean tells(Turn turn, Class<? extends Event> kind) {
        return kind.isInstance(turn.recorded().event())
                || turn.decisions().stream().anyMatch(kind::isInstance);
    }

    /** Every run, folded again from its start, decides and wishes what was recorded, up to its last whole turn. */
    JournalCheck verify() {
        assertEquals(List.of(), damage, "damage in the journal");
        runs.forEach(JournalCheck::fold);
        return this;
    }

    private static void fold(long run, List<Turn> turns) {
        @Nullable NodeState state = NodeState.INITIAL;
        long expected = 1;
        for (var turn : turns) {
            var recorded = turn.recorded();
            if (recorded.event() instanceof RecordingGap gap) {
                assertEquals(expected, gap.from(), "begin of the gap in run " + run);
                state = null;
            } else {
                assertEquals(expected, recorded.index(), "index in run " + run);
                state = recorded.event() instanceof Checkpoint checkpoint && state == null
                        ? NodeState.of(checkpoint)
                        : state == null ? null : folded(run, state, turn);
            }
            expected = turn.nextIndex();
        }
    }

    private static NodeState folded(long run, NodeState state, Turn turn) {
        if (turn.recorded().event() instanceof Heartbeat beat && beat.fingerprint() != Heartbeat.NOT_TAKEN) {
            assertEquals(state.checkpoint().fingerprint(), beat.fingerprint(), "the state in run " + run);
        }
        var reduced = NodeReducer.reduce(state, turn.recorded());
        assertNotNull(reduced);
        assertEquals(turn, reduced.turn(), "turn in run " + run);
        return reduced.next();
    }
}
