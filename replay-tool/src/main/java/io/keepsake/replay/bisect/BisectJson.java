package io.keepsake.replay.bisect;

import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.history.json.Json;
import io.keepsake.history.show.Clock;
import java.util.List;

/** The same as {@link BisectText} for programs: one object. Times in it are UTC, and lengths of time in nanoseconds. */
public final class BisectJson {
    private BisectJson() {}

    /** The object, in one line. */
    public static String of(Bisection all) {
        var target = all.target();
        var json = head(target, all.part());
        json.member("known", true);
        json.member("reproduced", all.isReproduced());
        json.member("control", all.controlNanos());
        json.member("since", id(target, target.from()));
        json.member("tried", all.findings().size());
        json.member("untried", all.untried());
        json.member("stalls", all.stalls());
        findings(json, "needed", target, all.needed());
        findings(json, "moving", target, all.moving());
        findings(json, "together", target, all.together());
        return json.close().toString();
    }

    /** The object of a decision at which the state is not known. */
    public static String unknown(Target target, Part part) {
        return head(target, part).member("known", false).close().toString();
    }

    private static Json head(Target target, Part part) {
        var json = new Json().open();
        json.member("id", id(target, target.index()));
        json.member("wall", Clock.UTC.iso(target.turn().recorded().wall()));
        json.member("instance", target.instance().value());
        json.member("from", target.was().name());
        json.member("to", target.is().name());
        json.member("decision", EventText.print(target.decision()));
        return json.array("missing", part.missing(), (to, what) -> to.value(what));
    }

    private static void findings(Json json, String name, Target target, List<Finding> findings) {
        json.array(name, findings, (to, finding) -> {
            var first = finding.cause().first().recorded();
            to.open();
            to.member("first", id(target, first.index()));
            to.member("last", id(target, finding.cause().last().recorded().index()));
            to.member("events", finding.cause().turns().size());
            to.member("wall", Clock.UTC.iso(first.wall()));
            to.member("type", Fields.kind(first.event()));
            to.member("event", EventText.print(first.event()));
            to.member("without", finding.kind().name());
            to.member("shift", finding.shiftNanos());
            to.member("role", finding.role().name());
            to.close();
        });
    }

    private static String id(Target target, long index) {
        return target.run() + ":" + index;
    }
}
