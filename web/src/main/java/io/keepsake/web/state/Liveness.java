package io.keepsake.web.state;

import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.journal.Journals;
import io.keepsake.web.index.Follower;
import io.keepsake.web.index.RunIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        /** It records nothing any more, and its process is there: it stands still, or its disk does. */
        FROZEN,
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
        // Whoever holds the lock of a journal on this machine lives, in whatever PID namespace.
        var written = silent > GONE_MICROS && here(run)
                ? Journals.isWritten(follower.directory())
                : Optional.<Boolean>empty();
        if (written.isPresent() && !written.get()) {
            return new Liveness(Status.DEAD, "its process " + run.pid() + " is gone; " + ago, silent, last);
        }
        if (silent <= limit(run, stale)) {
            return new Liveness(Status.ALIVE, "alive; " + ago, silent, last);
        }
        return written.isPresent()
                ? new Liveness(Status.FROZEN, "it stands still, or its disk does: " + ago, silent, last)
                : new Liveness(Status.DEAD, "dead or standing still: " + ago, silent, last);
    }

    /** Two heartbeats; in a journal without them, four of the longest intervals of its adverts. */
    private static long limit(RunIndex run, Duration stale) {
        long silence = run.beating() ? 2 * Heartbeat.EVERY_NANOS / 1_000 : 4 * interval(run);
        return Math.max(stale.toNanos() / 1_000, silence);
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
