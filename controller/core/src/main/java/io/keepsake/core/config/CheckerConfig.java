package io.keepsake.core.config;

/**
 * One checker of a real server; times in nanoseconds. A reload that changes its {@link #identity} makes it another checker,
 * of which nothing is known; whatever else it changes is a setting of the same one.
 *
 * @param local where probes come from and go to
 * @param timeoutNanos {@code connect_timeout}: the whole probe must be over by then; of a MISC_CHECK, {@code
 *     misc_timeout}
 * @param delayLoopNanos {@code delay_loop}: from one check's due time to the next one's
 * @param retry {@code retry}: failures after the first before the server counts as down
 * @param delayBeforeRetryNanos {@code delay_before_retry}
 * @param warmupNanos {@code warmup}: the first checks of all are spread over this; 0 for all at once
 * @param alpha {@code alpha}: down until the first success
 * @param rise successes in a row before a server that was down is up again; keepalived's is 1
 * @param logAllFailures {@code log_all_failures}
 */
public record CheckerConfig(
        Check check,
        ProbeTarget local,
        long timeoutNanos,
        long delayLoopNanos,
        int retry,
        long delayBeforeRetryNanos,
        long warmupNanos,
        boolean alpha,
        int rise,
        boolean logAllFailures) {

    /** What makes it this checker and no other: what is asked, of whom, and on which way. */
    public record Identity(Check question, ProbeTarget local) {}

    public Identity identity() {
        return new Identity(check.question(), local);
    }

    /** Whether checks go on where they are; else the same checker begins its round of URLs anew. */
    public boolean asksAs(CheckerConfig other) {
        return check.equals(other.check) && local.equals(other.local) && timeoutNanos == other.timeoutNanos;
    }

    /** Between two checks of a server that is down; HTTP and SSL use the longer of both delays. */
    public long delayWhenDownNanos() {
        return check instanceof Check.Http ? Math.max(delayLoopNanos, delayBeforeRetryNanos) : delayLoopNanos;
    }
}
