package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.config.ProbeTarget;
import org.jspecify.annotations.Nullable;

/** Reads what all checkers have in common. */
final class ProbeCheck {
    private static final long SECOND = 1_000_000_000L;

    private final CheckedServer server;
    private final Values values;
    private final ProbeChoices choices;
    private final ProbeTarget target;
    private final @Nullable Integer rise;
    private final boolean logAllFailures;

    ProbeCheck(Problems problems, Node block, CheckedServer server) {
        this.server = server;
        values = new Values(problems, block.children());
        choices = ProbeChoices.read(values);
        target = new TargetCheck(problems, values).target(ProbeTarget.of(server.target()));
        rise = values.whole("rise", 1, 1_000_000, "taken as 1");
        logAllFailures = values.flag("log_all_failures", server.logAllFailures());
    }

    Values values() {
        return values;
    }

    ProbeTarget target() {
        return target;
    }

    /** {@code virtualhost} of this block, or the one around it. */
    @Nullable String virtualHost() {
        return choices.over(server.choices()).virtualHost();
    }

    /** The checker, with what it inherits and the defaults of {@code check}. */
    CheckerConfig checker(Check check) {
        return checker(check, target, choices);
    }

    CheckerConfig checker(Check check, ProbeTarget target, ProbeChoices own) {
        var said = own.over(server.choices());
        long delayLoop = or(said.delayLoop(), server.delayLoopNanos());
        return new CheckerConfig(
                check,
                target,
                timeout(check, said),
                delayLoop,
                or(said.retry(), retry(check)),
                or(said.delayBeforeRetry(), delayBeforeRetry(check, delayLoop)),
                or(said.warmup(), delayLoop),
                or(said.alpha(), false),
                or(rise, 1),
                logAllFailures);
    }

    ProbeChoices choices() {
        return choices;
    }

    private long timeout(Check check, ProbeChoices said) {
        if (!(check instanceof Check.Misc)) {
            return or(said.connectTimeout(), 5 * SECOND);
        }
        var own = values.nanos("misc_timeout", "0", "4294967", "taken as delay_loop");
        return own == null || own == 0 ? server.delayLoopNanos() : own;
    }

    private static int retry(Check check) {
        return switch (check) {
            case Check.Dns _ -> 3;
            case Check.Misc _, Check.File _ -> 0;
            case Check.Tcp _, Check.Http _, Check.Smtp _, Check.Udp _, Check.Ping _ -> 1;
        };
    }

    private static long delayBeforeRetry(Check check, long delayLoop) {
        return switch (check) {
            case Check.Http _ -> 3 * SECOND;
            case Check.Dns _ -> delayLoop;
            case Check.Tcp _, Check.Smtp _, Check.Misc _, Check.Udp _, Check.Ping _, Check.File _ -> SECOND;
        };
    }

    private static <T> T or(@Nullable T said, T otherwise) {
        return said != null ? said : otherwise;
    }
}
