package io.keepsake.history.find;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.history.cluster.Stamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event, decision or effect of one node. Its fields are taken apart only when somebody asks for them. */
final class Item {
    final Stamp stamp;
    final long place;
    final String kind;
    private final @Nullable Event event;
    private final @Nullable Effect effect;
    private @Nullable Map<String, List<FlatFields.Value>> fields;

    Item(Stamp stamp, long place, Event event) {
        this.stamp = stamp;
        this.place = place;
        this.kind = Fields.kind(event);
        this.event = event;
        this.effect = null;
    }

    Item(Stamp stamp, long place, Effect effect) {
        this.stamp = stamp;
        this.place = place;
        this.kind = Fields.kind(effect);
        this.event = null;
        this.effect = effect;
    }

    String text() {
        return event != null ? EventText.print(event) : effect != null ? EventText.print(effect) : kind;
    }

    Map<String, List<FlatFields.Value>> fields() {
        var known = fields;
        if (known == null) {
            var flat = new FlatFields();
            flat.name("node", stamp.node());
            flat.number("run", stamp.run());
            if (event != null) {
                Fields.writeEvent(event, flat);
            } else if (effect != null) {
                Fields.writeEffect(effect, flat);
            }
            known = flat.values();
            fields = known;
        }
        return known;
    }

    /** The value of a field, of a list its first; empty where it has none. */
    String value(String field) {
        var all = fields().getOrDefault(field, List.of());
        return all.isEmpty() ? "" : all.getFirst().text();
    }
}
