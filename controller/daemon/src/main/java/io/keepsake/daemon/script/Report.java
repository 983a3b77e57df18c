package io.keepsake.daemon.script;

import io.keepsake.core.event.ScriptEvent.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the runner says of a script that ended. */
record Report(long number, End end, int status, String output) {
    private static final char LINE_END = 1;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern STATUS = Pattern.compile("[0-9]{1,3}");

    /**
     * The next report; null at the end of the stream.
     *
     * @throws IOException when what comes is no report, and nothing after it can be trusted
     */
    static @Nullable Report read(InputStream in) throws IOException {
        var number = word(in, 20);
        if (number == null) {
            return null;
        }
        var end = word(in, 20);
        var status = word(in, 20);
        var output = word(in, ScriptResult.OUTPUT_MAX);
        if (end == null || status == null || output == null) {
            return null;
        }
        if (!NUMBER.matcher(number).matches() || !STATUS.matcher(status).matches()) {
            throw new IOException("not the report of a script: " + number + " " + end + " " + status);
        }
        return new Report(Long.parseLong(number), end(end), Integer.parseInt(status), output.replace(LINE_END, '\n'));
    }

    private static End end(String word) throws IOException {
        for (var end : End.values()) {
            if (end != End.UNKNOWN && end.name().toLowerCase(Locale.ROOT).equals(word)) {
                return end;
            }
        }
        throw new IOException("not the end of a script: " + word);
    }

    /** The bytes up to the next NUL; null when the stream ends before. */
    private static @Nullable String word(InputStream in, int bytesMax) throws IOException {
        var bytes = new byte[bytesMax];
        int length = 0;
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (length == bytesMax) {
                throw new IOException("not the report of a script: a word of more than " + bytesMax + " bytes");
            }
            bytes[length++] = (byte) b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
