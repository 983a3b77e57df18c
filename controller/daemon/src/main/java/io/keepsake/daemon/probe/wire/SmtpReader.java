package io.keepsake.daemon.probe.wire;

import io.keepsake.core.event.CheckFailure;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One reply of a mail server, of one line or several, as it comes. One thread; used again from reply to reply. */
public final class SmtpReader {
    /** The longest reply that is read. */
    public static final int REPLY_MAX = 16_384;

    private static final Pattern REPLY = Pattern.compile("[1-9][0-9]{2}([ -].*)?");
    private static final int KEPT = 40;

    private final StringBuilder line = new StringBuilder(KEPT);
    private int bytes;
    private int code;

    /** Begins with a new reply. */
    public void begin() {
        line.setLength(0);
        bytes = 0;
        code = 0;
    }

    /** Whether the reply has ended. */
    public boolean complete() {
        return code != 0;
    }

    public int code() {
        return code;
    }

    /** Takes what came, until the reply is complete or wrong. */
    public @Nullable ReplyError read(ByteBuffer in) {
        ReplyError error = null;
        while (error == null && code == 0 && in.hasRemaining()) {
            error = take((char) (in.get() & 0xff));
        }
        return error;
    }

    private @Nullable ReplyError take(char c) {
        if (++bytes > REPLY_MAX) {
            return new ReplyError(CheckFailure.TOO_LONG, "the reply is longer than 16 KiB");
        }
        if (c == '\n') {
            return endOfLine();
        }
        if (line.length() < KEPT) {
            line.append(c);
        }
        return line.length() <= 3 && !(c >= '0' && c <= '9') && !(c == '\r') ? noCode() : null;
    }

    private ReplyError noCode() {
        return new ReplyError(
                CheckFailure.PROTOCOL,
                "expected a code of three digits, was " + Printable.quoted(line.toString(), KEPT));
    }

    private @Nullable ReplyError endOfLine() {
        var text = line.toString().stripTrailing();
        if (!REPLY.matcher(text).matches()) {
            return noCode();
        }
        boolean last = text.length() == 3 || text.charAt(3) == ' ';
        code = last ? Integer.parseInt(text, 0, 3, 10) : 0;
        line.setLength(0);
        return null;
    }
}
