package io.keepsake.replay.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng), little endian, with times in nanoseconds. */
final class PcapngBlocks {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int PACKET = 6;
    private static final int JOURNAL_EXPORT = 9;
    /** Packets begin with their IP header: hardware addresses are not recorded. */
    private static final int LINKTYPE_RAW = 101;

    private static final int COMMENT = 1;
    private static final int USER_APPLICATION = 4;
    private static final int IF_NAME = 2;
    private static final int IF_DESCRIPTION = 3;
    private static final int IF_RESOLUTION = 9;
    private static final int PACKET_FLAGS = 2;
    private static final int TEXT_MAX = 0xfff0;

    /** Which way a packet went, and whether to a group: the bits of {@code epb_flags}. */
    enum Way {
        HEARD(1),
        SENT(2);

        private final int bits;

        Way(int bits) {
            this.bits = bits;
        }

        int flags(boolean multicast) {
            return bits | (multicast ? 2 : 1) << 2;
        }
    }

    private final OutputStream out;
    private ByteBuffer body = buffer(1 << 12);

    PcapngBlocks(OutputStream out) {
        this.out = out;
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    void section(String application, List<String> comments) throws IOException {
        begin();
        body.putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0).putLong(-1);
        comments.forEach(comment -> option(COMMENT, comment));
        option(USER_APPLICATION, application);
        end(SECTION);
    }

    /** The next interface; packets name it by its number, from 0. */
    void link(String name, String description) throws IOException {
        begin();
        body.putShort((short) LINKTYPE_RAW).putShort((short) 0).putInt(0);
        option(IF_NAME, name);
        option(IF_DESCRIPTION, description);
        option(IF_RESOLUTION, new byte[] {9});
        end(INTERFACE);
    }

    /** @param nanos since 1970 */
    void packet(int link, long nanos, byte[] packet, int flags, List<String> comments) throws IOException {
        begin();
        body.putInt(link).putInt((int) (nanos >>> 32)).putInt((int) nanos);
        body.putInt(packet.length).putInt(packet.length);
        bytes(packet);
        comments.forEach(comment -> option(COMMENT, comment));
        option(PACKET_FLAGS, buffer(4).putInt(flags).array());
        end(PACKET);
    }

    /** A line of a log between the packets, as systemd exports it. */
    void log(String node, long nanos, String message) throws IOException {
        begin();
        bytes(("__REALTIME_TIMESTAMP=" + nanos / 1_000 + "\n_HOSTNAME=" + node + "\nSYSLOG_IDENTIFIER=keepsake\n"
                        + "PRIORITY=6\nMESSAGE=" + message.replace('\n', ' ') + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
        write(JOURNAL_EXPORT);
    }

    private void begin() {
        body.clear();
    }

    private void option(int code, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        option(code, bytes.length <= TEXT_MAX ? bytes : Arrays.copyOf(bytes, TEXT_MAX));
    }

    private void option(int code, byte[] value) {
        room(value.length + 16);
        body.putShort((short) code).putShort((short) value.length);
        bytes(value);
    }

    /** Bytes, and zeros up to the next multiple of four. */
    private void bytes(byte[] value) {
        room(value.length + 8);
        body.put(value);
        while (body.position() % 4 != 0) {
            body.put((byte) 0);
        }
    }

    private void room(int more) {
        if (body.remaining() < more) {
            var larger = buffer(Math.max(body.capacity() * 2, body.position() + more));
            body = larger.put(body.flip());
        }
    }

    /** Ends the options, and the block. */
    private void end(int type) throws IOException {
        room(4);
        body.putInt(0);
        write(type);
    }

    private void write(int type) throws IOException {
        int length = body.position() + 12;
        out.write(buffer(8).putInt(type).putInt(length).array());
        var content = new byte[body.position()];
        body.get(0, content);
        out.write(content);
        out.write(buffer(4).putInt(length).array());
    }
}
