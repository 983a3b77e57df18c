package io.keepsake.lab.survival;

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
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.List;

/** A program that sends adverts as fast as it can, up to a rate: {@code LINK forged|good VIP PER_SECOND}. */
final class Flooder {
    private static final int SOURCES = 200;
    private static final Ip GROUP = Ip.parse("224.0.0.18");

    private Flooder() {}

    public static void main(String[] args) throws Exception {
        var sys = Syscalls.load();
        int index = NetworkInterface.getByName(args[0]).getIndex();
        int socket = sys.socket(Linux.AF_INET, Linux.SOCK_RAW, Linux.IPPROTO_RAW);
        sys.setOption(socket, Linux.SOL_SOCKET, Linux.SO_BINDTOIFINDEX, index);
        sys.setOption(socket, Linux.SOL_IP, Linux.IP_MULTICAST_IF, Structs.ipMreqn(GROUP, index));
        var group = Structs.sockaddr(GROUP);
        var packets = packets(args[1].equals("forged"), Ip.parse(args[2]));
        long perSecond = Long.parseLong(args[3]);
        long begin = System.nanoTime();
        for (long sent = 1; ; sent++) {
            var packet = packets[(int) (sent % packets.length)];
            int answer = sys.sendTo(socket, packet, packet.length, Linux.MSG_DONTROUTE, group);
            if (answer < 0 && sent == 1) {
                throw new IllegalStateException("sendto: errno " + -answer);
            }
            if (sent % perSecond == 0) {
                System.out.println("sent " + sent);
            }
            while (sent % 64 == 0 && System.nanoTime() - begin < sent * 1e9 / perSecond) {
                Thread.onSpinWait();
            }
        }
    }

    /** Of many sources and with a wrong checksum; or of one source, and right. */
    private static byte[][] packets(boolean forged, Ip vip) {
        var advert = new Advert(
                VrrpVersion.V3,
                new Vrid(Configs.VRID),
                new Priority(50),
                new AdvertInterval(10),
                AuthType.NONE,
                List.of(vip));
        var packets = new byte[forged ? SOURCES : 1][];
        for (int i = 0; i < packets.length; i++) {
            var buffer = new byte[Ipv4Codec.LENGTH_MAX];
            int length = Ipv4Codec.encode(
                    buffer,
                    advert,
                    AuthData.NONE,
                    Ip.parse("192.168.181." + (20 + i)),
                    GROUP,
                    ChecksumForm.USUAL,
                    1 + i);
            packets[i] = Arrays.copyOf(buffer, length);
            if (forged) {
                packets[i][length - 1] ^= 1;
            }
        }
        return packets;
    }
}
