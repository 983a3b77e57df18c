package io.keepsake.daemon.probe;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What another thread finds out for one check at a time. */
final class PendingVerdict {
    private final Tools tools;
    private @Nullable Runnable stop;
    private int number;

    PendingVerdict(Tools tools) {
        this.tools = tools;
    }

    /** Has it found out, and tells {@code taker} on the thread of the probes, unless it was stopped meanwhile. */
    void begin(Reply.Evaluate evaluate, Consumer<Reply.End> taker) {
        stop = evaluate.cancel();
        int mine = ++number;
        tools.evaluator().execute(() -> {
            var end = evaluate.verdict().get();
            tools.probeThread().execute(() -> found(mine, end, taker));
        });
    }

    private void found(int mine, Reply.End end, Consumer<Reply.End> taker) {
        if (stop != null && mine == number) {
            stop = null;
            taker.accept(end);
        }
    }

    void stop() {
        if (stop != null) {
            stop.run();
            stop = null;
        }
    }
}
