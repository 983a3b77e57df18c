package io.keepsake.replay;

import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.text.Fields;
import io.keepsake.history.fold.ConfiguredNames;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Choice;
import io.keepsake.history.show.ItemLines;
import io.keepsake.history.show.JsonLines;
import io.keepsake.history.show.TextLines;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.journal.JournalReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay show}. */
@Command(
        name = "show",
        description = {
            "Prints what is recorded, oldest first: each event with its index and time, and under it what was "
                    + "decided and done because of it."
        },
        footer = {
            "",
            "Examples:",
            "  replay show --from -10m --decisions",
            "  replay show --from 3#812 --to 3#860 --kind AdvertReceived,BecameMaster --json",
            "",
            "Exit codes: 0 fine, 2 wrong usage, 3 something in the journal is damaged or missing"
        },
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    private static final long FOLLOW_MILLIS = 200;
    private static final Set<String> ITEM_KINDS = Set.of("RunStarted", "Damaged", "Unknown");

    private final Output out;

    @Mixin
    private final JournalArgument journal = new JournalArgument();

    @Mixin
    private final WindowOptions part = new WindowOptions();

    @Option(names = "--instance", paramLabel = "NAME", description = "only what names this vrrp_instance, such as VI_1")
    private @Nullable String instance;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "only these kinds, such as AdvertReceived,BecameMaster")
    private List<String> kinds = List.of();

    @Option(names = "--decisions", description = "only where something was decided")
    private boolean decisions;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(names = "--follow", description = "at the end wait for more, until interrupted")
    private boolean follow;

    private boolean incomplete;
    /** Whether there is a turn in the window. */
    private boolean held;
    /** The head of a run of which nothing was printed yet. */
    private @Nullable JournalItem head;
    /** Whether anything was printed. */
    private boolean printed;

    ShowCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure, InterruptedException {
        var choice = new Choice(instance, wantedKinds(), decisions);
        var lines = json ? new JsonLines(choice) : new TextLines(choice, part.clock());
        try (var reader = journal.open()) {
            var window = part.window(reader);
            window.seek(reader);
            print(reader, window, lines);
            if (!printed && !follow) {
                sayWhy(reader, window);
            }
        }
        return incomplete ? Exit.INCOMPLETE : Exit.FINE;
    }

    /** Why nothing was printed. */
    private void sayWhy(JournalReader reader, Window window) throws WrongUsage, JournalFailure {
        if (!held) {
            out.note(WindowOptions.nothingIn(reader, part.clock()));
            return;
        }
        if (instance != null && !ConfiguredNames.in(reader, window).contains(instance)) {
            throw WindowOptions.unknown(instance, reader, window);
        }
        out.note("nothing of what was asked for is in this window");
    }

    private Set<String> wantedKinds() throws WrongUsage {
        for (var kind : kinds) {
            if (!Fields.EVENT_KINDS.contains(kind)
                    && !Fields.EFFECT_KINDS.contains(kind)
                    && !ITEM_KINDS.contains(kind)) {
                throw new WrongUsage("--kind: there is no " + kind + "; expected some of "
                        + String.join(", ", Fields.EVENT_KINDS) + ", " + String.join(", ", Fields.EFFECT_KINDS) + ", "
                        + String.join(", ", ITEM_KINDS.stream().sorted().toList()));
            }
        }
        return new LinkedHashSet<>(kinds);
    }

    private void print(JournalReader reader, Window window, ItemLines lines)
            throws JournalFailure, InterruptedException {
        while (!out.closed()) {
            var item = reader.next();
            if (item == null && (!follow || out.closedNow())) {
                return;
            }
            if (item == null) {
                TimeUnit.MILLISECONDS.sleep(FOLLOW_MILLIS);
            } else if (isPast(item, window)) {
                return;
            } else if (isIn(item, window)) {
                incomplete |= isIncomplete(item);
                held |= item instanceof TurnRead;
                if (item instanceof RunStarted && !kinds.contains("RunStarted")) {
                    head = item;
                } else {
                    lines.print(item, line -> print(line, lines));
                }
            }
        }
    }

    private void print(String line, ItemLines lines) {
        var first = head;
        head = null;
        if (first != null) {
            lines.print(first, out::line);
        }
        printed = true;
        out.line(line);
    }

    private static boolean isIncomplete(JournalItem item) {
        return switch (item) {
            case RunStarted _ -> false;
            case TurnRead read -> read.turn().recorded().event() instanceof RecordingGap;
            case Unknown _, Damaged _ -> true;
        };
    }

    private static boolean isPast(JournalItem item, Window window) {
        return switch (item) {
            case RunStarted started -> window.endsBefore(started.run());
            case TurnRead read -> window.endsBefore(read.run(), read.turn());
            case Unknown _, Damaged _ -> false;
        };
    }

    private static boolean isIn(JournalItem item, Window window) {
        return switch (item) {
            case RunStarted started -> window.holdsRun(started.run());
            case TurnRead read -> window.holds(read.run(), read.turn());
            case Unknown unknown -> window.holdsRun(unknown.run());
            case Damaged _ -> true;
        };
    }
}
