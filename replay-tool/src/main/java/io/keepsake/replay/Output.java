package io.keepsake.replay;

import java.io.PrintWriter;

/** Standard output, which may close early: {@code replay show | head}. */
final class Output {
    private static final int LINES_BETWEEN_CHECKS = 1000;
    private final PrintWriter out;
    private int unchecked;

    Output(PrintWriter out) {
        this.out = out;
    }

    void line(String line) {
        out.print(line);
        out.print('\n');
        unchecked++;
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
