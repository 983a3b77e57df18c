package io.keepsake.journal.codec;

import io.keepsake.core.text.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every type that may stand in a file and its fields, in the order in which they are written. Each file carries its
 * writer's schema, so a reader of another version knows what it sees.
 */
public record Schema(List<Kind> events, List<Kind> effects) {

    public Schema {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
    }

    /** One type: an event, an effect, or one kind of a variant. Its place in the list is its id in the file. */
    public record Kind(String name, List<Field> fields) {
        public Kind {
            fields = List.copyOf(fields);
        }
    }

    /** One field; its place in the list is its place in the bytes. */
    public record Field(String name, Shape shape) {}

    /** What a field holds. */
    public sealed interface Shape {
        record Plain(Type type) implements Shape {}

        /** An ordinal into these. */
        record Word(List<String> constants) implements Shape {
            public Word {
                constants = List.copyOf(constants);
            }
        }

        record ListOf(List<Field> fields) implements Shape {
            public ListOf {
                fields = List.copyOf(fields);
            }
        }

        record OneOf(List<Kind> kinds) implements Shape {
            public OneOf {
                kinds = List.copyOf(kinds);
            }
        }
    }

    /** The ordinals are in files: add at the end, take none away. */
    public enum Type {
        NUMBER,
        FLAG,
        TEXT,
        NAME,
        IP,
        IPS,
        ADDRESS,
        MOMENT,
        NANOS,
        INDEX,
        ENDPOINT
    }

    /** The schema of this program, derived from what {@link Fields} asks a source for. */
    public static final Schema OURS = new Schema(
            Fields.EVENT_KINDS.stream()
                    .map(kind -> SchemaProbe.kind(kind, in -> Fields.readEvent(kind, in)))
                    .toList(),
            Fields.EFFECT_KINDS.stream()
                    .map(kind -> SchemaProbe.kind(kind, in -> Fields.readEffect(kind, in)))
                    .toList());

    /** The id of each kind by its name. */
    static Map<String, Integer> ids(List<Kind> kinds) {
        var ids = new HashMap<String, Integer>();
        for (int i = 0; i < kinds.size(); i++) {
            ids.put(kinds.get(i).name(), i);
        }
        return ids;
    }
}
