package io.keepsake.journal.chronicle;

import io.keepsake.journal.codec.Head;
import io.keepsake.journal.codec.Schema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * What a file holds, for Chronicle's own tools: a document of its binary Wire, marked as metadata, which readers pass over. Ours
 * have the same from the first record.
 *
 * <pre>
 * document := B9 length name, 82 (length, 4 bytes), member*
 * member   := C0 + length, name, value
 * value    := A7 (8 bytes) | B8 length text | 82 (length, 4 bytes), value*          lengths in 7 bits a byte
 * </pre>
 */
final class HeadDocument {
    private static final int NAME = 0xB9;
    private static final int MEMBER = 0xC0;
    private static final int NUMBER = 0xA7;
    private static final int TEXT = 0xB8;
    private static final int BLOCK = 0x82;
    private static final int PADDING = 0x8F;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private HeadDocument() {}

    /** The document without its header, padded to a multiple of 4. */
    static byte[] of(Head head) {
        var members = new HeadDocument();
        members.member("program").text("Keepsake " + head.version());
        members.member("run").number(head.run());
        members.member("begins").text(head.start().name().toLowerCase(Locale.ROOT));
        members.member("firstIndex").number(head.firstIndex());
        members.member("wall").text(head.wall().toString());
        members.member("events").kinds(head.schema().events());
        members.member("effects").kinds(head.schema().effects());
        var document = new HeadDocument();
        document.out.write(NAME);
        document.word("keepsake");
        document.block(members);
        while (document.out.size() % 4 != 0) {
            document.out.write(PADDING);
        }
        return document.out.toByteArray();
    }

    private HeadDocument member(String name) {
        out.write(MEMBER + name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private void number(long value) {
        out.write(NUMBER);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    private void text(String text) {
        out.write(TEXT);
        word(text);
    }

    private void kinds(List<Schema.Kind> kinds) {
        var values = new HeadDocument();
        for (var kind : kinds) {
            var text = new StringBuilder(kind.name());
            kind.fields().forEach(field -> text.append(' ').append(field.name()));
            values.text(text.toString());
        }
        block(values);
    }

    private void block(HeadDocument content) {
        out.write(BLOCK);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(content.out.size())
                .array());
        out.writeBytes(content.out.toByteArray());
    }

    private void word(String word) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        int rest = bytes.length;
        for (; rest > 0x7f; rest >>>= 7) {
            out.write(0x80 | rest & 0x7f);
        }
        out.write(rest);
        out.writeBytes(bytes);
    }
}
