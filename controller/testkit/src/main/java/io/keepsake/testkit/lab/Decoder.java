package io.keepsake.testkit.lab;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Reads adverts and gratuitous ARP from frames, apart from the code under test. It reads what is there and judges no
 * checksum; what is cut short or out of range is no advert.
 */
final class Decoder {
    private static final int ETHERNET = 14;
    private static final int VRRP = 112;
    private static final int AH = 51;

    private Decoder() {}

    static Optional<SeenAdvert> advert(Frame frame) {
        var bytes = frame.bytes();
        try {
            return switch (u16(bytes, 12)) {
                case 0x0800 -> overIpv4(frame, bytes);
                case 0x86dd ->
                    bytes[ETHERNET + 6] == VRRP ? seen(frame, bytes, Family.IPV6, 8, 40, false) : Optional.empty();
                default -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<SeenAdvert> overIpv4(Frame frame, byte[] bytes) {
        int header = (bytes[ETHERNET] & 0xf) * 4;
        return switch (bytes[ETHERNET + 9]) {
            case VRRP -> seen(frame, bytes, Family.IPV4, 12, header, false);
            case AH ->
                bytes[ETHERNET + header] == VRRP
                        ? seen(frame, bytes, Family.IPV4, 12, header + (bytes[ETHERNET + header + 1] + 2) * 4, true)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Reads the packet; {@code sourceAt} and {@code at} count from the start of the IP header. */
    private static Optional<SeenAdvert> seen(
            Frame frame, byte[] bytes, Family family, int sourceAt, int at, boolean authenticated) {
        int vrrp = ETHERNET + at;
        var version = bytes[vrrp] >>> 4 == 2 ? VrrpVersion.V2 : VrrpVersion.V3;
        if ((bytes[vrrp] & 0xf) != 1 || bytes[vrrp] >>> 4 != version.number()) {
            return Optional.empty();
        }
        var addresses = new ArrayList<Ip>();
        for (int i = 0; i < (bytes[vrrp + 3] & 0xff); i++) {
            addresses.add(Ip.of(family, bytes, vrrp + 8 + i * family.bytes()));
        }
        var advert = new Advert(
                version,
                new Vrid(bytes[vrrp + 1] & 0xff),
                new Priority(bytes[vrrp + 2] & 0xff),
                interval(version, bytes, vrrp),
                authenticated ? AuthType.AH : auth(version, bytes[vrrp + 4]),
                addresses);
        var source = Ip.of(family, bytes, ETHERNET + sourceAt);
        var destination = Ip.of(family, bytes, ETHERNET + sourceAt + family.bytes());
        return Optional.of(new SeenAdvert(frame, HardwareAddress.of(bytes, 6), source, destination, advert));
    }

    private static AdvertInterval interval(VrrpVersion version, byte[] bytes, int vrrp) {
        return switch (version) {
            case V2 -> AdvertInterval.ofSeconds(bytes[vrrp + 5] & 0xff);
            case V3 -> new AdvertInterval(u16(bytes, vrrp + 4) & 0xfff);
        };
    }

    private static AuthType auth(VrrpVersion version, byte type) {
        return version == VrrpVersion.V2 && type == 1 ? AuthType.PASS : AuthType.NONE;
    }

    static Optional<SeenGarp> garp(Frame frame) {
        var bytes = frame.bytes();
        if (bytes.length < ETHERNET + 28 || u16(bytes, 12) != 0x0806 || u16(bytes, ETHERNET + 2) != 0x0800) {
            return Optional.empty();
        }
        var sender = Ip.of(Family.IPV4, bytes, ETHERNET + 14);
        return sender.equals(Ip.of(Family.IPV4, bytes, ETHERNET + 24))
                ? Optional.of(new SeenGarp(frame, HardwareAddress.of(bytes, ETHERNET + 8), sender))
                : Optional.empty();
    }

    private static int u16(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
