package io.keepsake.core.event;

import io.keepsake.core.value.CheckerId;

/**
 * What the probes found. The incarnation is the index of the configuration that began the checker; a result of an earlier
 * checker under the same name counts for nothing. 0 stands in journals that did not know it, and counts.
 */
public sealed interface HealthEvent extends Event {
    CheckerId checker();

    long incarnation();

    /** The same of another incarnation. */
    default HealthEvent as(long other) {
        return switch (this) {
            case CheckPassed e -> new CheckPassed(e.checker, e.timing, e.detail, e.weight, other);
            case CheckFailed e -> new CheckFailed(e.checker, e.timing, e.reason, e.detail, other);
            case FileRead e -> new FileRead(e.checker, e.number, other);
            case CheckUnknown e -> new CheckUnknown(e.checker, e.timing, e.detail, other);
        };
    }

    /**
     * A check succeeded.
     *
     * @param detail what was answered, for people: a status line, an exit status
     * @param weight the weight a MISC_CHECK with {@code misc_dynamic} asks for; {@link #NO_WEIGHT}
     *     for the configured one
     */
    record CheckPassed(CheckerId checker, CheckTiming timing, String detail, int weight, long incarnation)
            implements HealthEvent {}

    /**
     * A check failed.
     *
     * @param detail the precise error: what was expected and what was found
     */
    record CheckFailed(CheckerId checker, CheckTiming timing, CheckFailure reason, String detail, long incarnation)
            implements HealthEvent {}

    /** The number in the file of a FILE_CHECK: at first, and when it is another. */
    record FileRead(CheckerId checker, long number, long incarnation) implements HealthEvent {}

    /**
     * A check ended and says nothing of the server: what ran its script was killed. The verdict stays.
     *
     * @param detail why, for people
     */
    record CheckUnknown(CheckerId checker, CheckTiming timing, String detail, long incarnation)
            implements HealthEvent {}

    /** No weight is asked for. */
    int NO_WEIGHT = -1;
}
