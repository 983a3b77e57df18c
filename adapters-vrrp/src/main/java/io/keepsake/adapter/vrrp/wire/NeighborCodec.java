package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Bytes.put16;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import java.util.Arrays;
import java.util.Optional;

/**
 * An unsolicited neighbor advertisement (RFC 4861 4.4) as an Ethernet frame: to all nodes, from the address itself, with
 * the override flag and the link-layer address, as keepalived sends it (RFC 9568 6.4.1 wants it when a router becomes
 * master). Where the link forwards the router flag is set too: without it hosts take whoever was their default router for
 * none any more (RFC 4861 7.2.5).
 */
public final class NeighborCodec {
    /** Bytes of a frame. */
    public static final int LENGTH = 86;

    private static final HardwareAddress ALL_NODES_MAC = new HardwareAddress(0x3333_0000_0001L);
    private static final Ip ALL_NODES = Ip.parse("ff02::1");
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERNET = 14;
    private static final int MESSAGE = ETHERNET + 40;
    private static final int MESSAGE_LENGTH = 32;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOR_ADVERTISEMENT = 136;
    private static final int OVERRIDE = 0x20;
    private static final int ROUTER = 0x80;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;

    private NeighborCodec() {}

    /**
     * Writes the frame to the first {@link #LENGTH} bytes of {@code target}.
     *
     * @param router whether the link forwards
     */
    public static void encode(byte[] target, HardwareAddress hardware, Ip ip, boolean router) {
        Arrays.fill(target, 0, LENGTH, (byte) 0);
        ALL_NODES_MAC.write(target, 0);
        hardware.write(target, 6);
        put16(target, 12, ETHERTYPE_IPV6);
        target[ETHERNET] = 0x60;
        put16(target, ETHERNET + 4, MESSAGE_LENGTH);
        target[ETHERNET + 6] = ICMPV6;
        target[ETHERNET + 7] = (byte) 255;
        ip.write(target, ETHERNET + 8);
        ALL_NODES.write(target, ETHERNET + 24);
        target[MESSAGE] = (byte) NEIGHBOR_ADVERTISEMENT;
        target[MESSAGE + 4] = (byte) (router ? ROUTER | OVERRIDE : OVERRIDE);
        ip.write(target, MESSAGE + 8);
        target[MESSAGE + 24] = TARGET_LINK_LAYER_ADDRESS;
        target[MESSAGE + 25] = 1; // in units of eight bytes
        hardware.write(target, MESSAGE + 26);
        long seed = Checksum.pseudoHeader(ip, ALL_NODES, ICMPV6, MESSAGE_LENGTH);
        put16(target, MESSAGE + 2, Checksum.fold(Checksum.add(seed, target, MESSAGE, MESSAGE_LENGTH)));
    }

    /** What a frame claims, when it is an advertisement of exactly this form; what stands behind it does not count. */
    public static Optional<GarpCodec.Claim> decode(byte[] frame, int length) {
        if (length < LENGTH) {
            return Optional.empty();
        }
        var claim =
                new GarpCodec.Claim(HardwareAddress.of(frame, MESSAGE + 26), Ip.of(Family.IPV6, frame, MESSAGE + 8));
        var same = new byte[LENGTH];
        encode(same, claim.hardware(), claim.ip(), (frame[MESSAGE + 4] & ROUTER) != 0);
        return Arrays.equals(same, 0, LENGTH, frame, 0, LENGTH) ? Optional.of(claim) : Optional.empty();
    }
}
