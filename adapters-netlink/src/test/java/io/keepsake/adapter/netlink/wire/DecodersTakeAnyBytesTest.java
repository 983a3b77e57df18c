package io.keepsake.adapter.netlink.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One million damaged inputs: nothing is thrown, and nothing is read that the input has no room for. */
class DecodersTakeAnyBytesTest {
    private static final long SEED = 20260101;
    private static final int[] TYPES = {2, 3, 16, 17, 20, 21};

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
    void randomMessagesWithSoundHeaders() {
        for (int i = 0; i < 250_000; i++) {
            var bytes = new byte[16 + random.nextInt(160)];
            random.nextBytes(bytes);
            var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            buffer.putInt(0, bytes.length).putShort(4, (short) TYPES[random.nextInt(TYPES.length)]);
            decode(bytes);
        }
    }

    @Test
    void mutatedMessagesOfARealKernel() {
        var captured = Captured.all().stream().map(Captured::bytes).toList();
        for (int i = 0; i < 500_000; i++) {
            var bytes = captured.get(random.nextInt(captured.size())).clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                int reach = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
                bytes[random.nextInt(reach)] = (byte) random.nextInt();
            }
            decode(bytes);
        }
        assertTrue(told > 100_000, "most mutations should still be read, were " + told);
    }

    private void decode(byte[] bytes) {
        try {
            var messages = Message.split(ByteBuffer.wrap(bytes));
            assertTrue(messages.size() <= bytes.length / Message.HEADER_BYTES);
            for (var message : messages) {
                RouteNotice.decode(message).ifPresent(_ -> told++);
                var reason = Acknowledgement.decode(message).reason();
                assertTrue(reason.length() <= message.payload().limit());
            }
        } catch (RuntimeException failure) {
            throw new AssertionError("seed " + SEED + ": " + HexFormat.of().formatHex(bytes), failure);
        }
    }
}
