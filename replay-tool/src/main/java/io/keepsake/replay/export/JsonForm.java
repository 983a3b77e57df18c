package io.keepsake.replay.export;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.history.json.Json;
import io.keepsake.history.show.Choice;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.JsonLines;
import io.keepsake.history.show.JsonSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON Lines, one object for each event, decision and effect, after one for the journals. Its schema is
 * docs/reference/export.md; what is added to it later, is added at the end of the objects.
 */
public final class JsonForm implements Form {
    private static final int SCHEMA = 1;

    private final OutputStream out;
    private final JsonLines lines = new JsonLines(Choice.ALL, this::head);
    private String node = "";
    private long place;
    private long count;

    public JsonForm(OutputStream out, ClusterHistory history) throws IOException {
        this.out = out;
        var json = new Json().open();
        json.member("class", "export").member("schema", SCHEMA);
        json.objects("nodes", history.nodes(), (each, name) -> {
            var clocks = history.clocks().of(name);
            each.member("node", name);
            each.member("clock", clocks.isEmpty() ? null : history.clocks().text(clocks.getLast()));
            each.strings("missing", history.missing(name));
        });
        write(json.close().toString());
    }

    private void head(JsonSink json) {
        json.text("node", node);
        json.number("at", place);
    }

    @Override
    public void before(Placed placed) {}

    @Override
    public void take(Placed placed) throws IOException {
        node = placed.node();
        place = placed.place();
        List<String> all = new ArrayList<>();
        lines.print(placed.item(), all::add);
        for (var line : all) {
            write(line);
            count++;
        }
    }

    private void write(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String end() {
        return Counted.of(count, "line");
    }
}
