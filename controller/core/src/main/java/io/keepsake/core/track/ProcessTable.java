package io.keepsake.core.track;

import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.TrackEvent.TrackedProcessesCounted;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Of every {@code vrrp_track_process} how many run, and whether that counts as enough. Immutable. */
record ProcessTable(List<TrackProcess> processes, Map<String, Counted> states) {
    ProcessTable {
        processes = List.copyOf(processes);
        states = Map.copyOf(states);
    }

    /**
     * What was counted.
     *
     * @param enough whether that counts as enough
     * @param turnsAt when it will count otherwise, if nothing changes; NEVER while the count says what counts
     */
    record Counted(int count, boolean enough, Moment turnsAt) {}

    static ProcessTable begun(List<TrackProcess> processes) {
        return new ProcessTable(processes, Map.of());
    }

    /** What was counted of the same processes goes on, by their new quorums and delays. */
    ProcessTable reloaded(List<TrackProcess> next, Moment now) {
        var kept = new HashMap<String, Counted>();
        for (var process : next) {
            var state = states.get(process.name());
            if (state != null && processes.stream().anyMatch(process::same)) {
                boolean running = !state.turnsAt().equals(Moment.NEVER);
                kept.put(process.name(), judged(process, state, state.count(), running, now));
            }
        }
        return new ProcessTable(next, kept);
    }

    private static Counted judged(TrackProcess process, Counted before, int count, boolean running, Moment now) {
        boolean enough = process.suffices(count);
        if (enough == before.enough()) {
            return new Counted(count, enough, Moment.NEVER);
        }
        long delay = enough ? process.forkDelayNanos() : process.terminateDelayNanos();
        var latest = now.plus(delay);
        return new Counted(count, before.enough(), running ? before.turnsAt().earlierOf(latest) : latest);
    }

    /** Nothing begins to count any more. */
    ProcessTable ended() {
        var idle = new HashMap<String, Counted>();
        states.forEach((name, state) -> idle.put(name, new Counted(state.count(), state.enough(), Moment.NEVER)));
        return new ProcessTable(processes, idle);
    }

    /** The earliest moment at which a count begins to count. */
    Moment deadline() {
        var earliest = Moment.NEVER;
        for (var state : states.values()) {
            earliest = earliest.earlierOf(state.turnsAt());
        }
        return earliest;
    }

    /** So many run now. The first count counts at once. */
    Step<ProcessTable> after(TrackedProcessesCounted event, Moment now) {
        var process = find(event.process());
        if (process == null) {
            return Step.to(this);
        }
        var before = states.get(process.name());
        if (before == null) {
            var first = new Counted(event.count(), process.suffices(event.count()), Moment.NEVER);
            return Step.to(with(process.name(), first)).decided(decision(process, first));
        }
        boolean running = !before.turnsAt().equals(Moment.NEVER);
        var next = with(process.name(), judged(process, before, event.count(), running, now));
        return next.onDeadline(now);
    }

    private @Nullable TrackProcess find(String name) {
        return processes.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    }

    /** Whatever begins to count. */
    Step<ProcessTable> onDeadline(Moment now) {
        Step<ProcessTable> step = Step.to(this);
        for (var process : processes) {
            var state = states.get(process.name());
            if (state != null && now.reaches(state.turnsAt())) {
                var turned = new Counted(state.count(), !state.enough(), Moment.NEVER);
                step = step.decided(decision(process, turned))
                        .toward(step.next().with(process.name(), turned));
            }
        }
        return step;
    }

    private static Decision decision(TrackProcess process, Counted state) {
        return state.enough()
                ? new Decision.TrackedProcessGained(process.name(), state.count(), process.quorum())
                : new Decision.TrackedProcessLost(process.name(), state.count(), process.quorum());
    }

    private ProcessTable with(String name, Counted state) {
        var others = new HashMap<>(states);
        others.put(name, state);
        return new ProcessTable(processes, others);
    }

    /** What was counted of this process; null while nothing was. */
    @Nullable Counted state(String process) {
        return states.get(process);
    }

    /** One line a process that was counted, for a checkpoint. */
    List<String> print() {
        var lines = new ArrayList<String>();
        for (var process : processes) {
            var state = states.get(process.name());
            if (state != null) {
                var out = new TextSink("TrackedProcess");
                out.name("process", process.name());
                out.number("count", state.count());
                out.flag("enough", state.enough());
                out.moment("turns", state.turnsAt());
                lines.add(out.toString());
            }
        }
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds, and of processes that are not these, are passed over. */
    static ProcessTable parse(List<TrackProcess> processes, List<String> lines) {
        var found = new HashMap<String, Counted>();
        for (var line : lines) {
            if (TextSource.kind(line).equals("TrackedProcess")) {
                var in = TextSource.of(line);
                found.put(in.name("process"), new Counted(in.integer("count"), in.flag("enough"), in.moment("turns")));
            }
        }
        found.keySet().retainAll(processes.stream().map(TrackProcess::name).collect(Collectors.toSet()));
        return new ProcessTable(processes, found);
    }
}
