package io.keepsake.daemon.probe;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A body that a regular expression may look at only so often: an expression that backtracks without end looks at the same
 * characters over and over, and is thrown out.
 */
final class BoundedText implements CharSequence {
    /** Enough for an expression that looks at a long body ten times. */
    private static final long STEPS_MIN = 1_000_000;

    private static final int STEPS_PER_CHARACTER = 10;
    private static final int CANCEL_CHECK_STEPS = 1024;

    /** The budget is used up, or nobody wants the result any more. */
    static final class SearchAborted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private SearchAborted() {
            super("gave up", null, false, false);
        }
    }

    private final byte[] bytes;
    private final @Nullable String decoded;
    private final int length;
    private final long stepsMax;
    private long steps;
    private volatile boolean cancelled;

    /** A text of as many characters as bytes. */
    BoundedText(byte[] latin1, int size) {
        this(latin1, null, size);
    }

    BoundedText(String text) {
        this(new byte[0], text, text.length());
    }

    private BoundedText(byte[] bytes, @Nullable String decoded, int length) {
        this.bytes = bytes;
        this.decoded = decoded;
        this.length = length;
        stepsMax = STEPS_MIN + (long) STEPS_PER_CHARACTER * length;
    }

    /** From any thread. */
    void cancel() {
        cancelled = true;
    }

    long steps() {
        return steps;
    }

    /** How many characters the first {@code count} bytes are. */
    long characters(long count) {
        if (decoded == null) {
            return count;
        }
        long seen = 0;
        int at = 0;
        while (at < length && seen < count) {
            int point = decoded.codePointAt(at);
            seen += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            at += Character.charCount(point);
        }
        return at + count - Math.min(seen, count);
    }

    @Override
    public char charAt(int index) {
        if (++steps > stepsMax || (steps % CANCEL_CHECK_STEPS == 0 && cancelled)) {
            throw new SearchAborted();
        }
        return decoded == null ? (char) (bytes[index] & 0xff) : decoded.charAt(index);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        return decoded == null ? new String(bytes, 0, length, StandardCharsets.ISO_8859_1) : decoded;
    }
}
