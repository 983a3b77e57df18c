package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.CpuWait;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.lab.SeenAdvert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How evenly the adverts of a node's virtual router leave it, from now on. */
final class Rhythm implements AutoCloseable {
    private static final int INTERVALS_MAX = 3;

    private final Capture sent;
    private final CpuWait wait;
    private final Duration interval;

    private Rhythm(Capture sent, CpuWait wait, Duration interval) {
        this.sent = sent;
        this.wait = wait;
        this.interval = interval;
    }

    /** Begins to listen to a node with an advert every {@code interval}. */
    static Rhythm of(Lab lab, Node node, Duration interval) {
        return new Rhythm(lab.captureSent(node.host(), "ip proto 112"), CpuWait.of(node::directors), interval);
    }

    /** Waits for the first advert that comes when so many intervals have gone by since a moment; its stamp. */
    Instant await(int intervals, Instant since) {
        var end = since.plus(interval.multipliedBy(intervals));
        return sent.awaitAdvert("an advert " + intervals + " intervals later", end, Node.PATIENCE, _ -> true)
                .stamp();
    }

    /**
     * No time between two adverts was longer than three intervals, and what the director's threads wanted a CPU meanwhile
     * and had none; says how many adverts there were and the longest time. Those at both ends count: the gap may be the last.
     */
    void assertKept(Instant from, Instant to) {
        var stamps = sent.adverts(Configs.VRID).stream()
                .map(SeenAdvert::stamp)
                .filter(stamp -> !stamp.isBefore(from) && !stamp.isAfter(to))
                .toList();
        long expected = Duration.between(from, to).dividedBy(interval);
        assertTrue(
                stamps.size() > expected / (2 * Patience.slowness()),
                () -> stamps.size() + " adverts, expected about " + expected);
        var longest = longest(stamps);
        System.out.println(stamps.size() + " adverts every " + interval.toMillis() + " ms, longest time between two "
                + longest.toNanos() / 1_000 + " us");
        for (int i = 1; i < stamps.size(); i++) {
            assertShort(stamps.get(i - 1), stamps.get(i));
        }
    }

    private void assertShort(Instant one, Instant next) {
        var gap = Duration.between(one, next);
        var allowed = interval.multipliedBy(INTERVALS_MAX);
        if (gap.compareTo(allowed) > 0) {
            var waited = wait.between(one, next);
            System.out.println("between two adverts at " + one + " " + gap + ", and " + waited + " without a CPU");
            assertTrue(
                    gap.minus(waited).compareTo(allowed) <= 0,
                    () -> gap + " between two adverts at " + one + ", and only " + waited + " without a CPU");
        }
    }

    private static Duration longest(List<Instant> stamps) {
        var longest = Duration.ZERO;
        for (int i = 1; i < stamps.size(); i++) {
            var gap = Duration.between(stamps.get(i - 1), stamps.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }

    @Override
    public void close() {
        wait.close();
        sent.close();
    }
}
