package io.keepsake.daemon.upgrade;

import io.keepsake.history.json.Json;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.TextLines;
import io.keepsake.history.verify.DecisionCheck;
import io.keepsake.history.verify.RunCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An answer for people, and for programs. */
final class AnswerText {
    private AnswerText() {}

    /** Each journal with its runs; the verdict last. */
    static List<String> lines(Answer answer, Clock clock) {
        var lines = new ArrayList<String>();
        answer.journals().forEach((journal, result) -> {
            lines.add(journal.toString());
            result.runs().forEach(run -> addRun(lines, run, clock));
            if (result.losses() > 0) {
                lines.add("  cannot be compared: " + result.firstLoss()
                        + (result.losses() > 1 ? ", and " + (result.losses() - 1) + " more" : ""));
            }
        });
        lines.add(answer.print());
        return lines;
    }

    private static void addRun(List<String> lines, RunCheck run, Clock clock) {
        var place = run.first();
        lines.add("  run " + run.number() + ", version " + run.version() + ": " + clock.dated(run.begin()) + " to "
                + clock.dated(run.end()) + ", " + Answer.number(run.events(), "event") + ": "
                + (place != null ? "differs" : run.known() == 0 ? "cannot be told" : "same"));
        if (place == null) {
            return;
        }
        lines.add("    at " + TextLines.event(run.number(), place.turn(), clock));
        lines.add("      recorded:     " + place.difference().recorded());
        lines.add("      this version: " + place.difference().recomputed());
        if (run.places() > 1) {
            lines.add("    and " + Answer.number(run.places() - 1, "more time")
                    + ", each behind another checkpoint of the recorded state");
        }
    }

    /** One document; times are in UTC. */
    static String json(Answer answer) {
        var json = new Json().open();
        json.member("verdict", answer.verdict().name().toLowerCase(Locale.ROOT));
        json.member("text", answer.print());
        json.member("version", answer.version());
        json.member("events", answer.events());
        json.member("unknown", answer.unknown());
        json.member("differences", answer.places());
        json.objects("journals", answer.journals().entrySet(), (each, journal) -> {
            each.member("journal", journal.getKey().toString());
            write(each, journal.getValue());
        });
        return json.close().toString();
    }

    private static void write(Json json, DecisionCheck.Result result) {
        json.objects("runs", result.runs(), AnswerText::write);
        json.member("losses", result.losses());
        json.member("first_loss", result.firstLoss());
    }

    private static void write(Json json, RunCheck run) {
        json.member("run", run.number());
        json.member("version", run.version());
        json.member("from", Clock.UTC.iso(run.begin()));
        json.member("to", Clock.UTC.iso(run.end()));
        json.member("events", run.events());
        json.member("unknown", run.events() - run.known());
        json.member("differences", run.places());
        var place = run.first();
        if (place != null) {
            json.name("first").open();
            json.member("event", TextLines.event(run.number(), place.turn(), Clock.UTC));
            json.member("recorded", place.difference().recorded());
            json.member("this_version", place.difference().recomputed());
            json.close();
        }
    }
}
