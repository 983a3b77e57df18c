package io.keepsake.history.explain;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.Recorded;
import io.keepsake.history.fold.ConfiguredNames;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.journal.JournalItem.RunStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of a run before its account: who ran, from when to when, and what is missing of it. */
final class RunOverview {
    private static final int MISSING_MAX = 20;

    private final RunStarted run;
    private final Window window;
    private final Clock clock;
    private final List<String> missing = new ArrayList<>();
    private int missingMore;
    private @Nullable String node;
    private @Nullable String boot;
    private @Nullable ControllerConfig config;
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private long transitions;
    private @Nullable Recorded lastTurn;
    private long expected;
    private @Nullable Recorded stopped;
    private @Nullable String lost;
    private long lostFrom;

    RunOverview(RunStarted run, Window window, Clock clock) {
        this.run = run;
        this.window = window;
        this.clock = clock;
        this.expected = run.firstIndex();
    }

    void onTurn(Turn turn) {
        var recorded = turn.recorded();
        if (recorded.event() instanceof RecordingGap gap) {
            onLost(gap.from(), "not recorded: " + gap.reason());
        } else if (lost == null && expected != 0 && recorded.index() != expected) {
            onLost(expected, "turns are missing: expected #" + expected + ", found #" + recorded.index());
        }
        learn(recorded);
        endLost(recorded);
        if (window.holds(run.run(), turn)) {
            last = recorded.wall();
            first = first == null ? last : first;
            transitions += turn.decisions().stream().filter(Transition::is).count();
        }
        expected = turn.nextIndex();
        lastTurn = recorded;
    }

    private void learn(Recorded recorded) {
        if (recorded.event() instanceof ProcessStarted started) {
            node = started.node();
            boot = started.bootId();
        } else if (recorded.event() instanceof ConfigAccepted accepted) {
            config = accepted.config();
        } else if (recorded.event() instanceof Checkpoint checkpoint) {
            learn(checkpoint);
        } else if (recorded.event() instanceof StopRequested) {
            stopped = recorded;
        }
    }

    private void learn(Checkpoint checkpoint) {
        if (config != null && boot != null) {
            return;
        }
        try {
            var state = NodeState.of(checkpoint);
            boot = boot == null && !state.boot().isEmpty() ? state.boot() : boot;
            var vrrp = state.vrrp();
            config = config == null && vrrp != null ? vrrp.config() : config;
        } catch (IllegalArgumentException damaged) {
            // the fold tells of it
            return;
        }
    }

    /**
     * Something is missing here, or cannot be read.
     *
     * @param from the first index of it; 0 when that is not known
     */
    void onLost(long from, String what) {
        if (lost == null) {
            lost = what;
            lostFrom = from != 0 ? from : expected;
        }
        expected = 0;
    }

    private void endLost(Recorded next) {
        var what = lost;
        if (what == null) {
            return;
        }
        lost = null;
        var before = lastTurn == null ? next : lastTurn;
        if (window.touches(run.run(), before, next)) {
            miss("MISSING: from " + run.run() + "#" + lostFrom + ", after " + clock.dated(before.wall())
                    + ", to " + run.run() + "#" + (next.index() - 1) + ", before " + clock.time(next.wall()) + ": "
                    + what);
        }
    }

    private void miss(String line) {
        if (missing.size() < MISSING_MAX) {
            missing.add(line);
        } else {
            missingMore++;
        }
    }

    long number() {
        return run.run();
    }

    /** Whether anything of the run is in the window. */
    boolean holdsAny() {
        return first != null;
    }

    /** Whether something is missing in the window. */
    boolean incomplete() {
        return !missing.isEmpty() || lost != null;
    }

    Instant begun() {
        return run.wall();
    }

    /** The kernel's id of the boot; null when it is not known. */
    @Nullable String boot() {
        return boot;
    }

    /** The turn in which a stop was asked for; null when there was none. */
    @Nullable Recorded stopped() {
        return stopped;
    }

    /** Null when the run has no turn. */
    @Nullable Recorded lastTurn() {
        return lastTurn;
    }

    /** Of the instances and virtual servers that are configured. */
    List<String> names() {
        var known = config;
        return known == null ? List.of() : ConfiguredNames.of(known).toList();
    }

    List<String> lines() {
        var known = config;
        var name = node != null ? node : known != null ? known.routerId() : "unknown node";
        var instances = known == null
                ? "no configuration known"
                : "instances "
                        + known.instances().stream().map(i -> i.name().value()).collect(Collectors.joining(", "));
        var begin = first == null ? run.wall() : first;
        var lines = new ArrayList<String>();
        lines.add("run " + run.run() + " of " + name + ", version " + run.version() + ", " + instances + ": "
                + clock.dated(begin) + " to " + clock.dated(last) + ", " + Counted.of(transitions, "transition"));
        lines.addAll(missing);
        if (missingMore > 0) {
            lines.add("MISSING: " + Counted.of(missingMore, "more part"));
        }
        if (lost != null) {
            lines.add("MISSING: what follows " + clock.dated(last) + ": " + lost);
        }
        if (incomplete()) {
            lines.add("  what happened in a missing part is not known: changes of role in it are not counted here");
        }
        return lines;
    }
}
