package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.lab.SeenAdvert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How evenly the adverts of one virtual router left the host. */
final class Rhythm {
    private Rhythm() {}

    /**
     * No time between two adverts of a router was longer than three intervals on a quiet machine; says how many there were
     * and the longest.
     */
    static void assertKept(Capture capture, Ip router, Instant from, Instant to, Duration interval) {
        var stamps = capture.adverts(Configs.VRID).stream()
                .filter(advert -> advert.source().equals(router))
                .map(SeenAdvert::stamp)
                .filter(stamp -> stamp.isAfter(from) && stamp.isBefore(to))
                .toList();
        long expected = Duration.between(from, to).dividedBy(interval);
        assertTrue(
                stamps.size() > expected / (2 * Patience.slowness()),
                () -> stamps.size() + " adverts, expected about " + expected);
        var longest = longest(stamps);
        System.out.println(stamps.size() + " adverts every " + interval.toMillis() + " ms, longest time between two "
                + longest.toNanos() / 1_000 + " us");
        assertTrue(
                longest.compareTo(Patience.scaled(interval.multipliedBy(3))) <= 0,
                () -> "longest time between two adverts " + longest);
    }

    private static Duration longest(List<Instant> stamps) {
        var longest = Duration.ZERO;
        for (int i = 1; i < stamps.size(); i++) {
            var gap = Duration.between(stamps.get(i - 1), stamps.get(i));
            longest = gap.compareTo(longest) > 0 ? gap : longest;
        }
        return longest;
    }
}
