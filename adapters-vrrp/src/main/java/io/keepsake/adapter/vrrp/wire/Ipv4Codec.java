package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Bytes.put16;
import static io.keepsake.adapter.vrrp.wire.Bytes.u16;
import static io.keepsake.adapter.vrrp.wire.Bytes.u8;

import io.keepsake.adapter.vrrp.wire.Decoded.Invalid;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;

/**
 * An advert in its IPv4 packet, header included.
 *
 * <p>The header is written here and not by the kernel ({@code IP_HDRINCL}), because three of its fields are part of what
 * a VRRP router is seen to send: the kernel would choose the IP id (0 with DF set, or a random one) where ours
 * names the effect that sent it, it would set DF, and it would choose the source address by its routes, while the VRRPv3 checksum covers
 * the source that the core decided on. A packet built whole is also the same bytes in every test.
 */
public final class Ipv4Codec {
    private static final int HEADER = 20;
    /** DSCP CS6, network control. */
    private static final int TOS = 0xc0;
    /** What shows that no router lies between (RFC 9568 5.1.1.3). */
    public static final int TTL = 255;

    /** Room for the longest packet: 255 addresses, authentication data, and a header with all options. */
    public static final int LENGTH_MAX = 60 + AdvertCodec.HEADER + 255 * 4 + AuthData.LENGTH;

    private Ipv4Codec() {}

    /** Writes a whole packet with a TTL of 255. */
    public static int encode(
            byte[] target, Advert advert, AuthData auth, Ip source, Ip destination, ChecksumForm form, int id) {
        return encode(target, advert, auth, source, destination, destination, form, id, TTL);
    }

    /**
     * Writes a whole packet to the head of {@code target}.
     *
     * @param summed the destination in the pseudo header of the checksum
     * @param form what the checksum of a version 3 advert is taken over
     * @param id IP identification, 1 to 65535; for 0 the kernel would put in one of its own
     * @param ttl 255 but for unicast with another {@code unicast_ttl}
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
        int length = HEADER + AdvertCodec.length(advert, Family.IPV4);
        target[0] = 0x45;
        target[1] = (byte) TOS;
        put16(target, 2, length);
        put16(target, 4, id);
        put16(target, 6, 0);
        target[8] = (byte) ttl;
        target[9] = AdvertCodec.PROTOCOL;
        put16(target, 10, 0);
        source.write(target, 12);
        destination.write(target, 16);
        put16(target, 10, Checksum.fold(Checksum.add(0, target, 0, HEADER)));
        AdvertCodec.encode(target, HEADER, advert, auth, source, summed, form);
        return length;
    }

    /** The VRID of a VRRP packet, 1 to 255, to find whose it is; -1 when it has none or is no such packet. */
    public static int vrid(byte[] packet, int length) {
        if (length < HEADER || u8(packet, 0) >> 4 != 4 || u8(packet, 9) != AdvertCodec.PROTOCOL) {
            return -1;
        }
        int at = headerLength(packet) + 1;
        return at > HEADER && at < length && packet[at] != 0 ? u8(packet, at) : -1;
    }

    /** Who sent a packet for which {@link #vrid} is not -1. */
    public static Ip source(byte[] packet) {
        return Ip.of(Family.IPV4, packet, 12);
    }

    /** Where a packet was sent to for which {@link #vrid} is not -1. */
    public static Ip destination(byte[] packet) {
        return Ip.of(Family.IPV4, packet, 16);
    }

    private static int headerLength(byte[] packet) {
        return (packet[0] & 0xf) * 4;
    }

    /**
     * Judges and reads a packet for which {@link #vrid} is not -1. What stands behind the total length of its IP header
     * is Ethernet padding and does not count.
     */
    public static Decoded decode(byte[] packet, int length, Expected expected) {
        var source = source(packet);
        var destination = destination(packet);
        int header = headerLength(packet);
        int total = u16(packet, 2);
        int ttl = u8(packet, 8);
        if (total > length) {
            return new Invalid(source, RejectReason.LENGTH, "the IP header says " + total + " bytes, was " + length);
        }
        if (total < header + AdvertCodec.HEADER) {
            return new Invalid(
                    source,
                    RejectReason.TOO_SHORT,
                    "an advert has " + (header + AdvertCodec.HEADER) + " bytes or more, was " + total);
        }
        if (!expected.unicast() && ttl != TTL) {
            return new Invalid(source, RejectReason.TTL, "ttl must be 255, was " + ttl);
        }
        return AdvertCodec.decode(packet, header, total - header, source, destination, ttl, expected);
    }
}
