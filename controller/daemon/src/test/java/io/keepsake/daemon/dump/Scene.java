package io.keepsake.daemon.dump;

import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import java.util.stream.Stream;

/** A director that is master here, backup there and in FAULT elsewhere, with something in every counter it can have. */
final class Scene {
    private static final InstanceName FIRST = new InstanceName("VI_1");
    private static final InstanceName SIXTH = new InstanceName("VI_6");
    private static final Ip RIVAL = Ip.parse("192.0.2.2");
    private static final Ip MASTER = Ip.parse("fe80::2");

    private Scene() {}

    static Picture picture() {
        return told().picture();
    }

    static Told told() {
        var told = new Told();
        told.event("TrackedFileRead file=tf number=3");
        told.event("TrackedProcessesCounted process=tp count=2");
        told.pass(1_500);
        told.event(sixth(200));
        told.pass(2_500);
        told.event(sixth(200));
        told.event(first(50, 1));
        told.event(first(0, 1));
        told.event(first(50, 3));
        rejected(told);
        told.pass(100);
        told.event(first(200, 1));
        for (int i = 0; i < 4; i++) {
            told.pass(1_000);
            told.event(sixth(200));
        }
        return told;
    }

    private static void rejected(Told told) {
        told.event(new AdvertRejected(FIRST, RIVAL, RejectReason.LENGTH, "", 0));
        told.event(new AdvertRejected(FIRST, RIVAL, RejectReason.TTL, "", 0));
        told.event(new AdvertRejected(FIRST, RIVAL, RejectReason.TYPE, "", 0));
        told.event(new AdvertRejected(FIRST, RIVAL, RejectReason.AUTH_TYPE, "", 0));
        told.event(new AdvertRejected(FIRST, RIVAL, RejectReason.AUTH_FAILED, "", 0));
        told.event(new AdvertsRejected(FIRST, RIVAL, RejectReason.AUTH_FAILED, 7));
        told.event(new AdvertRejected(FIRST, RIVAL, RejectReason.CHECKSUM, "", 0));
    }

    private static AdvertReceived first(int priority, int seconds) {
        var addresses = Stream.of("192.0.2.100", "192.0.2.101").map(Ip::parse).toList();
        var advert = new Advert(
                VrrpVersion.V2,
                new Vrid(51),
                new Priority(priority),
                AdvertInterval.ofSeconds(seconds),
                AuthType.PASS,
                addresses);
        return new AdvertReceived(FIRST, RIVAL, 255, 0, advert);
    }

    private static AdvertReceived sixth(int priority) {
        var addresses = Stream.of("fe80::53", "2001:db8::53").map(Ip::parse).toList();
        var advert = new Advert(
                VrrpVersion.V3,
                new Vrid(53),
                new Priority(priority),
                AdvertInterval.ofSeconds(1),
                AuthType.NONE,
                List.copyOf(addresses));
        return new AdvertReceived(SIXTH, MASTER, 255, 0, advert);
    }
}
