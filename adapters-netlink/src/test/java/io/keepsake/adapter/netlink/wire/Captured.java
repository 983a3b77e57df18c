package io.keepsake.adapter.netlink.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Datagrams as a kernel sent them: what was done to it, and the bytes. */
record Captured(String deed, String hex) {
    private static final String FILE = "/wire/captured.hex";

    static List<Captured> all() {
        try (var stream = Captured.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IllegalStateException("no " + FILE + " on the class path");
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
        return all().stream()
                .filter(captured -> captured.deed.equals(deed))
                .flatMap(captured -> Message.split(ByteBuffer.wrap(captured.bytes())).stream())
                .toList();
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
