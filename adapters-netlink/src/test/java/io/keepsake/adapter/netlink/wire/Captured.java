package io.keepsake.adapter.netlink.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Datagrams as a kernel sent them: what was done to it, and the bytes. */
public record Captured(String deed, String hex) {
    private static final String ROUTES = "/wire/captured.hex";

    static List<Captured> all() {
        return all(ROUTES);
    }

    /** Those in a resource: a line each. */
    public static List<Captured> all(String resource) {
        try (var stream = Captured.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no " + resource + " on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .map(words -> new Captured(words[0], words[1]))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Message> messages(String deed) {
        return messages(ROUTES, deed);
    }

    public static List<Message> messages(String resource, String deed) {
        return all(resource).stream()
                .filter(captured -> captured.deed.equals(deed))
                .flatMap(captured -> Message.split(ByteBuffer.wrap(captured.bytes())).stream())
                .toList();
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
