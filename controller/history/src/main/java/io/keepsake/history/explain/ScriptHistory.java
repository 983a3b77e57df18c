package io.keepsake.history.explain;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.LinkChangeCounts;
import io.keepsake.core.event.Decision.TrackedProcessGained;
import io.keepsake.core.event.Decision.TrackedProcessLost;
import io.keepsake.core.event.Decision.TrackedScriptFailed;
import io.keepsake.core.event.Decision.TrackedScriptPassed;
import java.util.HashMap;
import java.util.Map;

/** What was decided last about each script, and about the processes and the links, that instances track. */
final class ScriptHistory {
    private final NodeHistory node;
    private final Map<String, String> last = new HashMap<>();
    private final Map<String, String> processes = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();

    ScriptHistory(NodeHistory node) {
        this.node = node;
    }

    void onDecision(Decision.OfScript decision, long index) {
        last.put(decision.script(), words(decision) + " (" + node.cite(index) + ")");
    }

    void onDecision(Decision.OfProcess decision, long index) {
        processes.put(decision.process(), words(decision) + " (" + node.cite(index) + ")");
    }

    void onDecision(Decision.OfLink decision, long index) {
        if (decision instanceof LinkChangeCounts counts) {
            var link = counts.link().value();
            var words = "it was " + (counts.usable() ? "back at " : "lost at ") + node.cite(counts.told())
                    + ", and was still when its interface_up_down_delays were over (" + node.cite(index) + ")";
            links.put(link, words);
        }
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

    /** What was decided of a link whose loss or return waits for its delay, with the indexes; or {@code otherwise}. */
    String ofLink(String link, String otherwise) {
        return links.getOrDefault(link, otherwise);
    }

    /** What is known of the processes of a {@code vrrp_track_process}, with the index of the decision. */
    String ofProcess(String process) {
        return processes.getOrDefault(process, "how many run is before what was read here, or not recorded");
    }
}
