package io.keepsake.daemon.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of what comes again and again the log shows the first, and from then on one a minute with the number of those between.
 * For one thread.
 */
final class RepeatedLines {
    static final long SILENCE_NANOS = 60_000_000_000L;
    static final int KINDS_MAX = 1_024;

    private final Map<Object, Shown> kinds = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Shown {
        private final long nanos;
        private long more;

        Shown(long nanos) {
            this.nanos = nanos;
        }
    }

    /**
     * What to print behind a line; null when the line is not to be printed.
     *
     * @param kind lines of an equal kind are the same to an operator
     * @param times how many this line stands for
     */
    @Nullable String behind(Object kind, long times, long nowNanos) {
        var before = kinds.get(kind);
        if (before != null && nowNanos - before.nanos < SILENCE_NANOS) {
            before.more += times;
            return null;
        }
        kinds.put(kind, new Shown(nowNanos));
        if (kinds.size() > KINDS_MAX) {
            kinds.remove(kinds.keySet().iterator().next());
        }
        return before == null || before.more == 0 ? "" : " (and " + before.more + " alike since the line before)";
    }
}
