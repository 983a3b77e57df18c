package io.keepsake.core.event;

import io.keepsake.core.value.CheckerId;

/** What the probes found. */
public sealed interface HealthEvent extends Event {
    CheckerId checker();

    /**
     * A check succeeded.
     *
     * @param detail what was answered, for people: a status line, an exit status
     * @param weight the weight a MISC_CHECK with {@code misc_dynamic} asks for; {@link #NO_WEIGHT}
     *     for the configured one
     */
    record CheckPassed(CheckerId checker, CheckTiming timing, String detail, int weight) implements HealthEvent {}

    /**
     * A check failed.
     *
     * @param detail the precise error: what was expected and what was found
     */
    record CheckFailed(CheckerId checker, CheckTiming timing, CheckFailure reason, String detail)
            implements HealthEvent {}

    /** The number in the file of a FILE_CHECK: at first, and when it is another. */
    record FileRead(CheckerId checker, long number) implements HealthEvent {}

    /** No weight is asked for. */
    int NO_WEIGHT = -1;
}
