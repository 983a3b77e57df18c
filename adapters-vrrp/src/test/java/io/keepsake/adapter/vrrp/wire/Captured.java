package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.value.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What keepalived 2.2.7 sent, as recorded on the wire. */
final class Captured {
    static final AuthData PASS_1111 = AuthData.pass(new Secret("1111".getBytes(StandardCharsets.US_ASCII)));
    static final int ETHERNET = 14;
    static final int IPV6 = 40;

    private Captured() {}

    /** One line of {@code frames.txt}. */
    record Frame(String name, String kind, String hex, Map<String, String> says) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        byte[] packet() {
            return withoutEthernet(bytes());
        }

        String said(String field) {
            return Objects.requireNonNull(says.get(field), () -> name + " does not say " + field);
        }

        boolean isIpv6() {
            return etherType(bytes()) == 0x86dd;
        }
    }

    static List<Frame> frames() {
        return new String(resource("frames.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Captured::frame)
                .toList();
    }

    private static Frame frame(String line) {
        var columns = line.split("\\|", -1);
        var says = new HashMap<String, String>();
        for (var word : columns[3].strip().split(" ", -1)) {
            if (!word.isEmpty()) {
                says.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }
        return new Frame(columns[0].strip(), columns[1].strip(), columns[2].strip(), says);
    }

    static byte[] packet(String name) {
        return frames().stream()
                .filter(frame -> frame.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no frame " + name))
                .packet();
    }

    /** The frames of a capture file: little-endian pcap. */
    static List<byte[]> pcap(String name) {
        var file =
                ByteBuffer.wrap(resource(name)).order(ByteOrder.LITTLE_ENDIAN).position(24);
        var frames = new ArrayList<byte[]>();
        while (file.hasRemaining()) {
            file.position(file.position() + 8);
            var frame = new byte[file.getInt()];
            file.getInt();
            file.get(frame);
            frames.add(frame);
        }
        return frames;
    }

    static byte[] withoutEthernet(byte[] frame) {
        return Arrays.copyOfRange(frame, ETHERNET, frame.length);
    }

    static int etherType(byte[] frame) {
        return Bytes.u16(frame, 12);
    }

    private static byte[] resource(String name) {
        try (var in = Captured.class.getResourceAsStream("/keepalived-2.2.7/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
