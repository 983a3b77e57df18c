package io.keepsake.history.show;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One line each: {@code run#index}, wall clock, and the form of {@link EventText}; decisions and effects under the event
 * they follow from.
 */
public record TextLines(Choice choice, Clock clock) implements ItemLines {

    @Override
    public void started(RunStarted started, Consumer<String> out) {
        if (choice.takesKind("RunStarted")) {
            var line = new TextSink("RunStarted");
            line.index("first", started.firstIndex());
            line.text("version", started.version());
            out.accept("run " + started.run() + " " + clock.iso(started.wall()) + " " + line);
        }
    }

    @Override
    public void turn(long run, Turn turn, Consumer<String> out) {
        if (!choice.takes(turn)) {
            return;
        }
        var below = followUps(run, turn, choice);
        if (!below.isEmpty() || choice.takes(turn.recorded().event())) {
            out.accept(event(run, turn, clock));
            below.forEach(out);
        }
    }

    /** The lines of the decisions and effects of a turn. */
    public static List<String> followUps(long run, Turn turn) {
        return followUps(run, turn, Choice.ALL);
    }

    private static List<String> followUps(long run, Turn turn, Choice choice) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < turn.decisions().size(); i++) {
            var decision = turn.decisions().get(i);
            if (choice.takes(decision)) {
                lines.add("  decided " + run + "#" + turn.decisionIndex(i) + " " + EventText.print(decision));
            }
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            var effect = turn.effects().get(i);
            if (choice.takes(effect)) {
                lines.add("  effect " + run + "#" + turn.effectIndex(i) + " " + EventText.print(effect));
            }
        }
        return lines;
    }

    /** The line of the event of a turn. */
    public static String event(long run, Turn turn, Clock clock) {
        var recorded = turn.recorded();
        return run + "#" + recorded.index() + " " + clock.iso(recorded.wall()) + " "
                + EventText.print(recorded.event());
    }

    @Override
    public void unknown(Unknown unknown, Consumer<String> out) {
        if (choice.takesKind("Unknown")) {
            out.accept(unknown.run() + "#" + unknown.index() + " " + clock.iso(unknown.wall()) + " Unknown kind="
                    + unknown.kind());
            unknown.text().lines().forEach(line -> out.accept("  " + line));
        }
    }

    @Override
    public void damaged(Damaged damaged, Consumer<String> out) {
        if (choice.takesKind("Damaged")) {
            var line = new TextSink("Damaged");
            line.text("file", damaged.file().toString());
            line.number("position", damaged.position());
            line.text("what", damaged.what());
            out.accept(line.toString());
        }
    }
}
