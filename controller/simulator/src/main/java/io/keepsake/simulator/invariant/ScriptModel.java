package io.keepsake.simulator.invariant;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scripts that instances track have said, by the results alone; written a second time. */
final class ScriptModel {
    private static final long NONE = -1;
    private static final String SUBJECT = "vrrp_script ";

    private Map<String, One> byName = new HashMap<>();
    private boolean configured;
    private @Nullable String expected;
    private boolean otherwise;

    private static final class One {
        private VrrpScript script;
        private @Nullable Boolean good;
        private boolean awaited;
        private int against;
        private long run = NONE;

        One(VrrpScript script, boolean bad, boolean awaited) {
            this.script = script;
            this.good = bad ? Boolean.FALSE : null;
            this.awaited = awaited;
        }
    }

    /** Takes the next turn of the run; gives whether what it says of a script may be another than before. */
    boolean fill(Turn turn) {
        expected = null;
        otherwise = false;
        switch (turn.recorded().event()) {
            case ConfigAccepted e -> configure(e.config());
            case ScriptEnded e -> ended(e);
            case ScriptUnavailable e -> unavailable(e);
            case StopRequested _ -> byName.values().forEach(one -> one.run = NONE);
            default -> {}
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof RunScript run && run.subject().startsWith(SUBJECT)) {
                var one = of(run.subject());
                if (one != null) {
                    one.run = turn.effectIndex(i);
                }
            }
        }
        return otherwise;
    }

    private void configure(ControllerConfig config) {
        var next = new HashMap<String, One>();
        for (var script : config.vrrpScripts()) {
            var one = byName.get(script.name());
            if (one != null && one.script.script().equals(script.script())) {
                one.script = script;
                next.put(script.name(), one);
            } else {
                next.put(script.name(), new One(script, !configured && script.initFail(), !configured));
            }
        }
        byName = next;
        configured = true;
        otherwise = true;
    }

    private void unavailable(ScriptUnavailable event) {
        var one = of(event.subject());
        if (one != null
                && one.run != NONE
                && event.command().equals(one.script.script().toString())) {
            one.awaited = false;
            one.run = NONE;
            otherwise = true;
        }
    }

    private @Nullable One of(String subject) {
        return subject.startsWith(SUBJECT) ? byName.get(subject.substring(SUBJECT.length())) : null;
    }

    private void ended(ScriptEnded event) {
        var one = of(event.subject());
        if (one == null || event.effect() != one.run) {
            return;
        }
        one.run = NONE;
        if (event.end() == End.UNKNOWN) {
            return;
        }
        boolean passed = event.end() == End.EXITED && event.status() == 0;
        if (one.good != null && one.good == passed) {
            one.against = 0;
            return;
        }
        boolean alone = one.good == null && (passed || one.awaited);
        one.against = alone ? 1 : one.against + 1;
        int needed = alone ? 1 : passed ? one.script.rise() : one.script.fall();
        if (one.against >= needed) {
            one.good = passed;
            one.awaited = false;
            one.against = 0;
            otherwise = true;
            expected = one.script.name() + (passed ? " passed" : " failed");
        }
    }

    /** What must be decided of a script in this turn. */
    List<String> expected() {
        return expected == null ? List.of() : List.of(expected);
    }

    /** What the weights of these scripts add to a priority. */
    int weight(List<TrackedScript> tracked) {
        int sum = 0;
        for (var t : tracked) {
            var one = byName.get(t.script());
            if (one != null && one.good != null && (one.good != t.reverse()) == t.weight() > 0) {
                sum += t.weight();
            }
        }
        return sum;
    }

    /** Whether one of these scripts is a fault. */
    boolean fails(List<TrackedScript> tracked) {
        return tracked.stream().filter(t -> t.weight() == 0).anyMatch(t -> {
            var one = byName.get(t.script());
            return one != null && one.good != null && one.good == t.reverse();
        });
    }

    /** Whether the first result of one of these scripts is waited for. */
    boolean waits(List<TrackedScript> tracked) {
        return tracked.stream().filter(t -> t.weight() == 0).anyMatch(t -> {
            var one = byName.get(t.script());
            return one != null && one.good == null && one.awaited;
        });
    }
}
