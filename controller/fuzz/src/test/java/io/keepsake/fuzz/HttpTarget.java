package io.keepsake.fuzz;

import io.keepsake.daemon.probe.wire.HttpReader;
import io.keepsake.daemon.probe.wire.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** What a web server answers: the first byte says in pieces of which size. In one piece it is the same answer. */
public final class HttpTarget {
    private static final int ROOM = 4 << 20;

    private HttpTarget() {}

    private record Outcome(boolean good, int status, String digest) {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length > 0) {
            var bytes = Arrays.copyOfRange(input, 1, input.length);
            Bounds.check(bytes.length, 65_536, 8_192, () -> {
                var whole = read(bytes, bytes.length);
                var pieces = read(bytes, 1 + (input[0] & 0xff));
                if (!Objects.equals(whole, pieces)) {
                    throw new AssertionError("whole " + whole + ", in pieces " + pieces);
                }
            });
        }
    }

    private static Outcome read(byte[] bytes, int piece) {
        var budget = new MemoryBudget(ROOM);
        var reader = new HttpReader(budget);
        reader.begin(true, true);
        boolean good = true;
        for (int at = 0; good && at < bytes.length && !reader.complete(); at += piece) {
            good = reader.read(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at))) == null;
        }
        good = good && reader.end() == null;
        if (good && (!reader.complete() || reader.status() < 101 || reader.status() > 999)) {
            throw new AssertionError("a good answer has status " + reader.status());
        }
        var outcome = good ? new Outcome(true, reader.status(), reader.body().digest()) : new Outcome(false, 0, "");
        reader.release();
        if (budget.left() != ROOM) {
            throw new AssertionError((ROOM - budget.left()) + " bytes of the budget do not come back");
        }
        return outcome;
    }
}
