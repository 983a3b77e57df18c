package io.keepsake.replay;

import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.Stamp;
import io.keepsake.journal.JournalFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A subcommand that reads the journals of several nodes as one history. */
abstract class ClusterCommand implements Callable<Integer> {
    /** The part that was asked for, in nanoseconds since 1970; both ends count. */
    record Part(long from, long to) {}

    private final Output out;

    @Mixin
    private final JournalsArgument journals = new JournalsArgument();

    @Mixin
    private final PartOption part = new PartOption();

    ClusterCommand(Output out) {
        this.out = out;
    }

    /**
     * Tells what was asked for, after the head.
     *
     * @return the exit code where nothing is missing of the journals
     */
    abstract int tell(ClusterHistory history, Part asked, ClusterText text);

    void line(String line) {
        out.line(line);
    }

    /** Whether any of the time from one to the other is asked for. */
    static boolean touches(ClusterHistory history, Part asked, Stamp first, Stamp last) {
        return history.place(last) >= asked.from() && history.place(first) <= asked.to();
    }

    @Override
    public final Integer call() throws WrongUsage, JournalFailure {
        try (var open = journals.open()) {
            var history = open.history();
            var asked = new Part(part.from(history), part.to(history));
            var text = new ClusterText(history, part.clock(), out::line);
            text.head();
            int code = tell(history, asked, text);
            return history.isIncomplete() ? Exit.INCOMPLETE : code;
        }
    }
}
