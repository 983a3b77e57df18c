package io.keepsake.daemon.script;

import io.keepsake.core.event.ScriptEvent.End;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes through the two pipes between the director and its script runner: frames, each a length of four bytes and so many
 * bytes. A runner begins with a {@link Hello}, whose mark the director repeats in the other pipe; what came before the mark
 * there is what an earlier runner left, whole frames and halves, and is passed over.
 */
final class RunnerWire {
    /** More than the kernel takes as arguments and environment of a program. */
    private static final int REQUEST_MAX = 4 << 20;

    /** A byte that is no UTF-8 becomes a character of three. */
    private static final int REPORT_MAX = 64 + 3 * ScriptResult.OUTPUT_MAX;

    private static final int WORDS_MAX = 1 << 20;

    private RunnerWire() {}

    /**
     * A script to run.
     *
     * @param number by which its reports are known
     * @param user null for the runner's own
     * @param timeoutNanos after which it is terminated
     * @param environment NAME=VALUE
     * @param words the program and its arguments, without NULs
     */
    record Request(long number, @Nullable User user, long timeoutNanos, List<String> environment, List<String> words) {}

    /**
     * Whom a script runs as.
     *
     * @param uid unsigned
     * @param gid unsigned
     * @param groups whether it has the supplementary groups of its account
     */
    record User(int uid, int gid, boolean groups) {
        static User of(Account account) {
            return new User(account.uid(), account.gid(), account.listed());
        }
    }

    /** What a runner says. */
    sealed interface Report {}

    /**
     * The first word of a runner, also of one that takes the place of another.
     *
     * @param mark random, and never the same
     */
    record Hello(String mark) implements Report {}

    /** From here on the script may have had an effect. */
    record Started(long number) implements Report {}

    /** The script has ended. */
    record Ended(long number, End end, int status, String output) implements Report {}

    private interface Body {
        void to(DataOutputStream out) throws IOException;
    }

    private static void frame(OutputStream out, Body body) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(bytes)) {
            data.writeInt(0);
            body.to(data);
        }
        var frame = bytes.toByteArray();
        ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES);
        out.write(frame);
        out.flush();
    }

    /** The next frame; null at the end of the stream, also in the middle of a frame. */
    private static @Nullable DataInputStream frame(InputStream in, int bytesMax) throws IOException {
        try {
            int length = new DataInputStream(in).readInt();
            if (length < 0 || length > bytesMax) {
                throw new IOException("expected a frame of at most " + bytesMax + " bytes, found the length " + length);
            }
            var bytes = in.readNBytes(length);
            return bytes.length < length ? null : new DataInputStream(new ByteArrayInputStream(bytes));
        } catch (EOFException _) {
            return null;
        }
    }

    static void write(OutputStream out, Request request) throws IOException {
        frame(out, data -> {
            data.writeLong(request.number());
            var user = request.user();
            data.writeBoolean(user != null);
            if (user != null) {
                data.writeInt(user.uid());
                data.writeInt(user.gid());
                data.writeBoolean(user.groups());
            }
            data.writeLong(request.timeoutNanos());
            words(data, request.environment());
            words(data, request.words());
        });
    }

    /** The next request; null at the end. */
    static @Nullable Request request(InputStream in) throws IOException {
        var data = frame(in, REQUEST_MAX);
        if (data == null) {
            return null;
        }
        long number = data.readLong();
        var user = data.readBoolean() ? new User(data.readInt(), data.readInt(), data.readBoolean()) : null;
        return new Request(number, user, data.readLong(), words(data), words(data));
    }

    private static void words(DataOutputStream data, List<String> words) throws IOException {
        data.writeInt(words.size());
        for (var word : words) {
            text(data, word);
        }
    }

    private static void text(DataOutputStream data, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        data.writeInt(bytes.length);
        data.write(bytes);
    }

    private static List<String> words(DataInputStream data) throws IOException {
        int count = data.readInt();
        if (count < 0 || count > WORDS_MAX) {
            throw new IOException("expected at most " + WORDS_MAX + " words, found " + count);
        }
        var words = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            words.add(text(data));
        }
        return words;
    }

    private static String text(DataInputStream data) throws IOException {
        int length = data.readInt();
        if (length < 0 || length > data.available()) {
            throw new IOException("expected at most " + data.available() + " bytes, found the length " + length);
        }
        return new String(data.readNBytes(length), StandardCharsets.UTF_8);
    }

    static void write(OutputStream out, Report report) throws IOException {
        frame(out, data -> {
            switch (report) {
                case Hello(var mark) -> {
                    data.writeByte('H');
                    text(data, mark);
                }
                case Started(var number) -> {
                    data.writeByte('S');
                    data.writeLong(number);
                }
                case Ended(var number, var end, var status, var output) -> {
                    data.writeByte('E');
                    data.writeLong(number);
                    data.writeByte(code(end));
                    data.writeInt(status);
                    text(data, output);
                }
            }
        });
    }

    /**
     * The next report; null at the end of the stream.
     *
     * @throws IOException when what comes is no report, and nothing after it can be trusted
     */
    static @Nullable Report report(InputStream in) throws IOException {
        var data = frame(in, REPORT_MAX);
        if (data == null) {
            return null;
        }
        try {
            int kind = data.readUnsignedByte();
            return switch (kind) {
                case 'H' -> new Hello(text(data));
                case 'S' -> new Started(data.readLong());
                case 'E' -> new Ended(data.readLong(), end(data.readUnsignedByte()), data.readInt(), text(data));
                default -> throw new IOException("expected a report of a script runner, found one of kind " + kind);
            };
        } catch (EOFException e) {
            throw new IOException("expected a report of a script runner, found the beginning of one", e);
        }
    }

    private static int code(End end) {
        return switch (end) {
            case EXITED -> 'x';
            case SIGNALLED -> 's';
            case TIMED_OUT -> 't';
            case UNKNOWN -> throw new IllegalArgumentException("a runner knows how its scripts end");
        };
    }

    private static End end(int code) throws IOException {
        return switch (code) {
            case 'x' -> End.EXITED;
            case 's' -> End.SIGNALLED;
            case 't' -> End.TIMED_OUT;
            default -> throw new IOException("expected how a script ended, found " + code);
        };
    }

    /** Sends the mark, behind which the runner listens. */
    static void mark(OutputStream out, String mark) throws IOException {
        out.write(mark.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads up to the end of the mark; false when the stream ends before. */
    static boolean passOver(InputStream in, String mark) throws IOException {
        var awaited = mark.getBytes(StandardCharsets.UTF_8);
        var last = new byte[awaited.length];
        while (!Arrays.equals(last, awaited)) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            System.arraycopy(last, 1, last, 0, last.length - 1);
            last[last.length - 1] = (byte) b;
        }
        return true;
    }
}
