package io.keepsake.journal.codec;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.FieldSource;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.codec.Decoded.TurnRead;
import io.keepsake.journal.codec.Decoded.UnknownRead;
import io.keepsake.journal.codec.Schema.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads turns by their file's schema: quickly where it is ours, by name where it is not. */
final class TurnDecoder {
    private static final Map<String, Kind> EVENTS = byName(Schema.OURS.events());
    private static final Map<String, Kind> EFFECTS = byName(Schema.OURS.effects());

    private final Head head;
    private final NamesRead names;
    private final Family<Event> events;
    private final Family<Effect> effects;

    TurnDecoder(Head head, NamesRead names) {
        this.head = head;
        this.names = names;
        this.events = new Family<>(head.schema().events(), EVENTS, Fields::readEvent, EventText::print);
        this.effects = new Family<>(head.schema().effects(), EFFECTS, Fields::readEffect, EventText::print);
    }

    private static Map<String, Kind> byName(List<Kind> kinds) {
        var map = new HashMap<String, Kind>();
        kinds.forEach(kind -> map.put(kind.name(), kind));
        return map;
    }

    /** Events or effects, as the file has them and as we do. */
    private record Family<T>(
            List<Kind> theirs,
            Map<String, Kind> ours,
            BiFunction<String, FieldSource, T> reader,
            Function<T, String> printer) {

        Item<T> read(TurnBytes bytes) {
            var kind = theirs.get(bytes.ordinal(theirs.size()));
            var known = ours.get(kind.name());
            if (kind.equals(known)) {
                return new Item<>(reader.apply(kind.name(), new PositionalFields(bytes)), null);
            }
            var tree = FieldTree.read(kind, bytes);
            return known == null ? new Item<>(null, tree) : translate(tree);
        }

        private Item<T> translate(FieldTree tree) {
            try {
                return new Item<>(reader.apply(tree.kind(), new NamedFields(tree)), null);
            } catch (IllegalArgumentException | Malformed notOurs) {
                return new Item<>(null, tree);
            }
        }

        List<Item<T>> readAll(TurnBytes bytes) {
            int count = bytes.in().count();
            var items = new ArrayList<Item<T>>(count);
            for (int i = 0; i < count; i++) {
                items.add(read(bytes));
            }
            return items;
        }

        String print(Item<T> item) {
            return item.value() != null ? printer.apply(item.value()) : String.valueOf(item.tree());
        }
    }

    /** A value, or the tree of one that this version does not know. */
    private record Item<T>(@Nullable T value, @Nullable FieldTree tree) {}

    Decoded read(ByteReader in) {
        long index = in.signed() + head.firstIndex();
        var at = new Moment(in.signed() + head.at());
        var wall = head.wallAt(at, in.signed());
        var bytes = new TurnBytes(in, names, at.nanos(), index);
        try {
            return assemble(index, at, wall, events.read(bytes), events.readAll(bytes), effects.readAll(bytes));
        } catch (IllegalArgumentException impossible) {
            throw new Malformed("turn " + index + ": " + impossible.getMessage());
        }
    }

    private Decoded assemble(
            long index,
            Moment at,
            Instant wall,
            Item<Event> event,
            List<Item<Event>> decisions,
            List<Item<Effect>> effects) {
        var decided = new ArrayList<Decision>(decisions.size());
        decisions.forEach(item -> {
            if (item.value() instanceof Decision decision) {
                decided.add(decision);
            }
        });
        var wished = new ArrayList<Effect>(effects.size());
        effects.forEach(item -> {
            if (item.value() != null) {
                wished.add(item.value());
            }
        });
        boolean whole = decided.size() == decisions.size() && wished.size() == effects.size();
        return event.value() != null && whole
                ? new TurnRead(new Turn(new Recorded(index, at, wall, event.value()), decided, wished))
                : unknown(index, at, wall, event, decisions, effects);
    }

    private UnknownRead unknown(
            long index,
            Moment at,
            Instant wall,
            Item<Event> event,
            List<Item<Event>> decisions,
            List<Item<Effect>> effects) {
        var lines = new ArrayList<String>();
        lines.add(events.print(event));
        decisions.forEach(item -> lines.add(events.print(item)));
        effects.forEach(item -> lines.add(this.effects.print(item)));
        var kind = Stream.of(List.of(event), decisions, effects)
                .flatMap(List::stream)
                .flatMap(item -> Stream.ofNullable(item.tree()))
                .map(FieldTree::kind)
                .findFirst()
                .orElse("");
        return new UnknownRead(index, at, wall, kind, String.join("\n", lines));
    }
}
