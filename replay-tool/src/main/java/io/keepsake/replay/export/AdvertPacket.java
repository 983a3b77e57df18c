package io.keepsake.replay.export;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import java.nio.ByteBuffer;

/**
 * An advert as an IP packet, made anew of what is recorded of it: RFC 3768 5.1 and RFC 9568 5.1. What is not recorded is
 * zero: eight bytes of authentication data, and fields of the IP header that say nothing of VRRP. Its checksum is the usual
 * one, with the pseudo header in version 3.
 */
final class AdvertPacket {
    private static final int PROTOCOL = 112;
    private static final int NETWORK_CONTROL = 0xc0;
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int VRRP_HEADER = 8;
    private static final int AUTH_DATA = 8;

    private AdvertPacket() {}

    /**
     * The packet.
     *
     * @param id the IPv4 identification, 0 where it is not known
     * @param ttl or hop limit
     */
    static byte[] of(Advert advert, Ip source, Ip destination, int id, int ttl) {
        var family = source.family();
        int data = advert.version() == VrrpVersion.V2 ? AUTH_DATA : 0;
        int length = VRRP_HEADER + advert.addresses().size() * family.bytes() + data;
        int header = family == Family.IPV4 ? V4_HEADER : V6_HEADER;
        var packet = ByteBuffer.allocate(header + length);
        if (family == Family.IPV4) {
            packet.put((byte) 0x45).put((byte) NETWORK_CONTROL).putShort((short) packet.capacity());
            packet.putShort((short) id).putShort((short) 0);
            packet.put((byte) ttl).put((byte) PROTOCOL).putShort((short) 0);
        } else {
            packet.putInt(6 << 28 | NETWORK_CONTROL << 20).putShort((short) length);
            packet.put((byte) PROTOCOL).put((byte) ttl);
        }
        packet.put(source.bytes()).put(destination.bytes());
        if (family == Family.IPV4) {
            packet.putShort(10, folded(sum(packet, 0, V4_HEADER)));
        }
        vrrp(packet, advert);
        long seed = advert.version() == VrrpVersion.V2
                ? 0
                : PROTOCOL
                        + length
                        + sum(ByteBuffer.wrap(source.bytes()), 0, family.bytes())
                        + sum(ByteBuffer.wrap(destination.bytes()), 0, family.bytes());
        packet.putShort(header + 6, folded(seed + sum(packet, header, length)));
        return packet.array();
    }

    private static void vrrp(ByteBuffer packet, Advert advert) {
        packet.put((byte) (advert.version().number() << 4 | 1));
        packet.put((byte) advert.vrid().value());
        packet.put((byte) advert.priority().value());
        packet.put((byte) advert.addresses().size());
        int centis = advert.interval().centis();
        int auth =
                switch (advert.auth()) {
                    case NONE -> 0;
                    case PASS -> 1;
                    case AH -> 2;
                };
        packet.putShort((short) (advert.version() == VrrpVersion.V2 ? auth << 8 | centis / 100 : centis));
        packet.putShort((short) 0);
        advert.addresses().forEach(address -> packet.put(address.bytes()));
    }

    /** The sum of 16 bit words, for the checksum of RFC 1071. The length is even. */
    private static long sum(ByteBuffer bytes, int at, int length) {
        long sum = 0;
        for (int i = at; i < at + length; i += Short.BYTES) {
            sum += bytes.getShort(i) & 0xffff;
        }
        return sum;
    }

    private static short folded(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
