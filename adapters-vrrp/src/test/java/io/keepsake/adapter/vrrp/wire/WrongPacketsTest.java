package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Captured.PASS_1111;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Secret;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each reason to refuse a packet, on a packet of keepalived's with one thing wrong. */
final class WrongPacketsTest {
    private static final Expected V2_PASS = new Expected(VrrpVersion.V2, PASS_1111, false);
    private static final Expected V2_NONE = new Expected(VrrpVersion.V2, AuthData.NONE, false);
    private static final Expected V3 = new Expected(VrrpVersion.V3, AuthData.NONE, false);
    private static final int VRRP = 20;

    private final byte[] v2 = Captured.packet("v2 PASS advert, first (v2-pass)");
    private final byte[] v3 = Captured.packet("v3 IPv4 advert");

    @Test
    void anAdvertCutShort() {
        v2[3] = 27;
        assertRejected(RejectReason.TOO_SHORT, v2, V2_PASS);
    }

    @Test
    void fewerBytesThanTheIpHeaderSays() {
        assertRejected(RejectReason.LENGTH, Arrays.copyOf(v2, 38), V2_PASS);
    }

    @Test
    void moreAddressesDeclaredThanSent() {
        v2[VRRP + 3] = 2;
        assertRejected(RejectReason.LENGTH, v2, V2_PASS);
    }

