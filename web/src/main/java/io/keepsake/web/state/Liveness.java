package io.keepsake.web.state;

import io.keepsake.web.index.Follower;
import io.keepsake.web.index.RunIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a director is alive, judged by its journal, and by its process when that is on this machine. Silence is death:
 * a director that records nothing elects nobody, as far as anyone may rely on it.
 *
 * @param text in words, for people
 * @param silentMicros since the wall clock of the last turn
 */
public record Liveness(
        Status status,
        String text,
        long silentMicros,
        @Nullable Long lastWall) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final long GONE_MICROS = 2_000_000;

    /** How a director is. */
    public enum Status {
        ALIVE,
        /** It was stopped, and said so. */
        STOPPED,
        /** It records nothing any more, and nobody stopped it. */
        DEAD,
        /** The journal cannot be read, or there is none. */
        UNREADABLE,
        /** The journal is being read for the first time. */
        READING
    }

    /** What a journal says at {@code now}, in microseconds since 1970. */
    public static Liveness of(Follower follower, long now, Duration stale) {
        var trouble = follower.trouble();
        if (trouble != null) {
            return new Liveness(Status.UNREADABLE, trouble, 0, null);
        }
        return follower.node().read(runs -> of(runs, follower, now, stale));
    }

    private static Liveness of(List<RunIndex> runs, Follower follower, long now, Duration stale) {
        boolean caughtUp = follower.caughtUp();
        var run = runs.isEmpty() ? null : runs.getLast();
        if (run == null || run.first() < 0) {
            var status = caughtUp ? Status.UNREADABLE : Status.READING;
            return new Liveness(status, caughtUp ? "the journal is empty" : "the journal is being read", 0, null);
        }
        long last = run.wallOf(run.last());
        long silent = silent(follower, last, now);
        var ago = "last recorded " + seconds(silent) + " ago";
        if (!caughtUp) {
            return new Liveness(Status.READING, "the journal is being read", silent, last);
        }
        if (run.stopping() && silent > GONE_MICROS) {
            return new Liveness(Status.STOPPED, "stopped; " + ago, silent, last);
        }
        if (silent > GONE_MICROS && processGone(run)) {
            return new Liveness(Status.DEAD, "its process " + run.pid() + " is gone; " + ago, silent, last);
        }
        long limit = Math.max(stale.toNanos() / 1_000, 4 * interval(run));
        return silent > limit
                ? new Liveness(Status.DEAD, "dead or standing still: " + ago, silent, last)
                : new Liveness(Status.ALIVE, "alive; " + ago, silent, last);
    }

    /** By this machine's clock where the journal was seen to grow, since the node's own may be wrong. */
    private static long silent(Follower follower, long last, long now) {
        long unread = follower.silentNanos() / 1_000;
        return follower.grew() ? unread : Math.max(unread, now - last);
    }

    /** The longest time there is between two adverts of a running instance. */
    private static long interval(RunIndex run) {
        var config = run.config();
        return config == null
                ? 0
                : config.instances().stream()
                        .mapToLong(i -> i.interval().nanos() / 1_000)
                        .max()
                        .orElse(0);
    }

    /** Whether it ran on this boot of this machine and its process is not there any more. */
    private static boolean processGone(RunIndex run) {
        return here(run) && run.pid() > 1 && !Files.exists(Path.of("/proc", Long.toString(run.pid())));
    }

    /** Whether a run is of this boot of this machine. */
    static boolean here(RunIndex run) {
        try {
            return !run.boot().isEmpty()
                    && run.boot().equals(Files.readString(BOOT).strip());
        } catch (java.io.IOException noProc) {
            return false;
        }
    }

    private static String seconds(long micros) {
        double seconds = micros / 1e6;
        double minutes = seconds / 60;
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : minutes < 120
                        ? String.format(Locale.ROOT, "%.1f min", minutes)
                        : String.format(Locale.ROOT, "%.1f h", minutes / 60);
    }
}
