package io.keepsake.core.health;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.HealthEvent.FileRead;

/** The life of a checker: retries before it is bad, passes before it is good again, and how often it is checked. */
final class CheckerRules {
    /** The pace stays as it is. */
    static final long SAME_PACE = -1;

    private CheckerRules() {}

    /**
     * What a result makes of a checker.
     *
     * @param paceNanos the pace from here on, or {@link #SAME_PACE}
     */
    record Judged(CheckerState next, long paceNanos) {}

    /** The judgement after a result; the same state object when nothing differs. */
    static Judged after(CheckerConfig config, CheckerState state, HealthEvent event, long index) {
        return switch (event) {
            case CheckPassed e -> passed(config, state, asked(state, e.weight()));
            case CheckFailed e -> failed(config, state, index, e.reason() + ": " + e.detail());
            case FileRead e -> read(config, state, e.number(), index);
        };
    }

    private static long asked(CheckerState state, int weight) {
        return weight == HealthEvent.NO_WEIGHT ? state.asked() : weight;
    }

    private static Judged passed(CheckerConfig config, CheckerState state, long asked) {
        if (!state.good()) {
            return recovering(config, state, asked);
        }
        if (state.proved() && state.failures() == 0 && state.asked() == asked) {
            return new Judged(state, SAME_PACE);
        }
        var next = new CheckerState(true, true, 0, 0, 0, asked, "");
        return new Judged(next, state.failures() > 0 ? config.delayLoopNanos() : SAME_PACE);
    }

    private static Judged recovering(CheckerConfig config, CheckerState state, long asked) {
        int passes = state.passes() + 1;
        if (passes >= passesNeeded(config, state)) {
            return new Judged(new CheckerState(true, true, 0, passes, 0, asked, ""), config.delayLoopNanos());
        }
        var next = new CheckerState(false, state.proved(), 0, passes, state.firstFailure(), asked, state.why());
        boolean fast = config.check() instanceof Check.Http http && http.fastRecovery();
        return new Judged(next, fast ? 0 : config.delayLoopNanos());
    }

    /**
     * How many checks in a row must succeed. A web server that failed must answer the URL at which it failed, and then
     * every URL once more; {@code rise} can only ask for more.
     */
    static int passesNeeded(CheckerConfig config, CheckerState state) {
        int urls = config.check() instanceof Check.Http http ? http.urls().size() : 1;
        boolean failed = config.check() instanceof Check.Http && !state.why().equals(CheckerState.UNPROVED);
        return Math.max(failed ? urls + 1 : urls, config.rise());
    }

    private static Judged failed(CheckerConfig config, CheckerState state, long index, String why) {
        if (!state.good()) {
            var still = new CheckerState(false, state.proved(), 0, 0, state.firstFailure(), state.asked(), why);
            return new Judged(still.equals(state) ? state : still, state.passes() > 0 ? down(config) : SAME_PACE);
        }
        int failures = state.failures() + 1;
        long first = failures == 1 ? index : state.firstFailure();
        boolean good = failures <= allowed(config, state);
        var next = new CheckerState(good, state.proved(), failures, 0, first, state.asked(), why);
        return new Judged(next, good ? config.delayBeforeRetryNanos() : down(config));
    }

    /** Failures in a row that are forgiven: none before the first success. */
    static int allowed(CheckerConfig config, CheckerState state) {
        return state.proved() ? config.retry() : 0;
    }

    /** How often a checker that is bad is checked. */
    static long down(CheckerConfig config) {
        return config.delayWhenDownNanos();
    }

    private static Judged read(CheckerConfig config, CheckerState state, long number, long index) {
        boolean good = !(config.check() instanceof Check.File file && file.weight() == 0)
                || (number == 0) != file(config).reverse();
        var why = good ? "" : "the number in " + file(config).path() + " is " + number;
        long first = good ? 0 : state.good() ? index : state.firstFailure();
        var next = new CheckerState(good, true, good ? 0 : 1, 0, first, number, why);
        return new Judged(next.equals(state) ? state : next, SAME_PACE);
    }

    private static Check.File file(CheckerConfig config) {
        if (config.check() instanceof Check.File file) {
            return file;
        }
        throw new IllegalArgumentException("a number was read for a checker without a file: " + config.check());
    }
}
