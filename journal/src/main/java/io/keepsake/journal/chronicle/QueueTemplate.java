package io.keepsake.journal.chronicle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * How a Chronicle queue that holds nothing begins, byte by byte. A test makes one with the library and compares, so that these
 * are what its present version writes.
 */
final class QueueTemplate {
    /** The queue's table of metadata. */
    static final String TABLE = "metadata.cq4t";

    /** The header of a file, as long as it is. */
    static final String HEADER = "header.cq4";

    /** As long as Chronicle makes it: what {@link #TABLE} has, and zeros. */
    static final int TABLE_BYTES = 128 * 1024;

    private QueueTemplate() {}

    static byte[] read(String name) {
        try (var in = QueueTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not among the resources");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where in a file's header the place of the last excerpt stands. */
    static int writePositionAt(byte[] header) {
        int at = ExcerptFile.writePositionAt(header);
        if (at < 0) {
            throw new IllegalStateException(HEADER + " has no writePosition");
        }
        return at;
    }

    /** Where the value of a name of the Wire stands, a long: behind the name, padding, and 0xA7. */
    static int valueAt(byte[] wire, String name) {
        var text = new String(wire, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(name);
        int mark = at < 0 ? -1 : text.indexOf('\u00a7', at);
        if (mark < 0) {
            throw new IllegalStateException("there is no " + name);
        }
        return mark + 1;
    }
}
