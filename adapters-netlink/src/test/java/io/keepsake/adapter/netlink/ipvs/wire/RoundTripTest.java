package io.keepsake.adapter.netlink.ipvs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDaemon;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfDestination;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfService;
import io.keepsake.adapter.netlink.ipvs.wire.IpvsReply.OfTimeouts;
import io.keepsake.adapter.netlink.wire.Message;
import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The kernel shows a thing with the attributes by which it was asked for; so what is written reads back as shown. */
@SuppressWarnings("EnumOrdinal") // kinds are dealt out by turns
class RoundTripTest {
    private static final long SEED = 20260202;
    private static final int TIMES = 20_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final MessageWriter out = new MessageWriter(2 * IpvsRequests.REQUEST_BYTES_MAX);

    private Object readBack(IpvsChange change) {
        assertTrue(IpvsChanges.fits(change), change::toString);
        IpvsChanges.write(out.clear(), 28, 5, change);
        var datagram = out.datagram();
        assertTrue(datagram.limit() <= IpvsRequests.REQUEST_BYTES_MAX, datagram.limit() + " bytes");
        var messages = Message.split(datagram);
        assertEquals(1, messages.size());
        return IpvsReply.decode(messages.getFirst()).orElseThrow();
    }

    @Test
    void services() {
        for (int i = 0; i < TIMES; i++) {
            var asked = service();
            assertEquals(
                    new OfService(Shown.of(asked), Traffic.NONE), readBack(new IpvsChange.AddService(asked)), note(i));
        }
    }

    @Test
    void destinations() {
        for (int i = 0; i < TIMES; i++) {
            var asked = new Destination(
                    endpoint(family()), forwarding(), random.nextInt(100), random.nextInt(9), random.nextInt(9));
            assertEquals(
                    new OfDestination(Shown.of(asked), 0, 0, 0, Traffic.NONE),
                    readBack(new IpvsChange.AddDestination(key(), asked)),
                    note(i));
        }
    }

    @Test
    void syncDaemons() {
        for (int i = 0; i < TIMES; i++) {
            var family = family();
            var asked = new SyncDaemon(
                    random.nextBoolean() ? Role.MASTER : Role.BACKUP,
                    new InterfaceName("eth" + random.nextInt(1000)),
                    random.nextInt(256),
                    random.nextInt(1400),
                    random.nextInt(8000),
                    2 + random.nextInt(200),
                    family == Family.IPV4 ? Ip.v4(0xe100_0000 | random.nextInt(255)) : ip(family));
            assertEquals(new OfDaemon(asked), readBack(new IpvsChange.StartSync(asked)), note(i));
        }
    }

    @Test
    void timeouts() {
        var asked = new IpvsTimeouts(900, 0, 7);
        assertEquals(new OfTimeouts(asked), readBack(new IpvsChange.SetTimeouts(asked)));
    }

    private static String note(int time) {
        return "seed " + SEED + ", time " + time;
    }

    private Service service() {
        return new Service(
                key(),
                "s".repeat(1 + random.nextInt(15)),
                random.nextInt(64),
                random.nextBoolean(),
                random.nextInt(3) * 60,
                random.nextInt(129),
                random.nextBoolean() ? "" : "e".repeat(1 + random.nextInt(16)));
    }

    private ServiceKey key() {
        var family = family();
        return random.nextInt(3) == 0
                ? new ServiceKey.Mark(1 + random.nextInt(1000), family)
                : new ServiceKey.Address(Protocol.values()[random.nextInt(3)], endpoint(family));
    }

    private Family family() {
        return random.nextBoolean() ? Family.IPV4 : Family.IPV6;
    }

    private Endpoint endpoint(Family family) {
        return new Endpoint(ip(family), random.nextInt(65_536));
    }

    private Ip ip(Family family) {
        return family == Family.IPV4
                ? Ip.v4(random.nextInt())
                : new Ip(family, 0xfd09_0000_0000_0000L | random.nextInt(99), random.nextLong());
    }

    private Forwarding forwarding() {
        return new Forwarding(
                Method.values()[random.nextInt(4)],
                Tunnel.values()[random.nextInt(3)],
                random.nextInt(65_536),
                Checksum.values()[random.nextInt(3)]);
    }
}
