package io.keepsake.replay.whatif;

import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the runs of one script of one node ended, by when they began. Only what is another result than before is kept. */
final class Results {
    private static final class Stretch {
        final long from;
        final ScriptEvent result;

        Stretch(long from, ScriptEvent result) {
            this.from = from;
            this.result = result;
        }
    }

    private final List<Stretch> stretches = new ArrayList<>();
    private long last = Long.MIN_VALUE;

    void ended(long begun, ScriptEvent result) {
        if (stretches.isEmpty() || !same(stretches.getLast().result, result)) {
            // What a run between the two would have given nobody knows: each has half of the time.
            long from = last == Long.MIN_VALUE ? Long.MIN_VALUE : last + (begun - last) / 2;
            stretches.add(new Stretch(from, result));
        }
        last = begun;
    }

    private static boolean same(ScriptEvent one, ScriptEvent other) {
        return one instanceof ScriptEnded a
                ? other instanceof ScriptEnded b && a.end() == b.end() && a.status() == b.status()
                : one instanceof ScriptUnavailable && other instanceof ScriptUnavailable;
    }

    /** How a run ends that begins then; null when the recording has none. */
    @Nullable ScriptEvent at(long place) {
        ScriptEvent found = null;
        for (var stretch : stretches) {
            if (stretch.from <= place) {
                found = stretch.result;
            }
        }
        return found;
    }
}
