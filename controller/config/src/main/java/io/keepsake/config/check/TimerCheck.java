package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.VrrpVersion;

/** Reads {@code advert_int}. */
final class TimerCheck {
    private static final AdvertInterval DEFAULT = AdvertInterval.ofSeconds(1);
    private static final long CENTI = 10_000_000;

    private TimerCheck() {}

    static AdvertInterval interval(Problems problems, Values values, VrrpVersion version) {
        var nanos = values.nanos("advert_int", "0.01", "255", "stays 1");
        var word = nanos == null ? null : values.value("advert_int");
        if (nanos == null || word == null) {
            return DEFAULT;
        }
        return switch (version) {
            case V2 -> wholeSeconds(problems, word, nanos);
            case V3 -> hundredths(problems, word, nanos);
        };
    }

    private static AdvertInterval wholeSeconds(Problems problems, Token word, long nanos) {
        int seconds = (int) Math.max(1, (nanos + 50 * CENTI) / (100 * CENTI));
        if (nanos % (100 * CENTI) != 0) {
            problems.warn(
                    word.place(),
                    "advert_int of VRRP version 2 is whole seconds, was \"" + word.text() + "\"; taken as " + seconds,
                    "\"version 3\" on all nodes allows 0.01..40.95 s");
        }
        return AdvertInterval.ofSeconds(seconds);
    }

    private static AdvertInterval hundredths(Problems problems, Token word, long nanos) {
        long centis = (nanos + CENTI / 2) / CENTI;
        if (centis > AdvertInterval.V3_CENTIS_MAX) {
            problems.warn(
                    word.place(),
                    "advert_int of VRRP version 3 is at most 40.95 s, was \"" + word.text() + "\"; taken as 40.95");
            return new AdvertInterval(AdvertInterval.V3_CENTIS_MAX);
        }
        if (nanos % CENTI != 0) {
            problems.warn(
                    word.place(),
                    "advert_int of VRRP version 3 goes in steps of 0.01 s, was \"" + word.text() + "\"; taken as "
                            + centis / 100 + "." + (centis % 100 < 10 ? "0" : "") + centis % 100);
        }
        return new AdvertInterval((int) centis);
    }
}
