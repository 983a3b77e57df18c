package io.keepsake.core.health;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.HealthEvent.CheckFailed;
import io.keepsake.core.event.HealthEvent.CheckPassed;
import io.keepsake.core.event.HealthEvent.CheckUnknown;
import io.keepsake.core.event.HealthEvent.FileRead;

/** The life of a checker: retries before it is bad, passes before it is good again, and how often it is checked. */
final class CheckerRules {
    private CheckerRules() {}

    /** The checker after a result; the same state object when nothing differs. */
    static CheckerState after(CheckerConfig config, CheckerState state, HealthEvent event, long index) {
        return switch (event) {
            case CheckPassed e -> passed(config, state, e.weight());
            case CheckFailed e -> failed(config, state, index, e.reason() + ": " + e.detail());
            case FileRead e -> read(config, state, e.number(), index);
            case CheckUnknown _ -> state;
        };
    }

    /** How often a checker in this state is checked, in nanoseconds; 0 for at once. */
    static long paceNanos(CheckerConfig config, CheckerState state) {
        if (state.good()) {
            return state.failures() == 0 ? config.delayLoopNanos() : config.delayBeforeRetryNanos();
        }
        if (state.passes() == 0) {
            return config.delayWhenDownNanos();
        }
        boolean fast = config.check() instanceof Check.Http http && http.fastRecovery();
        return fast ? 0 : config.delayLoopNanos();
    }

    private static CheckerState passed(CheckerConfig config, CheckerState state, long asked) {
        if (!state.good() && state.passes() + 1 < passesNeeded(config, state)) {
            return new CheckerState(
                    state.incarnation(),
                    false,
                    state.proved(),
                    0,
                    state.passes() + 1,
                    state.firstFailure(),
                    asked,
                    state.why());
        }
        boolean same = state.good() && state.proved() && state.failures() == 0 && state.asked() == asked;
        return same ? state : new CheckerState(state.incarnation(), true, true, 0, 0, 0, asked, "");
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

    private static CheckerState failed(CheckerConfig config, CheckerState state, long index, String why) {
        if (!state.good()) {
            return new CheckerState(
                    state.incarnation(), false, state.proved(), 0, 0, state.firstFailure(), state.asked(), why);
        }
        int failures = state.failures() + 1;
        long first = failures == 1 ? index : state.firstFailure();
        boolean good = failures <= allowed(config, state);
        return new CheckerState(state.incarnation(), good, state.proved(), failures, 0, first, state.asked(), why);
    }

    /** Failures in a row that are forgiven: none before the first success. */
    static int allowed(CheckerConfig config, CheckerState state) {
        return state.proved() ? config.retry() : 0;
    }

    private static CheckerState read(CheckerConfig config, CheckerState state, long number, long index) {
        boolean good = !(config.check() instanceof Check.File file && file.weight() == 0)
                || (number == 0) != file(config).reverse();
        var why = good ? "" : "the number in " + file(config).path() + " is " + number;
        long first = good ? 0 : state.good() ? index : state.firstFailure();
        return new CheckerState(state.incarnation(), good, true, good ? 0 : 1, 0, first, number, why);
    }

    private static Check.File file(CheckerConfig config) {
        if (config.check() instanceof Check.File file) {
            return file;
        }
        throw new IllegalArgumentException("a number was read for a checker without a file: " + config.check());
    }
}
