package io.keepsake.adapter.netlink.ipvs.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.wire.Captured;
import io.keepsake.adapter.netlink.wire.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One million damaged inputs: nothing is thrown. */
class IpvsDecodersTakeAnyBytesTest {
    private static final long SEED = 20260303;
    private static final int[] COMMANDS = {1, 5, 9, 12};
    private static final int FAMILY = 28;
    private static final int CONTROL = 16;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long told;

    @Test
    void randomBytes() {
        for (int i = 0; i < 250_000; i++) {
            var bytes = new byte[random.nextInt(160)];
            random.nextBytes(bytes);
            decode(bytes);
        }
    }

    @Test
    void randomAttributesInANestWithSoundHeaders() {
        for (int i = 0; i < 250_000; i++) {
            var bytes = new byte[24 + random.nextInt(160)];
            random.nextBytes(bytes);
            int command = random.nextInt(COMMANDS.length);
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            buffer.putInt(0, bytes.length).putShort(4, (short) (random.nextBoolean() ? FAMILY : CONTROL));
            buffer.put(16, (byte) COMMANDS[command]);
            buffer.putShort(20, (short) (bytes.length - 20)).putShort(22, (short) (command + 1));
            soundAttributes(buffer);
            decode(bytes);
        }
    }

    /** Each attribute gets a length that leads to the next, mostly. */
    private void soundAttributes(ByteBuffer buffer) {
        for (int at = 24; at + 4 <= buffer.limit() && random.nextInt(20) > 0; ) {
            int length = Math.min(4 + random.nextInt(24), buffer.limit() - at);
            buffer.putShort(at, (short) length).putShort(at + 2, (short) random.nextInt(18));
            at += length + 3 & ~3;
        }
    }

    @Test
    void mutatedMessagesOfARealKernel() {
        var captured =
                Captured.all("/wire/ipvs.hex").stream().map(Captured::bytes).toList();
        for (int i = 0; i < 500_000; i++) {
            var bytes = captured.get(random.nextInt(captured.size())).clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                int reach = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
                bytes[random.nextInt(reach)] = (byte) random.nextInt();
            }
            decode(bytes);
        }
        assertTrue(told > 300_000, "most mutations should still be read, were " + told);
    }

    private void decode(byte[] bytes) {
        try {
            for (var message : Message.split(ByteBuffer.wrap(bytes))) {
                IpvsReply.family(message).ifPresent(_ -> told++);
                IpvsReply.decode(message)
                        .ifPresent(reply -> told += reply.toString().isEmpty() ? 0 : 1);
            }
        } catch (RuntimeException failure) {
            throw new AssertionError("seed " + SEED + ": " + HexFormat.of().formatHex(bytes), failure);
        }
    }
}
