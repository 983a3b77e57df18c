package io.keepsake.core.track;

import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.track.ScriptState.Verdict;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every {@code vrrp_script}, when it runs, and what its results say. Immutable. A run that is not over when the next
 * one is due is waited for; one whose answer is lost is given up, and says nothing.
 */
final class ScriptTable {
    /** Before the name in the subject of a run. */
    private static final String SUBJECT = "vrrp_script ";

    /** A script that was terminated has so long to end, and its answer to come. */
    private static final long GRACE_NANOS = 10_000_000_000L;

    /** What cannot run is not tried more often than this: each try is told. */
    private static final long UNAVAILABLE_NANOS = 10_000_000_000L;

    private final List<VrrpScript> scripts;
    private final Map<String, Integer> places;
    private final ScriptState[] states;
    private final Moment deadline;

    private ScriptTable(List<VrrpScript> scripts, Map<String, Integer> places, ScriptState[] states) {
        this.scripts = scripts;
        this.places = places;
        this.states = states;
        var earliest = Moment.NEVER;
        for (var state : states) {
            earliest = earliest.earlierOf(state.deadline());
        }
        this.deadline = earliest;
    }

    private static ScriptTable of(List<VrrpScript> scripts, ScriptState[] states) {
        var places = new HashMap<String, Integer>();
        for (int i = 0; i < scripts.size(); i++) {
            places.put(scripts.get(i).name(), i);
        }
        return new ScriptTable(scripts, places, states);
    }

    /** The scripts of the first configuration: each runs at once, and instances wait for what it says. */
    static ScriptTable begun(List<VrrpScript> scripts, Moment now) {
        return of(
                scripts,
                scripts.stream()
                        .map(s -> ScriptState.begun(s.initFail(), true, now))
                        .toArray(ScriptState[]::new));
    }

    /** The same command of the same user goes on, by its new interval; nobody waits for a new one. */
    ScriptTable reloaded(List<VrrpScript> next, Moment now) {
        return of(next, next.stream().map(s -> reloaded(s, now)).toArray(ScriptState[]::new));
    }

    private ScriptState reloaded(VrrpScript script, Moment now) {
        var place = places.get(script.name());
        if (place == null || !scripts.get(place).same(script)) {
            return ScriptState.begun(false, false, now);
        }
        var state = states[place];
        var was = scripts.get(place);
        var next = later(state.nextAt().plus(script.intervalNanos() - was.intervalNanos()), now);
        return state.runs()
                ? state.running(
                        state.asked(),
                        next,
                        later(state.lostAt().plus(script.timeoutNanos() - was.timeoutNanos()), now))
                : state.idle(next);
    }

    private static Moment later(Moment at, Moment now) {
        return at.compareTo(now) > 0 ? at : now;
    }

    /** Nothing is run any more; what was said stays. */
    ScriptTable ended() {
        var idle = Stream.of(states).map(state -> state.idle(Moment.NEVER)).toArray(ScriptState[]::new);
        return new ScriptTable(scripts, places, idle);
    }

    Moment deadline() {
        return deadline;
    }

    /** The state of this script; null for one that is not configured. */
    @Nullable ScriptState state(String script) {
        var place = places.get(script);
        return place == null ? null : states[place];
    }

    /** Whatever is due: runs, and runs that nobody answered. */
    Step<ScriptTable> onDeadline(Moment now, long index) {
        var changed = states.clone();
        var step = Step.to(this);
        for (int i = 0; i < changed.length; i++) {
            var state = changed[i];
            if (now.reaches(state.deadline())) {
                var script = scripts.get(i);
                changed[i] = state.running(
                        index,
                        following(state.nextAt(), script, now),
                        now.plus(script.timeoutNanos()).plus(GRACE_NANOS));
                step = step.signal(
                        new RunScript(SUBJECT + script.name(), script.script(), List.of(), script.timeoutNanos()));
            }
        }
        return step.toward(new ScriptTable(scripts, places, changed));
    }

    /** The first moment of the rhythm that has not come yet. */
    private static Moment following(Moment due, VrrpScript script, Moment now) {
        long missed = Math.max(0, now.since(due)) / script.intervalNanos();
        return due.plus((missed + 1) * script.intervalNanos());
    }

