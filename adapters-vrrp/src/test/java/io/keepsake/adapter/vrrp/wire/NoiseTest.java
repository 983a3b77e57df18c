package io.keepsake.adapter.vrrp.wire;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million packets that nobody should send. The seed is fixed, so a failure comes again. */
final class NoiseTest {
    private static final int INPUTS = 250_000;
    private static final Ip SOURCE = Ip.parse("fe80::1");
    private static final Ip GROUP = Ip.parse("ff02::12");
    private static final List<Expected> EXPECTED = List.of(
            new Expected(VrrpVersion.V2, Captured.PASS_1111, false),
            new Expected(VrrpVersion.V3, AuthData.NONE, false),
            new Expected(VrrpVersion.V2, AuthData.NONE, true));

    private final Random random = new Random(112);
    private final List<byte[]> frames =
            Captured.frames().stream().map(Captured.Frame::bytes).toList();
    private final byte[] input = new byte[1500];
    private int read;

    /** Reads {@code length} bytes of {@code input} from their start. */
    private interface Decoder {
        void decode(int length, int turn);
    }

    @Test
    void ipv4PacketsOfPureNoise() {
        feed(this::noise, this::decodeIpv4);
    }

    @Test
    void ipv4PacketsOfKeepalivedWithSomeBytesChanged() {
        feed(() -> mutant(14), this::decodeIpv4);
        assertTrue(read > INPUTS / 20, "adverts that were still good: " + read);
    }

    @Test
    void ipv6AdvertsOfKeepalivedWithSomeBytesChanged() {
        feed(() -> mutant(54), (length, turn) -> {
            if (length >= AdvertCodec.HEADER) {
                AdvertCodec.decode(input, 0, length, SOURCE, GROUP, 255, EXPECTED.get(turn % EXPECTED.size()));
            }
        });
    }

    @Test
    void arpFramesOfKeepalivedWithSomeBytesChanged() {
        feed(() -> mutant(0), (length, turn) -> GarpCodec.decode(input, length));
    }

    private void decodeIpv4(int length, int turn) {
        if (Ipv4Codec.vrid(input, length) > 0) {
            var decoded = Ipv4Codec.decode(input, length, EXPECTED.get(turn % EXPECTED.size()));
            if (decoded instanceof Decoded.Valid) {
                read++;
            }
        }
    }

    private interface Source {
        int next();
    }

    /** An advert record and its addresses are some 40 bytes for each 4 of input, a refusal is some text. */
    private void feed(Source source, Decoder decoder) {
        var threads = assertInstanceOf(ThreadMXBean.class, ManagementFactory.getThreadMXBean());
        long bytes = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int turn = 0; turn < INPUTS; turn++) {
            int length = source.next();
            bytes += length;
            decoder.decode(length, turn);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 500L * INPUTS + 12 * bytes, allocated + " bytes for " + bytes + " of input");
    }

    private int noise() {
        int length = random.nextInt(random.nextInt(10) == 0 ? input.length : 64);
        for (int i = 0; i < length; i++) {
            input[i] = (byte) random.nextInt();
        }
        input[0] = (byte) (0x40 | input[0] & 0xf);
        input[9] = 112;
        return length;
    }

    private int mutant(int from) {
        var frame = frames.get(random.nextInt(frames.size()));
        int length = Math.max(0, frame.length - from);
        System.arraycopy(frame, Math.min(from, frame.length), input, 0, length);
        for (int changes = random.nextInt(4); changes > 0 && length > 0; changes--) {
            input[random.nextInt(length)] = (byte) random.nextInt();
        }
        return random.nextInt(5) == 0 ? random.nextInt(length + 20) : length;
    }
}
