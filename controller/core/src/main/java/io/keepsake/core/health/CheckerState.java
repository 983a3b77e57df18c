package io.keepsake.core.health;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.HealthEvent;

/**
 * What is known of one checker.
 *
 * @param incarnation index of the configuration that began it; only results that carry it count
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
        long incarnation,
        boolean good,
        boolean proved,
        int failures,
        int passes,
        long firstFailure,
        long asked,
        String why) {
    /** What it says of a checker that must prove itself first. */
    static final String UNPROVED = "not checked yet (alpha)";

    /** What a checker begins with: the benefit of the doubt, unless it is {@code alpha}. */
    static CheckerState first(CheckerConfig config, long incarnation) {
        boolean good = !config.alpha() || config.check() instanceof Check.File;
        return new CheckerState(incarnation, good, false, 0, 0, 0, nothingAsked(config), good ? "" : UNPROVED);
    }

    /** A checker that was bad when the last run ended; only a check lets it back in. */
    CheckerState recalledBad(CheckerConfig config, String error) {
        return new CheckerState(incarnation, false, true, 0, 0, 0, nothingAsked(config), error);
    }

    /** A checker that was good when the last run ended, and asked for this. */
    CheckerState recalledGood(CheckerConfig config, long request) {
        boolean asks = config.check() instanceof Check.File || config.check() instanceof Check.Misc;
        return new CheckerState(incarnation, true, true, 0, 0, 0, asks ? request : nothingAsked(config), "");
    }

    /** The same checker with other settings. */
    CheckerState under(CheckerConfig before, CheckerConfig after, long newIncarnation) {
        boolean forgets = before.check() instanceof Check.Misc misc
                && misc.dynamic()
                && !after.check().equals(before.check());
        return new CheckerState(
                newIncarnation,
                good,
                proved,
                failures,
                after.asksAs(before) ? passes : 0,
                firstFailure,
                forgets ? HealthEvent.NO_WEIGHT : asked,
                why);
    }

    private static long nothingAsked(CheckerConfig config) {
        return config.check() instanceof Check.File ? 0 : HealthEvent.NO_WEIGHT;
    }

    /** Whether no result of this incarnation counted yet, nor what an earlier run knew. */
    boolean unchecked() {
        return !proved && failures == 0 && passes == 0 && (good || why.equals(UNPROVED));
    }

    /** Whether it is bad because a check failed, and not for want of one. */
    boolean failed() {
        return !good && !why.equals(UNPROVED);
    }

    /** Good, proved, and nothing else to say: what nearly every checker is nearly always. */
    boolean steady(CheckerConfig config) {
        return good && proved && failures == 0 && asked == nothingAsked(config);
    }

    /** The steady state of this checker. */
    static CheckerState steadyOf(CheckerConfig config, long incarnation) {
        return new CheckerState(incarnation, true, true, 0, 0, 0, nothingAsked(config), "");
    }
}
