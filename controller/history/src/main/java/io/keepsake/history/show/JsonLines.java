package io.keepsake.history.show;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.Unknown;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * JSON Lines: one object each, with a stable {@code id} of {@code run:index}, the {@code class} (event, decision, effect
 * or journal), for decisions and effects the index of the event as {@code cause}, both clocks, the {@code type} and its
 * {@code fields}.
 *
 * @param head writes what each object begins with
 */
public record JsonLines(Choice choice, Consumer<JsonSink> head) implements ItemLines {
    /** Lines of one journal. */
    public JsonLines(Choice choice) {
        this(choice, _ -> {});
    }

    @Override
    public void started(RunStarted started, Consumer<String> out) {
        if (choice.takesKind("RunStarted")) {
            var json = open();
            json.text("id", started.run() + ":0");
            json.text("class", "journal");
            json.text("wall", Clock.UTC.iso(started.wall()));
            json.text("type", "RunStarted");
            json.object("fields", () -> {
                json.index("first", started.firstIndex());
                json.text("version", started.version());
            });
            out.accept(json.close());
        }
    }

    @Override
    public void turn(long run, Turn turn, Consumer<String> out) {
        if (!choice.takes(turn)) {
            return;
        }
        var event = turn.recorded().event();
        if (choice.takes(event)) {
            var json = begin(run, turn.recorded().index(), "event");
            end(json, turn, Fields.kind(event), sink -> Fields.writeEvent(event, sink), out);
        }
        for (int i = 0; i < turn.decisions().size(); i++) {
            var decision = turn.decisions().get(i);
            if (choice.takes(decision)) {
                var json = begin(run, turn.decisionIndex(i), "decision");
                json.index("cause", turn.recorded().index());
                end(json, turn, Fields.kind(decision), sink -> Fields.writeEvent(decision, sink), out);
            }
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            var effect = turn.effects().get(i);
            if (choice.takes(effect)) {
                var json = begin(run, turn.effectIndex(i), "effect");
                json.index("cause", turn.recorded().index());
                end(json, turn, Fields.kind(effect), sink -> Fields.writeEffect(effect, sink), out);
            }
        }
    }

    private JsonSink open() {
        var json = new JsonSink();
        head.accept(json);
        return json;
    }

    private JsonSink begin(long run, long index, String kind) {
        var json = open();
        json.text("id", run + ":" + index);
        json.text("class", kind);
        return json;
    }

    private static void end(JsonSink json, Turn turn, String type, Consumer<FieldSink> fields, Consumer<String> out) {
        stamps(json, turn.recorded().wall(), turn.recorded().at());
        json.text("type", type);
        json.object("fields", () -> fields.accept(json));
        out.accept(json.close());
    }

    private static void stamps(JsonSink json, Instant wall, Moment at) {
        json.text("wall", Clock.UTC.iso(wall));
        json.number("mono", at.nanos());
    }

    @Override
    public void unknown(Unknown unknown, Consumer<String> out) {
        if (choice.takesKind("Unknown")) {
            var json = begin(unknown.run(), unknown.index(), "event");
            stamps(json, unknown.wall(), unknown.at());
            json.text("type", "Unknown");
            json.object("fields", () -> {
                json.text("kind", unknown.kind());
                json.text("text", unknown.text());
            });
            out.accept(json.close());
        }
    }

    @Override
    public void damaged(Damaged damaged, Consumer<String> out) {
        if (choice.takesKind("Damaged")) {
            var json = open();
            json.text("id", damaged.file().getFileName() + ":" + damaged.position());
            json.text("class", "journal");
            json.text("type", "Damaged");
            json.object("fields", () -> {
                json.text("file", damaged.file().toString());
                json.number("position", damaged.position());
                json.text("what", damaged.what());
            });
            out.accept(json.close());
        }
    }
}
