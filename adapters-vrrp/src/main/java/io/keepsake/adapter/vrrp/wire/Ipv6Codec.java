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
 * An advert in its IPv6 packet, header included. It is written whole, as {@link Ipv4Codec} does it and for the same
 * reasons: the checksum covers the source that the core decided on. Of a packet that came in the kernel keeps the header
 * to itself; {@link #header} puts it back from what the kernel tells beside the message.
 */
public final class Ipv6Codec {
    /** Bytes of the header; the message follows it. */
    public static final int HEADER = 40;

    /** Version 6, traffic class DSCP CS6, no flow label: keepalived's is the kernel's own, another for each socket. */
    private static final int FIRST_WORD = 0x6c00;

    private static final int HOP_LIMIT = 255;

    /** Room for the longest packet: 255 addresses. */
    public static final int LENGTH_MAX = HEADER + AdvertCodec.HEADER + 255 * Family.IPV6.bytes();

    private Ipv6Codec() {}

    /**
     * Writes a whole packet to the head of {@code target}.
     *
     * @param hopLimit 255 but for unicast with another {@code unicast_ttl}
     * @return its length in bytes
     */
    public static int encode(byte[] target, Advert advert, Ip source, Ip destination, int hopLimit) {
        int message = AdvertCodec.length(advert, Family.IPV6);
        header(target, message, source, destination, hopLimit);
        AdvertCodec.encode(target, HEADER, advert, AuthData.NONE, source, destination, ChecksumForm.USUAL);
        return HEADER + message;
    }

    /**
     * Writes the header of a packet to the head of {@code target}.
     *
     * @param message bytes of the message behind it
     */
    public static void header(byte[] target, int message, Ip source, Ip destination, int hopLimit) {
        put16(target, 0, FIRST_WORD);
        put16(target, 2, 0);
        put16(target, 4, message);
        target[6] = AdvertCodec.PROTOCOL;
        target[7] = (byte) hopLimit;
        source.write(target, 8);
        destination.write(target, 24);
    }

    /** The VRID of a VRRP packet, 1 to 255, to find whose it is; -1 when it has none or is no such packet. */
    public static int vrid(byte[] packet, int length) {
        if (length < HEADER + 2 || u8(packet, 0) >> 4 != 6 || u8(packet, 6) != AdvertCodec.PROTOCOL) {
            return -1;
        }
        return packet[HEADER + 1] == 0 ? -1 : u8(packet, HEADER + 1);
    }

    /** Who sent a packet for which {@link #vrid} is not -1. */
    public static Ip source(byte[] packet) {
        return Ip.of(Family.IPV6, packet, 8);
    }

    /** Where a packet was sent to for which {@link #vrid} is not -1. */
    public static Ip destination(byte[] packet) {
        return Ip.of(Family.IPV6, packet, 24);
    }

    /** Judges and reads a packet for which {@link #vrid} is not -1. What stands behind its length does not count. */
    public static Decoded decode(byte[] packet, int length, Expected expected) {
        var source = source(packet);
        int message = u16(packet, 4);
        int hopLimit = u8(packet, 7);
        if (HEADER + message > length) {
            return new Invalid(
                    source, RejectReason.LENGTH, "the IP header says " + (HEADER + message) + " bytes, was " + length);
        }
        if (message < AdvertCodec.HEADER) {
            return new Invalid(
                    source,
                    RejectReason.TOO_SHORT,
                    "an advert has " + (HEADER + AdvertCodec.HEADER) + " bytes or more, was " + (HEADER + message));
        }
        if (!expected.unicast() && hopLimit != HOP_LIMIT) {
            return new Invalid(source, RejectReason.TTL, "hop limit must be 255, was " + hopLimit);
        }
        return AdvertCodec.decode(packet, HEADER, message, source, destination(packet), hopLimit, expected);
    }
}
