package io.keepsake.core.health;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.HealthEvent;

/**
 * What is known of one checker.
 *
 * @param good the verdict that counts
 * @param proved whether a check succeeded since this checker began; before that one failure is enough
 * @param failures in a row, while good
 * @param passes in a row, while bad
 * @param firstFailure index of the first failure of the row that made it bad, or may; 0 for none
 * @param asked the weight a MISC_CHECK asks for, or the number in the file of a FILE_CHECK; {@link
 *     HealthEvent#NO_WEIGHT} and 0 for none
 * @param why the last error of the row; empty while nothing is wrong
 */
public record CheckerState(
        boolean good, boolean proved, int failures, int passes, long firstFailure, long asked, String why) {
    /** What it says of a checker that must prove itself first. */
    static final String UNPROVED = "not checked yet (alpha)";

    /** What a checker begins with: the benefit of the doubt, unless it is {@code alpha}. */
    static CheckerState first(CheckerConfig config) {
        boolean good = !config.alpha() || config.check() instanceof Check.File;
        return new CheckerState(good, false, 0, 0, 0, nothingAsked(config), good ? "" : UNPROVED);
    }

    /** A checker that was bad when the last run ended; only a check lets it back in. */
    static CheckerState recalled(CheckerConfig config, String why) {
        return new CheckerState(false, true, 0, 0, 0, nothingAsked(config), why);
    }

    private static long nothingAsked(CheckerConfig config) {
        return config.check() instanceof Check.File ? 0 : HealthEvent.NO_WEIGHT;
    }

    /** Good, proved, and nothing else to say: what nearly every checker is nearly always. */
    boolean steady(CheckerConfig config) {
        return good && proved && failures == 0 && asked == nothingAsked(config);
    }

    /** The steady state of this checker. */
    static CheckerState steadyOf(CheckerConfig config) {
        return new CheckerState(true, true, 0, 0, 0, nothingAsked(config), "");
    }
}
