package io.keepsake.replay.whatif;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;

/** An instance with other settings. */
final class EditedInstance {
    private final InstanceConfig of;
    VrrpVersion version;
    AuthType auth;
    Priority priority;
    AdvertInterval interval;
    boolean preempt;
    long preemptDelayNanos;
    int downTimerAdverts;
    boolean lowerPrioNoAdvert;
    boolean higherPrioSendAdvert;
    List<TrackedScript> trackedScripts;

    EditedInstance(InstanceConfig of) {
        this.of = of;
        version = of.version();
        auth = of.auth();
        priority = of.priority();
        interval = of.interval();
        preempt = of.preempt();
        preemptDelayNanos = of.preemptDelayNanos();
        downTimerAdverts = of.downTimerAdverts();
        lowerPrioNoAdvert = of.lowerPrioNoAdvert();
        higherPrioSendAdvert = of.higherPrioSendAdvert();
        trackedScripts = of.trackedScripts();
    }

    InstanceConfig build() {
        return new InstanceConfig(
                of.name(),
                of.link(),
                of.vrid(),
                version,
                of.family(),
                of.startRole(),
                priority,
                interval,
                auth,
                of.group(),
                of.source(),
                of.unicastPeers(),
                of.addresses(),
                of.excluded(),
                preempt,
                preemptDelayNanos,
                downTimerAdverts,
                lowerPrioNoAdvert,
                higherPrioSendAdvert,
                of.checkUnicastSource(),
                of.garp(),
                of.trackPrimary(),
                of.trackedLinks(),
                of.listCheck(),
                of.v3ChecksumAsV2(),
                trackedScripts,
                of.notifications(),
                of.trackedFiles(),
                of.trackedProcesses(),
                of.options());
    }
}
