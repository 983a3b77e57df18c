package io.keepsake.replay;

import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.Point;
import io.keepsake.history.fold.PointText;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which part of a history of several nodes, by the clock of the first. */
final class PartOption {
    private static final long SECOND = 1_000_000_000L;

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--from",
            paramLabel = "T",
            description = {
                "begin here: 2026-11-22T03:12:07Z, or any time as it is printed (with T or a blank, with or without zone);",
                "03:12 or 03:12:07 (the last one before the end of the journals; --to is the first one after it),",
                "or -5m (s, m, h, d before the end)"
            })
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "end here, this moment included")
    private @Nullable String to;

    /** By which times are printed. */
    Clock clock() throws WrongUsage {
        return zone.clock();
    }

    /** Nanoseconds since 1970. */
    long from(ClusterHistory history) throws WrongUsage {
        var begin = window(history).from();
        return begin == null ? Long.MIN_VALUE : nanos(begin);
    }

    /** Nanoseconds since 1970. */
    long to(ClusterHistory history) throws WrongUsage {
        var end = window(history).to();
        return end == null ? Long.MAX_VALUE : nanos(end);
    }

    private Window window(ClusterHistory history) throws WrongUsage {
        long end = history.end();
        var last = Instant.ofEpochSecond(end / SECOND, end % SECOND);
        try {
            return new PointText(new JournalEnd(0, last), 0, clock().zone()).window(from, to, 0);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--from, --to: " + e.getMessage());
        }
    }

    private static long nanos(Point point) throws WrongUsage {
        if (point instanceof Point.AtWall(var wall)) {
            return ClockLog.nanos(wall);
        }
        throw new WrongUsage("--from, --to: expected a time such as 03:12 or -5m where several journals are read");
    }
}
