package io.keepsake.simulator.invariant;

import io.keepsake.world.Kernel;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Nothing waits for an answer for ever: an answer that does not come is given up, and what stands is read anew.
 *
 * <p>Why this bound: the slowest kernel of a world answers within seconds, and a director has its own deadline for each
 * request; after {@link Kernel#LOST_NANOS} of time in which it was awake none may be left.
 */
final class ProgramsGoOn implements OfDirector {
    private static final long GAP_NANOS = 3_000_000_000L;

    private final TreeMap<Long, Long> waits = new TreeMap<>();
    private long last = Long.MIN_VALUE;
    private long awake;

    @Override
    public void after(DirectorTurn turn) {
        awake += last == Long.MIN_VALUE ? 0 : Math.min(GAP_NANOS, turn.at() - last);
        last = turn.at();
        if (turn.sameKernel() && turn.sameServers() && waits.isEmpty()) {
            return;
        }
        var waiting = waiting(turn);
        waits.keySet().retainAll(waiting);
        waiting.forEach(effect -> waits.putIfAbsent(effect, awake));
        waits.forEach((effect, since) -> {
            if (awake - since > Kernel.LOST_NANOS) {
                throw turn.violation("ProgramsGoOn", "waits for the answer to #" + effect + " and for nothing else");
            }
        });
    }

    private static Set<Long> waiting(DirectorTurn turn) {
        var waiting = new HashSet<>(turn.after().kernel().unanswered().keySet());
        var flight = turn.after().ipvs().pending().flight();
        if (flight != null) {
            waiting.add(flight.effect());
        }
        return waiting;
    }
}
