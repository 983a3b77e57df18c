package io.keepsake.core.config;

import io.keepsake.core.value.InterfaceName;

/**
 * One line of {@code track_interface}.
 *
 * @param weight added to the priority while the interface is up, or taken from it while it is down when negative; 0: an
 *     interface that is down is a fault of the instance
 * @param reverse {@code reverse}: down counts as up, and up as down
 */
public record TrackedLink(InterfaceName link, int weight, boolean reverse) {
    public static final int MOST = 254;

    public TrackedLink {
        if (weight < -MOST || weight > MOST) {
            throw new IllegalArgumentException("weight " + weight);
        }
    }
}
