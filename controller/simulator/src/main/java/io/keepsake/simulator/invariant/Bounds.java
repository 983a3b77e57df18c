package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.LinkDelay;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.world.Machine;

/** What the bounds of the protocol are made of, in true time. */
final class Bounds {
    private static final long SECOND = 1_000_000_000L;

    private Bounds() {}

    /** A span of any machine's clock lasts at most this long: a clock runs at most a thousandth slow. */
    static long withDrift(long nanos) {
        return nanos + nanos / 1000 + 1;
    }

    static long latest(long first, long... others) {
        long latest = first;
        for (long other : others) {
            latest = Math.max(latest, other);
        }
        return latest;
    }

    /**
     * Since when a machine can play its part and knows its kernel as it is; the end of time while it cannot. A change
     * of the link, or a notice that is on its way, begins it anew: sockets are opened when the notice arrives, and with
     * {@code interface_up_down_delays} the return of a link counts later.
     */
    static long ableSince(Machine machine) {
        long able = Math.max(machine.ableSince(), machine.kernel().calmSince());
        long delay = machine.config().linkDelays().stream()
                .mapToLong(LinkDelay::upNanos)
                .max()
                .orElse(0);
        return able == Long.MAX_VALUE ? able : able + withDrift(delay);
    }

    /**
     * The longest Master_Down_Interval of this instance: with the longest interval that it may have learned.
     *
     * @param longest the longest interval that any master of its VRID sends
     */
    static long masterDown(InstanceConfig self, long longest) {
        long interval =
                self.version() == VrrpVersion.V3 ? longest : self.interval().nanos();
        return self.downTimerAdverts() * interval + Math.max(SECOND, interval);
    }

    static String seconds(long nanos) {
        return nanos == Long.MAX_VALUE ? "never" : TextSink.seconds(nanos);
    }
}
