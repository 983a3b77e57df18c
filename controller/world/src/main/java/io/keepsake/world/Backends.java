package io.keepsake.world;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.CheckTiming;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The real servers, the same for every machine: how they are, and what a check of them finds. */
public final class Backends {
    private static final long FAST_NANOS = 1_000_000L;

    /** Long enough for a reload to come between question and answer. */
    private static final long LONG_NANOS = 700_000_000L;

    private static final String EARLIER = "asked by an earlier checker of this name";

    private final SeededRandom random;
    private final Map<Endpoint, Condition> conditions = new HashMap<>();
    private long checks;

    Backends(SeededRandom random) {
        this.random = random;
    }

    /** How a real server is. */
    public enum Mode {
        /** It answers. */
        WELL,
        /** It refuses connections. */
        DOWN,
        /** It answers too late. */
        SLOW,
        /** Half of the checks fail. */
        FLAPPING,
        /** A script that looks at it, or a file, asks for another weight. */
        ASKING
    }

    private record Condition(Mode mode, int number) {
        static final Condition WELL = new Condition(Mode.WELL, 0);
    }

    /** What a check finds, and when. */
    record Finding(@Nullable HealthEvent event, long nanos) {}

    /**
     * From now on a real server is so.
     *
     * @param number what a script or a file asks for while {@link Mode#ASKING}
     */
    public void set(Endpoint real, Mode mode, int number) {
        conditions.put(real, new Condition(mode, number));
    }

    /** Every real server answers. */
    void endFaults() {
        conditions.clear();
    }

    /** Whether it answers every check. */
    public boolean well(Endpoint real) {
        var mode = condition(real).mode;
        return mode == Mode.WELL || mode == Mode.ASKING;
    }

    private Condition condition(Endpoint real) {
        return conditions.getOrDefault(real, Condition.WELL);
    }

    /** One check, begun now. */
    Finding check(CheckerId id, CheckerConfig config, long incarnation, long lastNumber) {
        var now = condition(id.real());
        if (config.check() instanceof Check.File) {
            long number = now.mode == Mode.ASKING ? now.number : 0;
            return new Finding(
                    number == lastNumber ? null : new HealthEvent.FileRead(id, number, incarnation), FAST_NANOS);
        }
        return switch (now.mode) {
            case WELL ->
                passed(
                        id,
                        HealthEvent.NO_WEIGHT,
                        (random.bits(checks++) & 7) == 0 ? LONG_NANOS : FAST_NANOS,
                        incarnation);
            case ASKING -> passed(id, dynamic(config) ? now.number : HealthEvent.NO_WEIGHT, FAST_NANOS, incarnation);
            case DOWN -> failed(id, CheckFailure.REFUSED, FAST_NANOS, incarnation);
            case SLOW -> failed(id, CheckFailure.TIMEOUT, Math.max(FAST_NANOS, config.timeoutNanos()), incarnation);
            case FLAPPING ->
                (random.bits(checks++) & 1) == 0
                        ? passed(id, HealthEvent.NO_WEIGHT, FAST_NANOS, incarnation)
                        : failed(id, CheckFailure.RESET, FAST_NANOS, incarnation);
        };
    }

    /** The answer to a checker that is no more, told under the name that its successor has now. */
    static Optional<HealthEvent> ofAnEarlierChecker(HealthEvent event) {
        return switch (event) {
            case HealthEvent.CheckPassed e ->
                Optional.of(new HealthEvent.CheckPassed(e.checker(), e.timing(), EARLIER, e.weight(), e.incarnation()));
            case HealthEvent.CheckFailed e ->
                Optional.of(new HealthEvent.CheckFailed(e.checker(), e.timing(), e.reason(), EARLIER, e.incarnation()));
            case HealthEvent.FileRead _, HealthEvent.CheckUnknown _ -> Optional.empty();
        };
    }

    /** Whether a director was told the answer to a checker that is no more. */
    public static boolean isOfAnEarlierChecker(HealthEvent event) {
        return event instanceof HealthEvent.CheckPassed p && p.detail().equals(EARLIER)
                || event instanceof HealthEvent.CheckFailed f && f.detail().equals(EARLIER);
    }

    private static boolean dynamic(CheckerConfig config) {
        return config.check() instanceof Check.Misc misc && misc.dynamic();
    }

    private static Finding passed(CheckerId id, int weight, long nanos, long incarnation) {
        return new Finding(new HealthEvent.CheckPassed(id, CheckTiming.NONE, "ok", weight, incarnation), nanos);
    }

    private static Finding failed(CheckerId id, CheckFailure reason, long nanos, long incarnation) {
        return new Finding(new HealthEvent.CheckFailed(id, CheckTiming.NONE, reason, "simulated", incarnation), nanos);
    }
}
