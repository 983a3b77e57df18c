package io.keepsake.config.check.checkers;

import io.keepsake.config.values.Values;
import org.jspecify.annotations.Nullable;

/**
 * What a file says at one level about the probes below it; null where it says nothing. Times in nanoseconds. A checker
 * asks its own block, then its real server, then the virtual server.
 */
public record ProbeChoices(
        @Nullable Long delayLoop,
        @Nullable Long connectTimeout,
        @Nullable Integer retry,
        @Nullable Long delayBeforeRetry,
        @Nullable Long warmup,
        @Nullable Boolean alpha,
        @Nullable String virtualHost) {
    /** As much as a count of nanoseconds can well hold; nobody waits that long. */
    private static final String LONG = "4294967";

    private static final String LEAST = "0.000001";

    public static ProbeChoices read(Values values) {
        return read(values, values.flag("alpha"));
    }

    /** In a virtual_server {@code alpha} is a flag without a value. */
    public static ProbeChoices ofVirtualServer(Values values) {
        return read(values, values.bare("alpha") ? Boolean.TRUE : null);
    }

    private static ProbeChoices read(Values values, @Nullable Boolean alpha) {
        var host = values.value("virtualhost");
        return new ProbeChoices(
                values.nanos("delay_loop", LEAST, LONG, "ignored"),
                values.nanos("connect_timeout", LEAST, "4294.967295", "ignored"),
                values.whole("retry", 0, 1_000_000, "ignored"),
                values.nanos("delay_before_retry", "0", LONG, "ignored"),
                values.nanos("warmup", "0", LONG, "ignored"),
                alpha,
                host == null ? null : host.text());
    }

    /** The same with another {@code retry} where this says none. */
    ProbeChoices orRetry(@Nullable Integer other) {
        return new ProbeChoices(
                delayLoop, connectTimeout, retry == null ? other : retry, delayBeforeRetry, warmup, alpha, virtualHost);
    }

    /** These choices, and those of {@code wider} where there are none. */
    public ProbeChoices over(ProbeChoices wider) {
        return new ProbeChoices(
                or(delayLoop, wider.delayLoop),
                or(connectTimeout, wider.connectTimeout),
                or(retry, wider.retry),
                or(delayBeforeRetry, wider.delayBeforeRetry),
                or(warmup, wider.warmup),
                or(alpha, wider.alpha),
                or(virtualHost, wider.virtualHost));
    }

    private static <T> @Nullable T or(@Nullable T own, @Nullable T wider) {
        return own != null ? own : wider;
    }
}
