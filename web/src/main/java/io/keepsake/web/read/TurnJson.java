package io.keepsake.web.read;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.history.json.Json;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.JsonSink;
import io.keepsake.journal.JournalItem;

/** Turns and the other items of a journal as JSON objects. */
public final class TurnJson {
    private TurnJson() {}

    /**
     * A turn: its node, place and clocks, its event, and what was decided and done because of it.
     *
     * @param time where it is drawn, microseconds since 1970
     * @param fields whether the named fields are wanted beside the line of text
     */
    public static void write(Json json, String node, long run, Turn turn, long time, boolean fields) {
        var recorded = turn.recorded();
        json.open().member("node", node).member("run", run).member("index", recorded.index());
        json.member("next", turn.nextIndex()).member("time", time).member("wall", Clock.UTC.iso(recorded.wall()));
        json.member("mono", recorded.at().nanos());
        json.name("event");
        event(json, recorded.event(), recorded.index(), fields);
        json.name("decisions").openArray();
        for (int i = 0; i < turn.decisions().size(); i++) {
            event(json, turn.decisions().get(i), turn.decisionIndex(i), fields);
        }
        json.closeArray().name("effects").openArray();
        for (int i = 0; i < turn.effects().size(); i++) {
            var effect = turn.effects().get(i);
            json.open().member("index", turn.effectIndex(i)).member("type", Fields.kind(effect));
            json.member("text", EventText.print(effect));
            if (fields) {
                var sink = new JsonSink();
                Fields.writeEffect(effect, sink);
                json.name("fields").raw(sink.close());
            }
            json.close();
        }
        json.closeArray().close();
    }

    private static void event(Json json, Event event, long index, boolean fields) {
        json.open().member("index", index).member("type", Fields.kind(event));
        json.member("text", EventText.print(event));
        if (fields) {
            var sink = new JsonSink();
            Fields.writeEvent(event, sink);
            json.name("fields").raw(sink.close());
        }
        json.close();
    }

    /** What is no turn: the start of a run, damage, or something of another version; with the place where it is told. */
    static void other(Json json, String node, JournalItem item, Place place, long time) {
        json.open().member("node", node).member("run", place.run()).member("index", place.index());
        json.member("next", place.index()).member("time", time);
        switch (item) {
            case JournalItem.RunStarted started ->
                line(json, "RunStarted", "RunStarted version=" + started.version(), Clock.UTC.iso(started.wall()));
            case JournalItem.Unknown unknown -> line(json, "Unknown", unknown.text(), Clock.UTC.iso(unknown.wall()));
            case JournalItem.Damaged damaged ->
                line(
                        json,
                        "Damaged",
                        damaged.file().getFileName() + " at byte " + damaged.position() + ": " + damaged.what(),
                        null);
            case JournalItem.TurnRead _ -> throw new IllegalArgumentException("a turn is written by write");
        }
        json.name("decisions")
                .openArray()
                .closeArray()
                .name("effects")
                .openArray()
                .closeArray()
                .close();
    }

    private static void line(Json json, String type, String text, @org.jspecify.annotations.Nullable String wall) {
        json.member("wall", wall).name("event").open();
        json.member("index", 0).member("type", type).member("text", text).close();
    }
}
