package io.keepsake.daemon.probe.wire;

import io.keepsake.core.event.CheckFailure;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer as it comes, in pieces of any size. The header takes at most {@link #HEADER_MAX} bytes; answers that are
 * only provisional (1xx) are passed over and count towards that. One thread; used again from answer to answer.
 */
public final class HttpReader {
    /** The longest header that is read, with the status line. */
    public static final int HEADER_MAX = 16_384;

    /** Chunks of one byte carry five others; what is on the wire is bounded as well as the body. */
    private static final long FRAMING_MAX = 2L * Body.BYTES_MAX;

    private static final Pattern CHUNK_LENGTH = Pattern.compile("[0-9a-fA-F]{1,15}");

    private enum State {
        STATUS_LINE,
        HEADER,
        BODY,
        BODY_TO_THE_END,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        COMPLETE
    }

    private final Bytes line;
    private final Body body;
    private final HttpHeader header = new HttpHeader();
    private State state = State.STATUS_LINE;
    private int headerBytes;
    private long framingBytes;
    /** Bytes to come of the body or of the chunk. */
    private long left;

    private boolean headerRead;

    public HttpReader(MemoryBudget budget) {
        line = new Bytes(budget);
        body = new Body(budget);
    }

    /** Begins with a new answer. */
    public void begin(boolean digested, boolean kept) {
        release();
        state = State.STATUS_LINE;
        header.begin();
        headerBytes = 0;
        framingBytes = 0;
        headerRead = false;
        body.begin(digested, kept);
    }

    /** Gives back the memory of the answer. */
    public void release() {
        line.release();
        body.release();
    }

    /** Whether the header has ended, so that {@link #status} is the final one. */
    public boolean headerRead() {
        return headerRead;
    }

    /** Whether the answer has ended. */
    public boolean complete() {
        return state == State.COMPLETE;
    }

    public int status() {
        return header.status();
    }

    public Body body() {
        return body;
    }

    /** What comes next, for people. */
    public String waitsFor() {
        return switch (state) {
            case STATUS_LINE -> line.size() == 0 && headerBytes == 0 ? "the first byte" : "the status line";
            case HEADER -> "the end of the header";
            case BODY, BODY_TO_THE_END, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, COMPLETE -> "the end of the body";
        };
    }

    /** Takes what came, until it is wrong or the answer is complete. */
    public @Nullable ReplyError read(ByteBuffer in) {
        ReplyError error = null;
        while (error == null && in.hasRemaining() && state != State.COMPLETE) {
            boolean ofBody = headerRead;
            int from = in.position();
            error = switch (state) {
                case STATUS_LINE, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> readLine(in);
                case BODY, BODY_TO_THE_END, CHUNK -> readBody(in);
                case COMPLETE -> null;
            };
            if (ofBody) {
                body.digest(in.slice(from, in.position() - from));
            }
        }
        return error;
    }

    /** The server ended the connection. */
    public @Nullable ReplyError end() {
        if (state == State.BODY_TO_THE_END) {
            state = State.COMPLETE;
        }
        return state == State.COMPLETE
                ? null
                : new ReplyError(CheckFailure.CLOSED, "the server closed the connection before " + waitsFor());
    }

    private @Nullable ReplyError readLine(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            var error = count();
            if (error != null) {
                return error;
            }
            if (b == '\n') {
                return endOfLine();
            }
            if (!line.add(b)) {
                return Body.noMemory();
            }
        }
        return state == State.STATUS_LINE ? beginning() : null;
    }

    private @Nullable ReplyError count() {
        if (!headerRead && ++headerBytes > HEADER_MAX) {
            return new ReplyError(CheckFailure.TOO_LONG, "the header is longer than 16 KiB");
        }
        if (headerRead && ++framingBytes > FRAMING_MAX) {
            return new ReplyError(CheckFailure.TOO_LONG, "the chunks of the body are framed by more than 2 MiB");
        }
        return headerRead && line.size() > HEADER_MAX
                ? new ReplyError(CheckFailure.TOO_LONG, "a line between chunks is longer than 16 KiB")
                : null;
    }

    /** No need to wait for the end of a line that can be no status line. */
    private @Nullable ReplyError beginning() {
        int known = Math.min(line.size(), 5);
        for (int i = 0; i < known; i++) {
            if (line.at(i) != "HTTP/".charAt(i)) {
                return HttpHeader.noStatusLine(text());
            }
        }
        return null;
    }

    private String text() {
        var text = line.latin1();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private @Nullable ReplyError endOfLine() {
        var error =
                switch (state) {
                    case STATUS_LINE -> statusLine();
                    case HEADER -> headerLine();
                    case CHUNK_SIZE -> chunkSize();
                    case CHUNK_END -> chunkEnd();
                    case TRAILER -> trailerLine();
                    case BODY, BODY_TO_THE_END, CHUNK, COMPLETE -> null;
                };
        line.clear();
        return error;
    }

    private @Nullable ReplyError statusLine() {
        state = State.HEADER;
        return header.statusLine(text());
    }

    private @Nullable ReplyError headerLine() {
        var text = text();
        if (text.isEmpty()) {
            endOfHeader();
            return null;
        }
        return header.field(text);
    }

    private void endOfHeader() {
        if (header.provisional()) {
            state = State.STATUS_LINE;
            return;
        }
        headerRead = true;
        left = header.length();
        state = header.bodiless()
                ? State.COMPLETE
                : header.chunked() ? State.CHUNK_SIZE : left > 0 ? State.BODY : State.BODY_TO_THE_END;
    }

    private @Nullable ReplyError readBody(ByteBuffer in) {
        int count = state == State.BODY_TO_THE_END ? in.remaining() : (int) Math.min(left, in.remaining());
        var error = body.take(in, count);
        left -= count;
        if (state == State.BODY && left == 0) {
            state = State.COMPLETE;
        } else if (state == State.CHUNK && left == 0) {
            state = State.CHUNK_END;
        }
        return error;
    }

    private @Nullable ReplyError chunkSize() {
        var text = text();
        int end = text.indexOf(';');
        var digits = (end < 0 ? text : text.substring(0, end)).strip();
        if (!CHUNK_LENGTH.matcher(digits).matches()) {
            return new ReplyError(
                    CheckFailure.PROTOCOL,
                    "expected the size of a chunk, was " + Printable.quoted(text, HttpHeader.QUOTED_MAX));
        }
        left = Long.parseLong(digits, 16);
        state = left == 0 ? State.TRAILER : State.CHUNK;
        return null;
    }

    private @Nullable ReplyError chunkEnd() {
        state = State.CHUNK_SIZE;
        return line.size() == 0 || text().isEmpty()
                ? null
                : new ReplyError(
                        CheckFailure.PROTOCOL,
                        "expected the end of a chunk, was " + Printable.quoted(text(), HttpHeader.QUOTED_MAX));
    }

    private @Nullable ReplyError trailerLine() {
        if (text().isEmpty()) {
            state = State.COMPLETE;
        }
        return null;
    }
}
