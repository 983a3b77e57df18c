package io.keepsake.daemon;

import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refused reloads as events: one that is refused like the last one within a minute is counted, and the next event says how
 * many there were. Whoever asks is answered in full each time. For one thread.
 */
final class Refusals {
    private static final long APART_NANOS = Duration.ofMinutes(1).toNanos();

    private List<String> last = List.of();
    private long toldNanos;
    private int more;

    /** What to record of a refusal; null for nothing. */
    @Nullable ConfigRefused refused(List<String> messages, long nowNanos) {
        boolean same = messages.equals(last);
        if (same && nowNanos - toldNanos < APART_NANOS) {
            more++;
            return null;
        }
        var told = new ArrayList<>(messages);
        if (more > 0) {
            told.add("the refusal before this one came " + more + " more " + (more == 1 ? "time" : "times"));
        }
        last = List.copyOf(messages);
        toldNanos = nowNanos;
        more = 0;
        return new ConfigRefused(told);
    }

    /** A reload was accepted: the next refusal is a new one. */
    void accepted() {
        last = List.of();
    }
}
