package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Captured.ETHERNET;
import static io.keepsake.adapter.vrrp.wire.Captured.PASS_1111;
import static io.keepsake.core.event.ChecksumForm.USUAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.vrrp.wire.Captured.Frame;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeepalivedFramesTest {
    static Stream<Frame> ipv4Adverts() {
        return Captured.frames().stream().filter(f -> f.kind().equals("adv") && !f.isIpv6());
    }

    static Stream<Frame> ipv6Adverts() {
        return Captured.frames().stream().filter(f -> f.kind().equals("adv") && f.isIpv6());
    }

    static Stream<Frame> gratuitousArps() {
        return Captured.frames().stream().filter(f -> f.kind().equals("garp"));
    }

    @Test
    void theTableHoldsEveryKind() {
        assertEquals(17, ipv4Adverts().count());
        assertEquals(3, ipv6Adverts().count());
        assertEquals(2, gratuitousArps().count());
    }

    @ParameterizedTest
    @MethodSource("ipv4Adverts")
    void anIpv4AdvertIsEncodedByteForByte(Frame frame) {
        var target = new byte[Ipv4Codec.LENGTH_MAX];
        int id = Bytes.u16(frame.packet(), 4);

        int length = Ipv4Codec.encode(target, said(frame), auth(frame), source(frame), destination(frame), USUAL, id);

        assertEquals(hex(frame.packet()), hex(Arrays.copyOf(target, length)));
    }

    @ParameterizedTest
    @MethodSource("ipv4Adverts")
    void anIpv4AdvertDecodesToWhatItSays(Frame frame) {
        var packet = frame.packet();

        assertEquals(51, Ipv4Codec.vrid(packet, packet.length));
        assertEquals(
                new Decoded.Valid(source(frame), 255, said(frame), USUAL),
                Ipv4Codec.decode(packet, packet.length, expected(frame)));
    }

    @ParameterizedTest
    @MethodSource("ipv6Adverts")
    void anIpv6AdvertIsTheSameBehindItsHeader(Frame frame) {
        var bytes = frame.bytes();
        int at = ETHERNET + Captured.IPV6;
        int length = bytes.length - at;
        var target = new byte[length];

        AdvertCodec.encode(target, 0, said(frame), AuthData.NONE, source(frame), destination(frame), USUAL);

        assertEquals(hex(Arrays.copyOfRange(bytes, at, bytes.length)), hex(target));
        assertEquals(
                new Decoded.Valid(source(frame), 255, said(frame), USUAL),
                AdvertCodec.decode(bytes, at, length, source(frame), destination(frame), 255, expected(frame)));
    }

    @ParameterizedTest
    @MethodSource("gratuitousArps")
    void aGratuitousArpIsEncodedByteForByteAndDecoded(Frame frame) {
        var bytes = frame.bytes();
        var claim = new GarpCodec.Claim(HardwareAddress.of(bytes, 6), Ip.parse(frame.said("ip")));
        var target = new byte[GarpCodec.LENGTH];

        GarpCodec.encode(target, claim.hardware(), claim.ip());

        assertEquals(frame.hex(), hex(target));
        assertEquals(claim, GarpCodec.decode(bytes, bytes.length).orElseThrow());
    }

    @Test
    void anAuthenticationHeaderIsNobodysAdvert() {
        var packet = Captured.packet("v2 AH advert");

        assertEquals(-1, Ipv4Codec.vrid(packet, packet.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2-pass",
                "v2-noauth",
                "v2-owner-255",
                "v2-adv2-20vips",
                "v2-vip-options",
                "v2-unicast",
                "v2-pass-mcast-224.24.24.18",
                "v2-two-instances-same-link",
                "v2-vmac",
                "v2-garp-options",
                "v3-ip4",
                "v3-ip4-100ms",
                "v3-unicast",
                "v3-vmac"
            })
    void everyAdvertAndArpOfACaptureComesBackByteForByte(String capture) {
        int adverts = 0;
        int arps = 0;
        for (var frame : Captured.pcap(capture + ".pcap")) {
            var packet = Captured.withoutEthernet(frame);
            switch (Captured.etherType(frame)) {
                case 0x0800 -> adverts += comesBack(capture, packet);
                case 0x0806 -> arps += arpComesBack(frame);
                default -> {}
            }
        }
        assertTrue(adverts >= 5 && arps >= 10, capture + " has " + adverts + " adverts and " + arps + " arps");
    }

    /** All but the flow label, which the kernel makes up for keepalived's sockets. */
    @ParameterizedTest
    @ValueSource(strings = {"v3-ip6", "v3-ip6-noll", "v3-ip6-prefixes"})
    void everyIpv6AdvertAndNeighborAdvertisementComesBackByteForByte(String capture) {
        int adverts = 0;
        int neighbors = 0;
        for (var frame : Captured.pcap(capture + ".pcap")) {
            if (Captured.etherType(frame) == 0x86dd) {
                adverts += v6ComesBack(Captured.withoutEthernet(frame));
                neighbors += NeighborCodec.decode(frame, frame.length).isPresent() ? 1 : 0;
            }
        }
        assertTrue(
                adverts >= 5 && neighbors >= 10,
                capture + " has " + adverts + " adverts and " + neighbors + " neighbor advertisements");
    }

    private static int v6ComesBack(byte[] packet) {
        if (Ipv6Codec.vrid(packet, packet.length) < 0) {
            return 0;
        }
        var expected = new Expected(VrrpVersion.V3, AuthData.NONE, false);
        var it = assertInstanceOf(Decoded.Valid.class, PacketCodec.decode(packet, packet.length, expected));
        var target = new byte[PacketCodec.LENGTH_MAX];
        var to = PacketCodec.destination(packet);
        int length = PacketCodec.encode(target, it.advert(), AuthData.NONE, it.source(), to, to, USUAL, 1, 255);
        packet[1] &= (byte) 0xf0;
        packet[2] = 0;
        packet[3] = 0;
        assertEquals(hex(packet), hex(Arrays.copyOf(target, length)));
        return 1;
    }

    private static int comesBack(String capture, byte[] packet) {
        if (Ipv4Codec.vrid(packet, packet.length) < 0) {
            return 0;
        }
        var version = capture.startsWith("v2") ? VrrpVersion.V2 : VrrpVersion.V3;
        var auth = capture.equals("v2-noauth") || version == VrrpVersion.V3 ? AuthData.NONE : PASS_1111;
        var destination = Ip.of(Family.IPV4, packet, 16);
        var expected = new Expected(version, auth, capture.endsWith("unicast"));
        if (!(Ipv4Codec.decode(packet, packet.length, expected) instanceof Decoded.Valid it)) {
            throw new AssertionError(Ipv4Codec.decode(packet, packet.length, expected));
        }
        var target = new byte[Ipv4Codec.LENGTH_MAX];
        int length = Ipv4Codec.encode(target, it.advert(), auth, it.source(), destination, USUAL, Bytes.u16(packet, 4));
        assertEquals(hex(packet), hex(Arrays.copyOf(target, length)));
        return 1;
    }

    private static int arpComesBack(byte[] frame) {
        return GarpCodec.decode(frame, frame.length).isPresent() ? 1 : 0;
    }

    private static Advert said(Frame frame) {
        return new Advert(
                frame.said("version").equals("2") ? VrrpVersion.V2 : VrrpVersion.V3,
                new Vrid(Integer.parseInt(frame.said("vrid"))),
                new Priority(Integer.parseInt(frame.said("priority"))),
                new AdvertInterval(Integer.parseInt(frame.said("millis")) / 10),
                frame.said("auth").equals("1") ? AuthType.PASS : AuthType.NONE,
                Stream.of(frame.said("addresses").split(",", -1)).map(Ip::parse).toList());
    }

    private static AuthData auth(Frame frame) {
        return frame.said("auth").equals("1") ? PASS_1111 : AuthData.NONE;
    }

    private static Expected expected(Frame frame) {
        return new Expected(
                said(frame).version(), auth(frame), !destination(frame).isMulticast());
    }

    private static Ip source(Frame frame) {
        return Ip.parse(frame.said("source"));
    }

    private static Ip destination(Frame frame) {
        return Ip.parse(frame.said("destination"));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
