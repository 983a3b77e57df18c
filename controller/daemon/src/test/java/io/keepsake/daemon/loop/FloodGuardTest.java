package io.keepsake.daemon.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloodGuardTest {
    private static final InstanceName VI = new InstanceName("VI_1");
    private static final long SECOND = 1_000_000_000L;

    private long interval = SECOND;
    private final FloodGuard guard = new FloodGuard(_ -> interval);
    private final List<VrrpEvent> told = new ArrayList<>();

    private void hear(VrrpEvent event, long nanos) {
        var now = new Moment(nanos);
        guard.tell(now, told::add);
        var admitted = guard.admit(event, now);
        if (admitted != null) {
            told.add(admitted);
        }
    }

    private static AdvertRejected forged(int source, RejectReason reason) {
        return new AdvertRejected(VI, Ip.v4(source), reason, "detail", 0);
    }

    private static AdvertReceived advert(int source) {
        var content = new Advert(
                VrrpVersion.V2,
                new Vrid(51),
                new Priority(100),
                new AdvertInterval(100),
                AuthType.NONE,
                List.of(Ip.v4(9)));
        return new AdvertReceived(VI, Ip.v4(source), 255, 0, content);
    }

    @Test
    void oneRejectionASecondIsToldWhole() {
        for (int i = 0; i < 100; i++) {
            hear(forged(1, RejectReason.CHECKSUM), i * SECOND);
        }
        assertEquals(100, told.size());
        assertTrue(told.stream().allMatch(AdvertRejected.class::isInstance));
    }

    @Test
    void aFloodIsItsFirstPacketAndThenACount() {
        for (int i = 0; i < 100_000; i++) {
            hear(forged(1, RejectReason.CHECKSUM), i * 10_000L);
        }
        assertEquals(List.of(forged(1, RejectReason.CHECKSUM)), told);
        assertEquals(new Moment(SECOND), guard.due());
        guard.tell(guard.due(), told::add);
        assertEquals(new AdvertsRejected(VI, Ip.v4(1), RejectReason.CHECKSUM, 99_999), told.getLast());
        assertEquals(Moment.NEVER, guard.due());
    }

    @Test
    void reasonsAndSourcesAreToldApart() {
        hear(forged(1, RejectReason.CHECKSUM), 0);
        hear(forged(1, RejectReason.TTL), 0);
        hear(forged(2, RejectReason.TTL), 0);
        assertEquals(3, told.size());
    }

    @Test
    void everyPacketOfAHundredThousandSourcesIsCounted() {
        int packets = 100_000;
        for (int i = 0; i < packets; i++) {
            hear(forged(i, RejectReason.AUTH_FAILED), i);
        }
        guard.tell(new Moment(2 * SECOND), told::add);
        assertEquals(FloodGuard.KINDS_MAX + 1, told.size());
        var rest = new AdvertsRejected(VI, Ip.v4(0), RejectReason.TOO_MANY, packets - FloodGuard.KINDS_MAX);
        assertEquals(rest, told.getLast());
    }

    @Test
    void aRouterThatKeepsItsIntervalIsAlwaysHeard() {
        interval = 10_000_000;
        for (int i = 0; i < 100_000; i++) {
            hear(advert(1), i * interval);
        }
        assertEquals(100_000, told.size());
    }

    @Test
    void ofAFloodOfGoodAdvertsFewGetIn() {
        for (int i = 0; i < 1_000_000; i++) {
            hear(advert(1), i * 10_000L);
        }
        long taken = told.stream().filter(AdvertReceived.class::isInstance).count();
        assertTrue(taken <= 20 * (10 + 4) && taken >= 20 * 10, taken + " in ten seconds");
        long counted = told.stream()
                .mapToLong(event -> event instanceof AdvertsRejected e ? e.count() : 1)
                .sum();
        guard.tell(new Moment(20 * SECOND), told::add);
        long last = told.getLast() instanceof AdvertsRejected e ? e.count() : 0;
        assertEquals(1_000_000, counted + last);
    }

    /** Who floods under many names does not silence the master. */
    @Test
    void theOneThatWasThereBeforeKeepsItsAllowance() {
        hear(advert(1), 0);
        for (int i = 1; i < 1_000_000; i++) {
            hear(i % 100_000 == 0 ? advert(1) : advert(2 + i % 5_000), i * 10_000L);
        }
        assertEquals(
                10,
                told.stream()
                        .filter(event ->
                                event instanceof AdvertReceived e && e.source().equals(Ip.v4(1)))
                        .count());
        long taken = told.stream().filter(AdvertReceived.class::isInstance).count();
        assertTrue(taken <= (FloodGuard.SOURCES_MAX + 1) * 20 * (10 + 4), taken + " in ten seconds");
    }

    /** VRRP version 2 goes up to 255 seconds. */
    @Test
    void norDoesItWhenTheMasterSpeaksEveryFewMinutes() {
        interval = 255 * SECOND;
        for (int second = 0; second < 1_000; second++) {
            if (second % 255 == 0) {
                hear(advert(1), second * SECOND);
            }
            for (int i = 0; i < 100; i++) {
                hear(advert(2 + (second * 100 + i) % 5_000), second * SECOND + i * 10_000_000L);
            }
        }
        assertEquals(
                4,
                told.stream()
                        .filter(event ->
                                event instanceof AdvertReceived e && e.source().equals(Ip.v4(1)))
                        .count());
    }

    @Test
    void aShorterIntervalAfterAReloadAllowsMore() {
        hear(advert(1), 0);
        interval = 10_000_000;
        for (int i = 1; i < 10_000; i++) {
            hear(advert(1), i * interval);
        }
        long refused = told.stream().filter(AdvertRejected.class::isInstance).count();
        assertTrue(refused <= 1, refused + " seconds with refusals");
    }
}