    @Test
    void ethernetPaddingBehindThePacketDoesNotCount() {
        assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(Arrays.copyOf(v3, 46), 46, V3));
    }

    @Test
    void ipOptionsMoveTheAdvert() {
        var longer = new byte[v3.length + 4];
        System.arraycopy(v3, 0, longer, 0, VRRP);
        System.arraycopy(v3, VRRP, longer, VRRP + 4, v3.length - VRRP);
        longer[0] = 0x46;
        longer[3] = (byte) longer.length;

        assertEquals(51, Ipv4Codec.vrid(longer, longer.length));
        assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(longer, longer.length, V3));
    }

    @Test
    void aGroupAdvertThatCameThroughARouter() {
        v2[8] = (byte) 254;
        assertRejected(RejectReason.TTL, v2, V2_PASS);
    }

    @Test
    void aUnicastAdvertMayComeThroughARouter() {
        var packet = Captured.packet("v2 unicast advert");
        packet[8] = 7;

        var decoded = Ipv4Codec.decode(packet, packet.length, new Expected(VrrpVersion.V2, PASS_1111, true));

        assertEquals(7, assertInstanceOf(Decoded.Valid.class, decoded).ttl());
    }

    @Test
    void aVersionThatDoesNotExist() {
        v2[VRRP] = 0x41;
        assertRejected(RejectReason.VERSION, v2, V2_PASS);
    }

    @Test
    void theOtherVersionIsReadByItsOwnRulesAndLeftToTheCore() {
        assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(v3, v3.length, V2_PASS));
        assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(v2, v2.length, V3));
    }

    @Test
    void anotherAuthenticationType() {
        assertRejected(RejectReason.AUTH_TYPE, v2, V2_NONE);
        assertRejected(RejectReason.AUTH_TYPE, Captured.packet("v2 advert without auth"), V2_PASS);
        v2[VRRP + 4] = 3;
        assertRejected(RejectReason.AUTH_TYPE, v2, V3);
    }

    @Test
    void anotherPassword() {
        for (int i = 0; i < AuthData.LENGTH; i++) {
            var packet = v2.clone();
            packet[packet.length - 1 - i] ^= 1;
            var detail = assertRejected(RejectReason.AUTH_FAILED, packet, V2_PASS);
            assertFalse(detail.contains("1111"), detail);
        }
    }

    @Test
    void onlyTheFirstEightBytesOfAPasswordCount() {
        var secret = new Secret("12345678tail".getBytes(StandardCharsets.US_ASCII));
        var packet = new byte[Ipv4Codec.LENGTH_MAX];
        int length = Ipv4Codec.encode(
                packet,
                advert(VrrpVersion.V2, 100, "10.9.0.100"),
                AuthData.pass(new Secret("12345678".getBytes(StandardCharsets.US_ASCII))),
                Ip.parse("10.9.0.1"),
                Ip.parse("224.0.0.18"),
                ChecksumForm.USUAL,
                1);

        var expected = new Expected(VrrpVersion.V2, AuthData.pass(secret), false);
        assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(packet, length, expected));
        assertEquals("PASS ***", expected.auth().toString());
    }

    @Test
    void aTypeThatIsNoAdvertisement() {
        v3[VRRP] = 0x32;
        assertRejected(RejectReason.TYPE, v3, V3);
    }

    @Test
    void oneBitWrong() {
        v2[VRRP + 9] ^= 4;
        assertRejected(RejectReason.CHECKSUM, v2, V2_PASS);
    }

    @Test
    void theChecksumOfVersion3CoversTheIpAddresses() {
        v3[15] ^= 1;
        assertRejected(RejectReason.CHECKSUM, v3, V3);
    }

    @Test
    void aChecksumThatFitsNothingIsToldWithWhatWouldHaveFit() {
        assertEquals(0x7561, Bytes.u16(v3, VRRP + 6));
        Bytes.put16(v3, VRRP + 6, 0x1234);
        assertEquals(
                "checksum must be 0x7561 with the pseudo header or 0x5ffa without, was 0x1234",
                assertRejected(RejectReason.CHECKSUM, v3, V3));
        int sent = Bytes.u16(v2, VRRP + 6);
        Bytes.put16(v2, VRRP + 6, 0x1234);
        assertEquals(
                String.format("checksum must be 0x%04x, was 0x1234", sent),
                assertRejected(RejectReason.CHECKSUM, v2, V2_PASS));
    }

    /** RFC 9568 5.2.8: version 3 over IPv4 without the pseudo header. */
    @Test
    void theOtherChecksumOfVersion3IsTakenAndTold() {
        Bytes.put16(v3, VRRP + 6, 0);
        Bytes.put16(v3, VRRP + 6, Checksum.fold(Checksum.add(0, v3, VRRP, 12)));
        var decoded = assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(v3, v3.length, V3));
        assertEquals(ChecksumForm.MESSAGE_ONLY, decoded.checksum());

        var packet = new byte[Ipv4Codec.LENGTH_MAX];
        int length = Ipv4Codec.encode(
                packet,
                decoded.advert(),
                AuthData.NONE,
                decoded.source(),
                Ip.parse("224.0.0.18"),
                ChecksumForm.MESSAGE_ONLY,
                Bytes.u16(v3, 4));
        assertArrayEquals(v3, Arrays.copyOf(packet, length));
        packet[VRRP + 2] ^= 1;
        assertRejected(RejectReason.CHECKSUM, packet, V3);
    }

    /** Captured of keepalived 2.2.7 with {@code old_unicast_checksum}. */
    @Test
    void theChecksumOverTheGroupIsOldKeepaliveds() {
        var captured = HexFormat.of().parseHex("45c0002000010000ff70a69a0a0800010a0800023109c8010064118d0a080064");
        var taking = new Expected(VrrpVersion.V3, AuthData.NONE, true, Ip.parse("224.0.0.18"));
        var decoded = assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(captured, captured.length, taking));
        assertEquals(ChecksumForm.GROUP_IN_HEADER, decoded.checksum());

        var packet = new byte[Ipv4Codec.LENGTH_MAX];
        int length = Ipv4Codec.encode(
                packet,
                decoded.advert(),
                AuthData.NONE,
                decoded.source(),
                Ipv4Codec.destination(captured),
                Ip.parse("224.0.0.18"),
                ChecksumForm.GROUP_IN_HEADER,
                1,
                255);
        assertArrayEquals(captured, Arrays.copyOf(packet, length));

        assertRejected(RejectReason.CHECKSUM, captured, new Expected(VrrpVersion.V3, AuthData.NONE, true));
        var elsewhere = new Expected(VrrpVersion.V3, AuthData.NONE, true, Ip.parse("224.0.0.200"));
        assertRejected(RejectReason.CHECKSUM, captured, elsewhere);
    }

    @Test
    void theWrongKindOfDestination() {
        assertRejected(RejectReason.DESTINATION, v2, new Expected(VrrpVersion.V2, PASS_1111, true));
        assertRejected(RejectReason.DESTINATION, Captured.packet("v2 unicast advert"), V2_PASS);
    }

    @Test
    void anIntervalOfZero() {
        v3[VRRP + 5] = 0;
        sealV3();
        assertRejected(RejectReason.INTERVAL, v3, V3);
    }

    @Test
    void theFourReservedBitsBesideTheIntervalAreIgnored() {
        v3[VRRP + 4] |= (byte) 0xf0;
        sealV3();

        var decoded = assertInstanceOf(Decoded.Valid.class, Ipv4Codec.decode(v3, v3.length, V3));

        assertEquals(new AdvertInterval(100), decoded.advert().interval());
    }

    @Test
    void whatIsNoVrrpHasNoVrid() {
        assertEquals(-1, Ipv4Codec.vrid(v2, 21));
        v2[21] = 0;
        assertEquals(-1, Ipv4Codec.vrid(v2, v2.length));
        v2[21] = 51;
        v2[9] = 51;
        assertEquals(-1, Ipv4Codec.vrid(v2, v2.length));
        v3[0] = 0x44;
        assertEquals(-1, Ipv4Codec.vrid(v3, v3.length));
    }

    @Test
    void anAdvertItsVersionCannotCarryIsOurMistake() {
        assertThrows(IllegalArgumentException.class, () -> encode(advert(VrrpVersion.V2, 50, "10.9.0.100")));
        assertThrows(IllegalArgumentException.class, () -> encode(advert(VrrpVersion.V3, 4096, "10.9.0.100")));
        assertThrows(IllegalArgumentException.class, () -> encode(advert(VrrpVersion.V3, 100, "fd09::100")));
    }

    /** Gives the changed packet a right checksum again. */
    private void sealV3() {
        Bytes.put16(v3, VRRP + 6, 0);
        long seed = Checksum.pseudoHeader(Ip.parse("10.9.0.1"), Ip.parse("224.0.0.18"), 112, 12);
        Bytes.put16(v3, VRRP + 6, Checksum.fold(Checksum.add(seed, v3, VRRP, 12)));
    }

    private static void encode(Advert advert) {
        Ipv4Codec.encode(
                new byte[Ipv4Codec.LENGTH_MAX],
                advert,
                AuthData.NONE,
                Ip.parse("10.9.0.1"),
                Ip.parse("224.0.0.18"),
                ChecksumForm.USUAL,
                1);
    }

    private static Advert advert(VrrpVersion version, int centis, String address) {
        return new Advert(
                version,
                new Vrid(51),
                new Priority(100),
                new AdvertInterval(centis),
                version == VrrpVersion.V2 ? AuthType.PASS : AuthType.NONE,
                List.of(Ip.parse(address)));
    }

    private static String assertRejected(RejectReason reason, byte[] packet, Expected expected) {
        var decoded = Ipv4Codec.decode(packet, packet.length, expected);
        var invalid = assertInstanceOf(Decoded.Invalid.class, decoded);
        assertEquals(reason, invalid.reason(), invalid.detail());
        return invalid.detail();
    }
}
