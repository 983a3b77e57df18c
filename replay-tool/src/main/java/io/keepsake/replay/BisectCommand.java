package io.keepsake.replay;

import io.keepsake.core.event.Decision;
import io.keepsake.core.text.EventText;
import io.keepsake.history.fold.ConfiguredNames;
import io.keepsake.history.fold.Point;
import io.keepsake.history.json.Json;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.TextLines;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import io.keepsake.replay.bisect.BisectJson;
import io.keepsake.replay.bisect.BisectText;
import io.keepsake.replay.bisect.Bisection;
import io.keepsake.replay.bisect.Part;
import io.keepsake.replay.bisect.Target;
import io.keepsake.replay.verify.FirstDecision;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay bisect}. */
@Command(
        name = "bisect",
        description = {
            "Finds the first event without which a change of role would not have been: plays the node again from before it, each",
            "time without one event, or without several in a row that say the same. By default the last change to MASTER.",
            "With --this-build it finds the first decision that this program's rules take otherwise than was recorded."
        },
        footer = {
            "",
            "Examples:",
            "  replay bisect --instance VI_1 /mnt/node-b/journal",
            "  replay bisect --at 3#812 --json /mnt/node-b/journal",
            "",
            "Exit codes: 0 an event is found, or with --this-build every decision is the same,",
            "            1 no single event is, or with --this-build a decision differs, 2 wrong usage,",
            "            3 something in the journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class BisectCommand implements Callable<Integer> {
    private static final int NOTHING = 1;

    private final Output out;

    @Mixin
    private final JournalArgument journal = new JournalArgument();

    @Mixin
    private final WindowOptions part = new WindowOptions();

    @Option(
            names = "--at",
            paramLabel = "RUN#INDEX",
            description = "the change of role, or the event that it followed from; as replay explain and show print it")
    private @Nullable String at;

    @Option(names = "--instance", paramLabel = "NAME", description = "the last change of this vrrp_instance to MASTER")
    private @Nullable String instance;

    @Option(
            names = "--this-build",
            description =
                    "instead: the first decision of this program that differs from the recorded one, and what it knew")
    private boolean thisBuild;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    BisectCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        if (thisBuild && (at != null || instance != null)) {
            throw new WrongUsage("--this-build: expected neither --at nor --instance with it");
        }
        if (at != null && (instance != null || part.isPart())) {
            throw new WrongUsage("--at " + at + ": expected no --instance, --from, --to or --run with it");
        }
        var clock = part.clock();
        try (var reader = out.watched(journal.open(), "bisect", clock)) {
            return thisBuild ? decision(reader, clock) : role(reader, clock);
        }
    }

    private int role(JournalReader reader, Clock clock) throws WrongUsage, JournalFailure {
        var asked = at;
        var target = asked == null ? last(reader) : named(asked, reader, clock);
        if (target == null) {
            out.note("nothing becomes MASTER in this window; --at RUN#INDEX names another change of role");
            return NOTHING;
        }
        var played = Part.of(reader, target);
        var config = played.config();
        if (config == null) {
            out.line(
                    json
                            ? BisectJson.unknown(target, played)
                            : "the state at " + target.run() + "#" + target.index() + " cannot be known"
                                    + (played.missing().isEmpty()
                                            ? ""
                                            : ": " + played.missing().getLast()));
            return Exit.INCOMPLETE;
        }
        var all = Bisection.of(target, played, config);
        if (json) {
            out.line(BisectJson.of(all));
        } else {
            played.missing().forEach(what -> out.line("MISSING: " + what + "; what it was may be the cause"));
            new BisectText(all, clock, out::line).tell();
        }
        if (!played.missing().isEmpty()) {
            return Exit.INCOMPLETE;
        }
        return all.needed().isEmpty() ? NOTHING : Exit.FINE;
    }

    private @Nullable Target last(JournalReader reader) throws WrongUsage, JournalFailure {
        var window = part.window(reader);
        var target = Target.last(reader, window, instance);
        if (target == null
                && instance != null
                && !ConfiguredNames.in(reader, window).contains(instance)) {
            throw WindowOptions.unknown(instance, reader, window);
        }
        return target;
    }

    private static Target named(String asked, JournalReader reader, Clock clock) throws WrongUsage, JournalFailure {
        if (!(WindowOptions.until("--at", asked, reader, clock) instanceof Point.AtIndex(var run, var index))) {
            throw new WrongUsage("--at: expected the name of an event such as 3#812, found " + asked);
        }
        var target = Target.at(reader, run, index);
        if (target == null) {
            throw new WrongUsage(
                    "--at " + asked + ": expected a BecameMaster, BecameBackup, BecameFault or BecameStopped, or"
                            + " the event before it, found none there; replay show --decisions lists them");
        }
        return target;
    }

    private int decision(JournalReader reader, Clock clock) throws WrongUsage, JournalFailure {
        var first = FirstDecision.in(reader, part.window(reader));
        if (json) {
            out.line(object(first));
        } else {
            tell(first, clock);
        }
        return first.turn() != null ? NOTHING : first.missing() ? Exit.INCOMPLETE : Exit.FINE;
    }

    private void tell(FirstDecision first, Clock clock) {
        var turn = first.turn();
        if (first.missing()) {
            out.line("MISSING: of some turns nothing can be said; replay verify tells of which");
        }
        if (turn == null) {
            out.line(Counted.of(first.decisions(), "decision") + ", all as recorded");
            return;
        }
        out.line(TextLines.event(first.run(), turn, clock));
        out.line("  recorded:   " + print(first.recorded()));
        out.line("  this build: " + print(first.recomputed()));
        first.before().forEach((row, value) -> out.line("  before it: " + row + ": " + value));
        if (first.stateDiffers() != 0) {
            out.line("  what this build knows differs since " + first.run() + "#" + first.stateDiffers()
                    + " at the latest; see replay verify");
        }
        out.line(Counted.of(first.decisions(), "decision") + " before it as recorded");
    }

    private static String print(@Nullable Decision decision) {
        return decision == null ? "nothing" : EventText.print(decision);
    }

    private static String object(FirstDecision first) {
        var turn = first.turn();
        var object = new Json().open();
        object.member("same", turn == null);
        object.member("decisions", first.decisions());
        object.member("missing", first.missing());
        if (turn != null) {
            object.member("id", first.run() + ":" + turn.recorded().index());
            object.member("wall", Clock.UTC.iso(turn.recorded().wall()));
            object.member("event", EventText.print(turn.recorded().event()));
            object.member("recorded", text(first.recorded()));
            object.member("recomputed", text(first.recomputed()));
            object.member("state_differs", first.stateDiffers() == 0 ? null : first.run() + ":" + first.stateDiffers());
            object.name("before").open();
            first.before().forEach((row, value) -> object.member(row, value));
            object.close();
        }
        return object.close().toString();
    }

    private static @Nullable String text(@Nullable Decision decision) {
        return decision == null ? null : EventText.print(decision);
    }
}
