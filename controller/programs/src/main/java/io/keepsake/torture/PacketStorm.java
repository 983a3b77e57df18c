package io.keepsake.torture;

import io.keepsake.adapter.vrrp.sys.Linux;
import io.keepsake.adapter.vrrp.sys.Structs;
import io.keepsake.adapter.vrrp.sys.Syscalls;
import io.keepsake.adapter.vrrp.wire.AuthData;
import io.keepsake.adapter.vrrp.wire.Ipv4Codec;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A program that sends packets to the routers' group, as many as it can up to a rate: {@code LINK KIND SEED}. */
final class PacketStorm {
    static final int PER_SECOND = 40_000;

    private static final int PACKETS = 200;
    private static final int BATCH = 256;
    private static final Ip GROUP = Ip.parse("224.0.0.18");

    /** What it sends. */
    enum Packets {
        /** Adverts of the highest priority and many sources, with a wrong checksum. */
        FORGED,
        /** Packets of the right protocol that hold anything. */
        MALFORMED,
        /** Adverts of the highest priority with another password. */
        WRONG_PASSWORD,
        /** Adverts in order, of one source and a low priority. */
        LOWER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private PacketStorm() {}

    public static void main(String[] args) throws IOException {
        var sys = Syscalls.load();
        int index = NetworkInterface.getByName(args[0]).getIndex();
        int socket = sys.socket(Linux.AF_INET, Linux.SOCK_RAW, Linux.IPPROTO_RAW);
        sys.setOption(socket, Linux.SOL_SOCKET, Linux.SO_BINDTOIFINDEX, index);
        sys.setOption(socket, Linux.SOL_IP, Linux.IP_MULTICAST_IF, Structs.ipMreqn(GROUP, index));
        var group = Structs.sockaddr(GROUP);
        var kind = Packets.valueOf(args[1].toUpperCase(Locale.ROOT));
        var chance = RandomGeneratorFactory.of("SplittableRandom").create(Long.parseLong(args[2]));
        var packets = new byte[kind == Packets.LOWER ? 1 : PACKETS][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = packet(kind, i, chance);
        }
        long begin = System.nanoTime();
        for (long sent = 1; ; sent++) {
            var packet = packets[(int) (sent % packets.length)];
            int answer = sys.sendTo(socket, packet, packet.length, Linux.MSG_DONTROUTE, group);
            if (answer < 0 && sent == 1) {
                throw new IllegalStateException("sendto: errno " + -answer);
            }
            if (sent % BATCH == 0) {
                if (sent == BATCH) {
                    System.out.println("sending");
                }
                LockSupport.parkNanos(begin + (long) (sent * 1e9 / PER_SECOND) - System.nanoTime());
            }
        }
    }

    private static byte[] packet(Packets kind, int number, RandomGenerator chance) {
        return switch (kind) {
            case FORGED -> {
                var packet = advert(VirtualRouter.QUICK, 255, AuthData.NONE, "192.168.181." + (20 + number), number);
                packet[packet.length - 1] ^= 1;
                yield packet;
            }
            case MALFORMED -> {
                var good = advert(VirtualRouter.QUICK, 254, AuthData.NONE, "192.168.181." + (20 + number), number);
                // the IP header stays, and the first two bytes in most: what is wrong must be found out
                int kept = 20 + chance.nextInt(3);
                var packet = Arrays.copyOf(good, kept + chance.nextInt(200));
                for (int i = kept; i < packet.length; i++) {
                    packet[i] = (byte) chance.nextInt();
                }
                yield packet;
            }
            case WRONG_PASSWORD ->
                advert(
                        VirtualRouter.SECRET,
                        254,
                        AuthData.pass(new Secret(("guess" + number).getBytes(StandardCharsets.US_ASCII))),
                        "192.168.181." + (20 + number),
                        number);
            case LOWER -> advert(VirtualRouter.QUICK, 50, AuthData.NONE, "192.168.181.20", number);
        };
    }

    private static byte[] advert(VirtualRouter router, int priority, AuthData auth, String source, int number) {
        boolean old = router == VirtualRouter.SECRET;
        var advert = new Advert(
                old ? VrrpVersion.V2 : VrrpVersion.V3,
                new Vrid(router.vrid()),
                new Priority(priority),
                new AdvertInterval((int) router.interval().toMillis() / 10),
                old ? AuthType.PASS : AuthType.NONE,
                List.of(Ip.parse(router.vip())));
        var buffer = new byte[Ipv4Codec.LENGTH_MAX];
        int length = Ipv4Codec.encode(buffer, advert, auth, Ip.parse(source), GROUP, ChecksumForm.USUAL, 1 + number);
        return Arrays.copyOf(buffer, length);
    }
}
