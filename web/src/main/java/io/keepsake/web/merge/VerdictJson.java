package io.keepsake.web.merge;

import io.keepsake.history.cluster.Stamp;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.json.Json;

/** Writes verdicts, and the places that they cite, into an object that is open. */
public final class VerdictJson {
    private VerdictJson() {}

    /** The claim, how sure it is, what shows it and what would tell more. */
    public static void write(Json json, Findings findings, Verdict verdict) {
        json.member("claim", verdict.sentence()).member("rule", verdict.rule().name());
        json.member("reason", verdict.reason().word())
                .member("confidence", verdict.confidence().name());
        place(json, findings, verdict.about());
        json.objects("evidence", verdict.evidence(), (out, e) -> {
            place(out, findings, e.stamp());
            out.member("text", e.text());
        });
        json.strings("against", verdict.against()).strings("collect", verdict.collect());
    }

    /** An event of a node, and when it was on the common clock, in microseconds since 1970. */
    public static void place(Json json, Findings findings, Stamp stamp) {
        json.member("node", stamp.node()).member("run", stamp.run()).member("index", stamp.index());
        json.member("at", findings.place(stamp));
    }
}
