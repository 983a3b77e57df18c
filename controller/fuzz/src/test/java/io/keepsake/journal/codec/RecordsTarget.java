package io.keepsake.journal.codec;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.Moment;
import io.keepsake.fuzz.Bounds;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a file, each with the checksum that belongs to it: one behind the other as length in two bytes, type,
 * sequence and content. When the first byte is 0 they follow a head with this program's schema. A turn that is read can be
 * shown, and written and read again.
 */
public final class RecordsTarget {
    private static final byte[] OUR_HEAD = ourHead();

    private RecordsTarget() {}

    private static byte[] ourHead() {
        var event = new LinkEvent.KernelRead(List.of(), List.of());
        var turn = new Turn(new Recorded(1, new Moment(1), Instant.EPOCH, event), List.of(), List.of());
        var frames = new FileEncoder(Head.of(0, 7, Head.Start.RUN, "test", turn)).encode(turn);
        return Arrays.copyOfRange(frames.array(), frames.offset(0), frames.offset(0) + frames.length(0));
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > 0) {
            Bounds.check(input.length, 8 << 20, 8_192, () -> read(input));
        }
    }

    private static void read(byte[] input) {
        var decoder = new FileDecoder();
        if (input[0] == 0) {
            decoder.decode(OUR_HEAD, 0, OUR_HEAD.length);
        }
        int at = 1;
        while (at + 2 < input.length) {
            int length = Math.min((input[at] & 0xff) << 8 | input[at + 1] & 0xff, input.length - at - 2);
            read(decoder, Arrays.copyOfRange(input, at + 2, at + 2 + length));
            at += 2 + length;
        }
    }

    private static void read(FileDecoder decoder, byte[] content) {
        var record = new byte[Math.max(8, Frame.TYPE_AT + content.length + 3 & ~3)];
        System.arraycopy(content, 0, record, Frame.TYPE_AT, content.length);
        int crc = Frame.computed(record, 0, record.length);
        for (int i = 0; i < Integer.BYTES; i++) {
            record[i] = (byte) (crc >>> 8 * i);
        }
        if (!Frame.whole(record, 0, record.length)) {
            return;
        }
        try {
            if (decoder.decode(record, 0, record.length) instanceof Decoded.TurnRead(var turn)) {
                again(turn);
            }
        } catch (Malformed refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says nothing", refused);
            }
        }
    }

    private static void again(Turn turn) {
        EventText.print(turn.recorded().event());
        var frames = new FileEncoder(Head.of(0, 7, Head.Start.RUN, "test", turn)).encode(turn);
        var decoder = new FileDecoder();
        for (int i = 0; i < frames.count(); i++) {
            if (decoder.decode(frames.array(), frames.offset(i), frames.length(i)) instanceof Decoded.TurnRead(var same)
                    && !same.equals(turn)) {
                throw new AssertionError("written " + turn + " and read " + same);
            }
        }
    }
}
