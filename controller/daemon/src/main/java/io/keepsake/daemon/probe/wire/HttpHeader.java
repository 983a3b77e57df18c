package io.keepsake.daemon.probe.wire;

import io.keepsake.core.event.CheckFailure;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the header of an answer says of its status and of the framing of its body, line by line. */
final class HttpHeader {
    /** The longest part of an answer that is quoted. */
    static final int QUOTED_MAX = 40;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/[0-9](\\.[0-9])? [1-9][0-9]{2}( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private int status;
    private long length;
    private boolean chunked;

    void begin() {
        status = 0;
        length = -1;
        chunked = false;
    }

    int status() {
        return status;
    }

    /** The length of the body; -1 when none is said. */
    long length() {
        return length;
    }

    boolean chunked() {
        return chunked;
    }

    /** Whether another header follows this one. */
    boolean provisional() {
        return status < OK && status != SWITCHING_PROTOCOLS;
    }

    /** Whether no body follows. */
    boolean bodiless() {
        return status == NO_CONTENT || status == NOT_MODIFIED || (length == 0 && !chunked);
    }

    @Nullable ReplyError statusLine(String line) {
        begin();
        if (!STATUS_LINE.matcher(line).matches()) {
            return noStatusLine(line);
        }
        int at = line.indexOf(' ') + 1;
        status = Integer.parseInt(line, at, at + 3, 10);
        return null;
    }

    static ReplyError noStatusLine(String line) {
        return new ReplyError(
                CheckFailure.PROTOCOL, "expected an HTTP status line, was " + Printable.quoted(line, QUOTED_MAX));
    }

    @Nullable ReplyError field(String line) {
        int colon = line.indexOf(':');
        var name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        var value = line.substring(colon + 1).strip();
        if (name.equals("transfer-encoding")) {
            chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        }
        return name.equals("content-length") ? contentLength(value) : null;
    }

    private @Nullable ReplyError contentLength(String value) {
        if (!LENGTH.matcher(value).matches() || (length >= 0 && length != Long.parseLong(value))) {
            return new ReplyError(
                    CheckFailure.PROTOCOL,
                    "expected one Content-Length, was " + Printable.quoted(value, QUOTED_MAX)
                            + (length >= 0 ? " after " + length : ""));
        }
        length = Long.parseLong(value);
        return null;
    }
}
