package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Bytes.u16;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;

/** A packet of either family; the first four bits of one that is there say which. */
public final class PacketCodec {
    /** Room for the longest packet of either. */
    public static final int LENGTH_MAX = Math.max(Ipv4Codec.LENGTH_MAX, Ipv6Codec.LENGTH_MAX);

    private PacketCodec() {}

    /**
     * Writes a whole packet to the head of {@code target}.
     *
     * @param summed the destination in the pseudo header of the checksum of IPv4
     * @param form what the checksum of a version 3 advert over IPv4 is taken over
     * @param id IP identification of IPv4, 1 to 65535
     * @param ttl or hop limit, 1 to 255
     * @return its length in bytes
     */
    public static int encode(
            byte[] target,
            Advert advert,
            AuthData auth,
            Ip source,
            Ip destination,
            Ip summed,
            ChecksumForm form,
            int id,
            int ttl) {
        return switch (source.family()) {
            case IPV4 -> Ipv4Codec.encode(target, advert, auth, source, destination, summed, form, id, ttl);
            case IPV6 -> Ipv6Codec.encode(target, advert, source, destination, ttl);
        };
    }

    private static boolean isV6(byte[] packet) {
        return (packet[0] & 0xf0) == 0x60;
    }

    /** The VRID of a VRRP packet, 1 to 255, to find whose it is; -1 when it has none or is no such packet. */
    public static int vrid(byte[] packet, int length) {
        return isV6(packet) ? Ipv6Codec.vrid(packet, length) : Ipv4Codec.vrid(packet, length);
    }

    /** Who sent a packet for which {@link #vrid} is not -1. */
    public static Ip source(byte[] packet) {
        return isV6(packet) ? Ipv6Codec.source(packet) : Ipv4Codec.source(packet);
    }

    /** Where a packet was sent to for which {@link #vrid} is not -1. */
    public static Ip destination(byte[] packet) {
        return isV6(packet) ? Ipv6Codec.destination(packet) : Ipv4Codec.destination(packet);
    }

    /** The IPv4 identification of a packet for which {@link #vrid} is not -1; 0 for IPv6. */
    public static int id(byte[] packet) {
        return isV6(packet) ? 0 : u16(packet, 4);
    }

    /** Judges and reads a packet for which {@link #vrid} is not -1. */
    public static Decoded decode(byte[] packet, int length, Expected expected) {
        return isV6(packet) ? Ipv6Codec.decode(packet, length, expected) : Ipv4Codec.decode(packet, length, expected);
    }
}
