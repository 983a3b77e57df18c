package io.keepsake.history.explain;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalReader;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the first line about a run says: read in a pass of its own, since it tells how the run ends. */
final class Overview {
    private final RunStarted run;
    private @Nullable String node;
    private @Nullable ControllerConfig config;
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private long transitions;

    private Overview(RunStarted run) {
        this.run = run;
    }

    /** Of every run in the window, by number. */
    static Map<Long, Overview> read(JournalReader reader, Window window) throws JournalFailure {
        var all = new HashMap<Long, Overview>();
        Overview present = null;
        for (var item = reader.next(); item != null; item = reader.next()) {
            if (item instanceof RunStarted started) {
                if (window.endsBefore(started.run())) {
                    break;
                }
                present = new Overview(started);
                all.put(started.run(), present);
            } else if (item instanceof TurnRead read && present != null) {
                if (window.endsBefore(read.run(), read.turn())) {
                    break;
                }
                present.onTurn(read.turn(), window);
            }
        }
        return all;
    }

    private void onTurn(Turn turn, Window window) {
        if (turn.recorded().event() instanceof ProcessStarted started) {
            node = started.node();
        } else if (turn.recorded().event() instanceof ConfigAccepted accepted) {
            config = accepted.config();
        } else if (turn.recorded().event() instanceof Checkpoint checkpoint && config == null) {
            config = config(checkpoint);
        }
        if (window.holds(run.run(), turn)) {
            last = turn.recorded().wall();
            first = first == null ? last : first;
            transitions += turn.decisions().stream().filter(Transition::is).count();
        }
    }

    private static @Nullable ControllerConfig config(Checkpoint checkpoint) {
        try {
            var vrrp = NodeState.of(checkpoint).vrrp();
            return vrrp == null ? null : vrrp.config();
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    /** Whether anything of the run is in the window. */
    boolean holdsAny() {
        return first != null;
    }

    String line() {
        var known = config;
        var name = node != null ? node : known != null ? known.routerId() : "unknown node";
        var instances = known == null
                ? "no configuration"
                : "instances "
                        + known.instances().stream().map(i -> i.name().value()).collect(Collectors.joining(", "));
        var begin = first == null ? run.wall() : first;
        return "run " + run.run() + " of " + name + ", version " + run.version() + ", " + instances + ": "
                + Clock.dated(begin) + " to " + Clock.dated(last) + ", " + Counted.of(transitions, "transition");
    }
}