    /** The script that an event is about; null when it is none of these, or had another command. */
    @Nullable String concerned(ScriptEvent event) {
        return switch (event) {
            case ScriptEnded e -> named(e.subject(), e.command());
            case ScriptUnavailable e -> named(e.subject(), e.command());
        };
    }

    private @Nullable String named(String subject, String command) {
        if (!subject.startsWith(SUBJECT)) {
            return null;
        }
        var name = subject.substring(SUBJECT.length());
        var place = places.get(name);
        return place != null && command.equals(scripts.get(place).script().toString()) ? name : null;
    }

    /** The answer to a run of this script; one of an earlier run says nothing. */
    Step<ScriptTable> onAnswer(String name, ScriptEvent event, Moment now) {
        int place = places.getOrDefault(name, -1);
        if (place < 0) {
            return Step.to(this);
        }
        var script = scripts.get(place);
        var state = states[place];
        return switch (event) {
            case ScriptUnavailable _ when !state.runs() -> Step.to(this);
            case ScriptUnavailable _ -> {
                long pause = Math.max(script.intervalNanos(), UNAVAILABLE_NANOS);
                yield Step.to(with(place, state.idle(now.plus(pause)).released()));
            }
            case ScriptEnded e when !state.runs() || e.effect() <= state.asked() -> Step.to(this);
            case ScriptEnded e when e.end() == End.UNKNOWN -> Step.to(with(place, after(state, script, now)));
            case ScriptEnded e -> {
                boolean passed = e.end() == End.EXITED && e.status() == 0;
                yield judged(place, after(state, script, now), passed, detail(e));
            }
        };
    }

    private static ScriptState after(ScriptState state, VrrpScript script, Moment now) {
        return state.idle(now.reaches(state.nextAt()) ? following(state.nextAt(), script, now) : state.nextAt());
    }

    private static String detail(ScriptEnded e) {
        return switch (e.end()) {
            case EXITED -> "exit status " + e.status();
            case SIGNALLED -> "ended by signal " + e.status();
            case TIMED_OUT -> "timed out";
            case UNKNOWN -> "unknown";
        };
    }

    private Step<ScriptTable> judged(int place, ScriptState state, boolean passed, String detail) {
        var script = scripts.get(place);
        var says = passed ? Verdict.GOOD : Verdict.BAD;
        if (state.verdict() == says) {
            return Step.to(with(place, state.judged(says)));
        }
        boolean first = state.verdict() == Verdict.UNKNOWN && (passed || state.held());
        int streak = first ? 1 : state.streak() + 1;
        int needed = first ? 1 : passed ? script.rise() : script.fall();
        if (streak < needed) {
            return Step.to(with(place, state.against(streak)));
        }
        var decision = passed
                ? new Decision.TrackedScriptPassed(script.name(), streak, needed)
                : new Decision.TrackedScriptFailed(script.name(), streak, needed, detail);
        return Step.to(with(place, state.judged(says))).decided(decision);
    }

    private ScriptTable with(int place, ScriptState state) {
        var others = states.clone();
        others[place] = state;
        return new ScriptTable(scripts, places, others);
    }

    /** One line a script, for a checkpoint. */
    List<String> print() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < states.length; i++) {
            var out = new TextSink("Script");
            out.name("script", scripts.get(i).name());
            out.word("verdict", states[i].verdict());
            out.flag("held", states[i].held());
            out.number("streak", states[i].streak());
            out.index("asked", states[i].asked());
            out.moment("next", states[i].nextAt());
            out.moment("lost", states[i].lostAt());
            lines.add(out.toString());
        }
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. A script without a line is over. */
    static ScriptTable parse(List<VrrpScript> scripts, List<String> lines) {
        var found = new HashMap<String, ScriptState>();
        for (var line : lines) {
            if (TextSource.kind(line).equals("Script")) {
                var in = TextSource.of(line);
                found.put(
                        in.name("script"),
                        new ScriptState(
                                in.word("verdict", Verdict.class),
                                in.flag("held"),
                                in.integer("streak"),
                                in.index("asked"),
                                in.moment("next"),
                                in.moment("lost")));
            }
        }
        var there = scripts.stream().filter(s -> found.containsKey(s.name())).toList();
        return of(there, there.stream().map(s -> found.get(s.name())).toArray(ScriptState[]::new));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScriptTable table
                && scripts.equals(table.scripts)
                && Arrays.equals(states, table.states);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(states);
    }
}
