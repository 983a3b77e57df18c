package io.keepsake.core.config;

import io.keepsake.core.value.InterfaceName;

/**
 * A line of {@code interface_up_down_delays}: how long a link must be down, or up, before that counts.
 *
 * @param downNanos 0 when its loss counts at once
 * @param upNanos 0 when its return counts at once
 */
public record LinkDelay(InterfaceName link, long downNanos, long upNanos) {

    /** How long the link must be so before that counts. */
    public long nanos(boolean usable) {
        return usable ? upNanos : downNanos;
    }
}
