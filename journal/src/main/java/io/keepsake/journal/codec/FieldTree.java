package io.keepsake.journal.codec;

import io.keepsake.journal.codec.Schema.Field;
import io.keepsake.journal.codec.Schema.Kind;
import io.keepsake.journal.codec.Schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value read by the file's schema alone, for types that are not ours or not the same any more.
 *
 * @param fields by name, in the file's order; a word is the name of its constant, a list holds trees
 */
record FieldTree(String kind, Map<String, Object> fields) {

    static FieldTree read(Kind kind, TurnBytes bytes) {
        return new FieldTree(kind.name(), readFields(kind.fields(), bytes));
    }

    private static Map<String, Object> readFields(List<Field> fields, TurnBytes bytes) {
        var values = new LinkedHashMap<String, Object>();
        for (var field : fields) {
            values.put(field.name(), readValue(field.shape(), bytes));
        }
        return values;
    }

    private static Object readValue(Shape shape, TurnBytes bytes) {
        return switch (shape) {
            case Shape.Plain(var type) ->
                switch (type) {
                    case NUMBER, NANOS -> bytes.in().signed();
                    case FLAG -> bytes.in().octet() != 0;
                    case TEXT -> bytes.in().text();
                    case NAME -> bytes.name();
                    case IP -> bytes.in().ip();
                    case IPS -> bytes.ips();
                    case ADDRESS -> bytes.address();
                    case MOMENT -> bytes.moment();
                    case INDEX -> bytes.index();
                    case ENDPOINT -> bytes.endpoint();
                };
            case Shape.Word(var constants) -> constants.get(bytes.ordinal(constants.size()));
            case Shape.ListOf(var fields) -> readList(fields, bytes);
            case Shape.OneOf(var kinds) -> readVariant(kinds, bytes);
        };
    }

    private static List<FieldTree> readList(List<Field> fields, TurnBytes bytes) {
        int count = bytes.in().count();
        var values = new ArrayList<FieldTree>(count);
        for (int i = 0; i < count; i++) {
            values.add(new FieldTree("", readFields(fields, bytes)));
        }
        return values;
    }

    private static FieldTree readVariant(List<Kind> kinds, TurnBytes bytes) {
        var name = bytes.name();
        for (var kind : kinds) {
            if (kind.name().equals(name)) {
                return read(kind, bytes);
            }
        }
        throw new Malformed("the file's schema has no kind " + name);
    }

    /** {@code Kind name=value ...}, for people. */
    @Override
    public String toString() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" ", kind.isEmpty() ? "{" : kind + " {", "}"));
    }
}
