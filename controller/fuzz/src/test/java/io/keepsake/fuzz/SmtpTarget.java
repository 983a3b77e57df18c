package io.keepsake.fuzz;

import io.keepsake.daemon.probe.wire.SmtpReader;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Replies of a mail server: the first byte says in pieces of which size. In one piece it is the same reply. */
public final class SmtpTarget {
    private SmtpTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > 0) {
            var bytes = Arrays.copyOfRange(input, 1, input.length);
            Bounds.check(bytes.length, 65_536, 1_024, () -> {
                var whole = read(bytes, bytes.length);
                var pieces = read(bytes, 1 + (input[0] & 0xff));
                if (!whole.equals(pieces)) {
                    throw new AssertionError("whole " + whole + ", in pieces " + pieces);
                }
            });
        }
    }

    private static String read(byte[] bytes, int piece) {
        var reader = new SmtpReader();
        reader.begin();
        for (int at = 0; at < bytes.length && !reader.complete(); at += piece) {
            var error = reader.read(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            if (error != null) {
                return error.toString();
            }
        }
        if (reader.complete() && (reader.code() < 100 || reader.code() > 999)) {
            throw new AssertionError("code " + reader.code());
        }
        return "code " + reader.code();
    }
}
