package io.keepsake.history.explain;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.TrackedProcessGained;
import io.keepsake.core.event.Decision.TrackedProcessLost;
import io.keepsake.core.event.Decision.TrackedScriptFailed;
import io.keepsake.core.event.Decision.TrackedScriptPassed;
import java.util.HashMap;
import java.util.Map;

/** What was decided last about each script, and about the processes, that instances track. */
final class ScriptHistory {
    private final NodeHistory node;
    private final Map<String, String> last = new HashMap<>();
    private final Map<String, String> processes = new HashMap<>();

    ScriptHistory(NodeHistory node) {
        this.node = node;
    }

    void onDecision(Decision.OfScript decision, long index) {
        last.put(decision.script(), words(decision) + " (" + node.cite(index) + ")");
    }

    void onDecision(Decision.OfProcess decision, long index) {
        processes.put(decision.process(), words(decision) + " (" + node.cite(index) + ")");
    }

    private static String words(Decision.OfProcess decision) {
        return switch (decision) {
            case TrackedProcessLost d -> d.count() + " run, and " + d.needed() + " are needed";
            case TrackedProcessGained d -> d.count() + " run, and that is enough";
        };
    }

    private static String words(Decision.OfScript decision) {
        return switch (decision) {
            case TrackedScriptFailed d ->
                "it is bad, " + d.detail()
                        + (d.needed() == 1 ? "" : ", the last of " + d.failures() + " failures in a row");
            case TrackedScriptPassed d ->
                "it is good" + (d.needed() == 1 ? "" : ", after " + d.passes() + " successes in a row");
        };
    }

    /** What is known of a script, with the index of the decision. */
    String of(String script) {
        return last.getOrDefault(script, "what it said is before what was read here, or not recorded");
    }

    /** What is known of the processes of a {@code vrrp_track_process}, with the index of the decision. */
    String ofProcess(String process) {
        return processes.getOrDefault(process, "how many run is before what was read here, or not recorded");
    }
}
