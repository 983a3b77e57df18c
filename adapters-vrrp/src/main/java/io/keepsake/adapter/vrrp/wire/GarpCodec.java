package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Bytes.put16;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import java.util.Arrays;
import java.util.Optional;

/**
 * A gratuitous ARP as an Ethernet frame: an ARP request by broadcast that asks for the sender's own address, with the
 * broadcast address as target hardware, as keepalived sends it (RFC 9568 6.4.1 wants it when a router becomes master).
 */
public final class GarpCodec {
    /** Bytes of a frame; the driver pads it to 60 where the medium wants it. */
    public static final int LENGTH = 42;

    private static final HardwareAddress BROADCAST = new HardwareAddress(0xffff_ffff_ffffL);
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int REQUEST = 1;

    private GarpCodec() {}

    /** Who says it has which address. */
    public record Claim(HardwareAddress hardware, Ip ip) {}

    /** Writes the frame to the first {@link #LENGTH} bytes of {@code target}. */
    public static void encode(byte[] target, HardwareAddress hardware, Ip ip) {
        BROADCAST.write(target, 0);
        hardware.write(target, 6);
        put16(target, 12, ETHERTYPE_ARP);
        put16(target, 14, 1); // hardware: Ethernet
        put16(target, 16, ETHERTYPE_IPV4);
        target[18] = 6;
        target[19] = 4;
        put16(target, 20, REQUEST);
        hardware.write(target, 22);
        ip.write(target, 28);
        BROADCAST.write(target, 32);
        ip.write(target, 38);
    }

    /** What a frame claims, when it is a gratuitous ARP of exactly this form; padding behind it does not count. */
    public static Optional<Claim> decode(byte[] frame, int length) {
        if (length < LENGTH) {
            return Optional.empty();
        }
        var claim = new Claim(HardwareAddress.of(frame, 22), Ip.of(Family.IPV4, frame, 28));
        var same = new byte[LENGTH];
        encode(same, claim.hardware(), claim.ip());
        return Arrays.equals(same, 0, LENGTH, frame, 0, LENGTH) ? Optional.of(claim) : Optional.empty();
    }
}
