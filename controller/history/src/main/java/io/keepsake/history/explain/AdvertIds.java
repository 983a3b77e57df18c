package io.keepsake.history.explain;

import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.show.Counted;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the IPv4 identifications of a router's adverts tell of a time in which it was not heard. Keepalived counts its
 * adverts; a director of ours sends the index of its effect, of which every advert uses up two or more.
 *
 * @param kind what can be concluded
 * @param evidence the numbers, in words
 */
public record AdvertIds(Kind kind, String evidence) {
    private static final int STEPS_MIN = 3;
    private static final int STEPS_MAX = 16;
    /** Identifications that jump about like this are chance, as a kernel makes them. */
    private static final int STEP_MAX = 4_096;

    private static final int WRAPS = 0x8000;
    /** A run of ours whose index is lower has just begun. */
    private static final int BEGUN_MAX = 1_024;

    /** An identification, and when its advert arrived by the clock of who heard it, in nanoseconds. */
    public record Seen(int id, long arrived) {}

    /** By how much the identification rose from one advert to the next, while they came regularly. */
    public record Steps(int count, int least, int most) {
        static Steps of(List<Integer> steps) {
            return steps.isEmpty()
                    ? new Steps(0, 0, 0)
                    : new Steps(steps.size(), Collections.min(steps), Collections.max(steps));
        }
    }

    /** What can be concluded. */
    public enum Kind {
        /** It sent about all that were due, and they were not heard. */
        SENT,
        /** It sent some of those that were due. */
        SENT_SOME,
        /** It can have sent many of those that were due. */
        MAY_HAVE_SENT,
        /** It sent none, or can have sent few. */
        SILENT,
        /** Another process counts. */
        BEGAN_ANEW;

        /** Whether it was master and not heard. */
        boolean sent() {
            return this == SENT || this == SENT_SOME;
        }
    }

    /**
     * What happened between two adverts of one router.
     *
     * @param cite where the first was heard
     * @param steps of the identification while it was heard regularly
     * @param next the first advert after the silence
     * @param intervalNanos of its adverts
     * @return null when the identifications do not tell
     */
    public static @Nullable AdvertIds between(Seen before, String cite, Steps steps, Seen next, long intervalNanos) {
        long due = Math.round((next.arrived() - before.arrived()) / (double) intervalNanos) - 1;
        int jump = next.id() - before.id() & 0xffff;
        if (before.id() == 0 || next.id() == 0 || jump == 0 || due < 1 || steps.count() < STEPS_MIN) {
            return null;
        }
        int least = steps.least();
        int most = steps.most();
        if (least < 1 || most > STEP_MAX) {
            return null;
        }
        boolean counts = least == 1;
        long possible = counts ? due + due / 2 + 3 : 4 * (due + 2) * (most + 1L) + BEGUN_MAX;
        if (possible >= WRAPS) {
            return null;
        }
        boolean begun = next.id() < (counts ? due + 3 : BEGUN_MAX);
        if (begun && next.id() < before.id()) {
            return jump <= possible ? null : anew(before, cite, next);
        }
        if (jump > possible) {
            return null;
        }
        return counts ? counted(before, cite, next, jump - 1, due) : indexed(before, cite, next, least, due);
    }

    /**
     * How many adverts of a router that counts them were sent and not heard, from {@code first} to the one of index
     * {@code last}, in words to be added; empty when it cannot be told.
     */
    static String lost(AdvertLog log, Heard first, long last, long intervalNanos) {
        var heard = log.since(first, last);
        var steps = log.idSteps(first.source(), last, intervalNanos * 3 / 2, STEPS_MAX);
        if (heard.isEmpty() || steps.size() < STEPS_MIN || Collections.min(steps) != 1 || Collections.max(steps) > 4) {
            return "";
        }
        int sent = heard.getLast().id() - first.id() & 0xffff;
        long due = Math.round((heard.getLast().arrived() - first.arrived()) / (double) intervalNanos);
        if (sent < heard.size() || sent > due + due / 2 + 2) {
            return "";
        }
        return sent == heard.size()
                ? "; it counts its adverts in the IPv4 id, and by that it sent none that was not heard"
                : "; it counts its adverts in the IPv4 id, and by that sent "
                        + Counted.of(sent - heard.size(), "advert") + " more than were heard";
    }

    /** Of the router that sent {@code before}, up to it. */
    static Steps steps(AdvertLog log, Heard before, long intervalNanos) {
        return Steps.of(log.idSteps(before.source(), before.index(), intervalNanos * 3 / 2, STEPS_MAX));
    }

    private static AdvertIds anew(Seen before, String cite, Seen next) {
        return new AdvertIds(
                Kind.BEGAN_ANEW,
                "the IPv4 id of its last advert was " + before.id() + " (" + cite + "), that of this one is "
                        + next.id() + ": it counts anew, so another process sends");
    }

    private static AdvertIds counted(Seen before, String cite, Seen next, long sent, long due) {
        var numbers =
                "it counts its adverts in the IPv4 id, " + before.id() + " (" + cite + ") and now " + next.id() + ": ";
        if (sent == 0) {
            return new AdvertIds(Kind.SILENT, numbers + "it sent none in between, where " + due + " were due");
        }
        return new AdvertIds(
                sent >= due - Math.max(1, due / 10) ? Kind.SENT : Kind.SENT_SOME,
                numbers + "about " + sent + (sent == 1 ? " was" : " were") + " sent and not heard, of " + due
                        + " that were due");
    }

    private static AdvertIds indexed(Seen before, String cite, Seen next, int least, long due) {
        int jump = next.id() - before.id() & 0xffff;
        long sent = (long) jump / least - 1;
        var numbers = "the IPv4 id is the place in its own journal, " + before.id() + " (" + cite + ") and now "
                + next.id() + ": at most " + jump + " events, ";
        if (sent == 0) {
            return new AdvertIds(Kind.SILENT, numbers + "so it sent no advert in between, where " + due + " were due");
        }
        return new AdvertIds(
                3 * sent < due ? Kind.SILENT : Kind.MAY_HAVE_SENT,
                numbers + (sent < due ? "so at most " + sent + " of the " : "which is enough for all the ") + due
                        + " adverts that were due");
    }
}
