package io.keepsake.journal.codec;

import io.keepsake.journal.codec.Schema.Field;
import io.keepsake.journal.codec.Schema.Kind;
import io.keepsake.journal.codec.Schema.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A schema as bytes: counted lists; a shape is one octet, 0 for a word, 1 a list, 2 a variant, 16 + ordinal else. */
final class SchemaCodec {
    private static final int WORD = 0;
    private static final int LIST = 1;
    private static final int VARIANT = 2;
    private static final int PLAIN = 16;
    private static final int DEPTH_MAX = 32;

    /** Most of the head of nearly every file: it is not read again for each of them. */
    private static final byte[] OURS = bytes(Schema.OURS);

    private SchemaCodec() {}

    private static byte[] bytes(Schema schema) {
        var out = new ByteWriter();
        writeKinds(schema.events(), out);
        writeKinds(schema.effects(), out);
        return Arrays.copyOf(out.array(), out.size());
    }

    static void write(Schema schema, ByteWriter out) {
        var bytes = schema.equals(Schema.OURS) ? OURS : bytes(schema);
        out.raw(bytes, 0, bytes.length);
    }

    private static void writeKinds(List<Kind> kinds, ByteWriter out) {
        writeList(kinds, out, (o, kind) -> {
            o.text(kind.name());
            writeFields(kind.fields(), o);
        });
    }

    private static void writeFields(List<Field> fields, ByteWriter out) {
        writeList(fields, out, (o, field) -> {
            o.text(field.name());
            writeShape(field.shape(), o);
        });
    }

    @SuppressWarnings("EnumOrdinal") // Schema.Type says that its ordinals are in files
    private static void writeShape(Shape shape, ByteWriter out) {
        switch (shape) {
            case Shape.Plain(var type) -> out.octet(PLAIN + type.ordinal());
            case Shape.Word(var constants) -> {
                out.octet(WORD);
                writeList(constants, out, ByteWriter::text);
            }
            case Shape.ListOf(var fields) -> {
                out.octet(LIST);
                writeFields(fields, out);
            }
            case Shape.OneOf(var kinds) -> {
                out.octet(VARIANT);
                writeKinds(kinds, out);
            }
        }
    }

    private static <T> void writeList(List<T> values, ByteWriter out, BiConsumer<ByteWriter, T> writer) {
        out.unsigned(values.size());
        values.forEach(value -> writer.accept(out, value));
    }

    static Schema read(ByteReader in) {
        return in.pass(OURS) ? Schema.OURS : new Schema(readKinds(in, 0), readKinds(in, 0));
    }

    private static List<Kind> readKinds(ByteReader in, int depth) {
        return readList(in, r -> new Kind(r.text(), readFields(r, depth)));
    }

    private static List<Field> readFields(ByteReader in, int depth) {
        return readList(in, r -> new Field(r.text(), readShape(r, depth + 1)));
    }

    private static Shape readShape(ByteReader in, int depth) {
        if (depth > DEPTH_MAX) {
            throw new Malformed("a schema must be at most " + DEPTH_MAX + " deep");
        }
        int tag = in.octet();
        return switch (tag) {
            case WORD -> new Shape.Word(readList(in, ByteReader::text));
            case LIST -> new Shape.ListOf(elements(readFields(in, depth)));
            case VARIANT -> new Shape.OneOf(readKinds(in, depth));
            default -> new Shape.Plain(type(tag - PLAIN));
        };
    }

    /** Elements without fields take no bytes, so that no length would bound how many there are. */
    private static List<Field> elements(List<Field> fields) {
        if (fields.isEmpty()) {
            throw new Malformed("the elements of a list must have fields");
        }
        return fields;
    }

    private static Schema.Type type(int ordinal) {
        var types = Schema.Type.values();
        if (ordinal < 0 || ordinal >= types.length) {
            throw new Malformed("a field's shape must be 0..2 or " + PLAIN + ".." + (PLAIN + types.length - 1)
                    + ", was " + (ordinal + PLAIN));
        }
        return types[ordinal];
    }

    private static <T> List<T> readList(ByteReader in, Function<ByteReader, T> reader) {
        int count = in.count();
        var values = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(in));
        }
        return values;
    }
}
