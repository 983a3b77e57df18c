package io.keepsake.replay;

import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.PointText;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of a history of several nodes, by the clock of the first. */
final class PartOption {
    private static final long SECOND = 1_000_000_000L;

    @Option(
            names = "--from",
            paramLabel = "T",
            description = {
                "begin here: 2026-11-22T03:12:07Z, 03:12 or 03:12:07 (local time, the last one there was before the end),",
                "or -5m (s, m, h, d before the end)"
            })
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "end here, this moment included")
    private @Nullable String to;

    /** Nanoseconds since 1970. */
    long from(ClusterHistory history) throws WrongUsage {
        return from == null ? Long.MIN_VALUE : nanos("--from", from, history);
    }

    /** Nanoseconds since 1970. */
    long to(ClusterHistory history) throws WrongUsage {
        return to == null ? Long.MAX_VALUE : nanos("--to", to, history);
    }

    private static long nanos(String option, String text, ClusterHistory history) throws WrongUsage {
        long end = history.end();
        var last = Instant.ofEpochSecond(end / SECOND, end % SECOND);
        try {
            var point = new PointText(new JournalEnd(0, last), 0, ZoneId.systemDefault()).parse(text);
            if (point instanceof Point.AtWall(var wall)) {
                return ClockLog.nanos(wall);
            }
        } catch (IllegalArgumentException e) {
            throw new WrongUsage(option + ": " + e.getMessage());
        }
        throw new WrongUsage(option + ": expected a time such as 03:12 or -5m where several journals are read, found " + text);
    }
}
