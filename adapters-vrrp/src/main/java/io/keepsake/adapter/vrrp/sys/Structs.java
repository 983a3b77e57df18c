package io.keepsake.adapter.vrrp.sys;

import io.keepsake.core.value.Ip;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** C structures as bytes, in the byte order of the machine where the kernel wants it. */
public final class Structs {
    private Structs() {}

    /** {@code struct sockaddr_in} or {@code sockaddr_in6} of an address, port 0. */
    public static byte[] sockaddr(Ip ip) {
        return switch (ip.family()) {
            case IPV4 ->
                buffer(16)
                        .putShort((short) Linux.AF_INET)
                        .putShort((short) 0)
                        .put(ip.bytes())
                        .array();
            case IPV6 ->
                buffer(28)
                        .putShort((short) Linux.AF_INET6)
                        .putShort((short) 0)
                        .putInt(0)
                        .put(ip.bytes())
                        .array();
        };
    }

    /** {@code struct sockaddr_ll}: a link to send whole frames of {@code etherType} on. */
    public static byte[] sockaddrLl(int linkIndex, int etherType) {
        return buffer(20)
                .putShort((short) Linux.AF_PACKET)
                .put((byte) (etherType >> 8))
                .put((byte) etherType)
                .putInt(linkIndex)
                .array();
    }

    /** {@code struct ip_mreqn}: a group on a link, whatever addresses the link has. */
    public static byte[] ipMreqn(Ip group, int linkIndex) {
        return buffer(12).put(group.bytes()).putInt(0).putInt(linkIndex).array();
    }

    /** {@code struct ip_mreqn} that names only the link. */
    public static byte[] ipMreqn(int linkIndex) {
        return ipMreqn(Ip.v4(0), linkIndex);
    }

    /** {@code struct ipv6_mreq}: a group on a link. */
    public static byte[] ipv6Mreq(Ip group, int linkIndex) {
        return buffer(20).put(group.bytes()).putInt(linkIndex).array();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }
}
