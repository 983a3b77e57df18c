package io.keepsake.replay;

import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalReader;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Standard output, which may close early: {@code replay show | head}; and what is said beside it. */
final class Output {
    private static final int LINES_BETWEEN_CHECKS = 1000;
    private static final long PROGRESS_NANOS = 500_000_000L;
    private static final String PLAIN = "\u001b[0m";

    /** How lines look on a terminal, by how they begin. */
    private static final Map<String, String> LOOKS = Map.of(
            "MISSING", "\u001b[1;31m",
            "  so: ", "\u001b[33m",
            "  decided ", "\u001b[1m",
            "  effect ", "\u001b[2m");

    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private @Nullable Progress progress;
    private int unchecked;

    Output(PrintWriter out, PrintWriter err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Says something that is no part of the answer. */
    void note(String note) {
        err.println("replay: " + note);
    }

    /** A reader for long work, whose progress is told to who waits for it. */
    JournalReader watched(JournalReader reader, String verb, Clock clock) {
        if (!terminal.progress()) {
            return reader;
        }
        progress = new Progress(err, verb, PROGRESS_NANOS);
        return progress.watch(reader, clock);
    }

    void line(String line) {
        if (progress != null) {
            progress.hide();
        }
        out.print(terminal.colour() ? painted(line) : line);
        out.print('\n');
        unchecked++;
    }

    private static String painted(String line) {
        for (var look : LOOKS.entrySet()) {
            if (line.startsWith(look.getKey())) {
                return look.getValue() + line + PLAIN;
            }
        }
        return line;
    }

    void flush() {
        out.flush();
    }

    /** Whether nobody reads any more. Looks now and then only. */
    boolean closed() {
        if (unchecked < LINES_BETWEEN_CHECKS) {
            return false;
        }
        unchecked = 0;
        return out.checkError();
    }

    /** Whether nobody reads any more, after writing out all there is. */
    boolean closedNow() {
        return out.checkError();
    }
}
