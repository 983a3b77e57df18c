package io.keepsake.adapter.vrrp.wire;

import static io.keepsake.adapter.vrrp.wire.Bytes.put16;
import static io.keepsake.adapter.vrrp.wire.Bytes.u16;
import static io.keepsake.adapter.vrrp.wire.Bytes.u8;

import io.keepsake.adapter.vrrp.wire.Decoded.Invalid;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The VRRP packet itself, without the IP header: RFC 3768 5.1 (version 2, with the authentication data of RFC 2338) and
 * RFC 9568 5.1 (version 3), of either address family. Of the checksum of version 3 over IPv4 there are three in the
 * field: with the pseudo header (RFC 5798, keepalived, FRR), without (RFC 9568), and by unicast with the group in the
 * pseudo header (old keepalived); the first two are always taken.
 *
 * <pre>
 *  0       1       2       3       4       5       6       7       8
 * | v | t | vrid  | prio  | count | auth  | secs  |   checksum    | addresses | 8 bytes auth data   version 2
 * | v | t | vrid  | prio  | count | 0 | 12b centis|   checksum    | addresses |                     version 3
 * </pre>
 */
final class AdvertCodec {
    static final int PROTOCOL = 112;
    static final int HEADER = 8;
    private static final int TYPE_ADVERTISEMENT = 1;
    private static final int CHECKSUM_AT = 6;

    private AdvertCodec() {}

    /** The length of the packet that says {@code advert}. */
    static int length(Advert advert, Family family) {
        return length(advert.version(), advert.addresses().size(), family);
    }

    private static int length(VrrpVersion version, int count, Family family) {
        return HEADER + count * family.bytes() + (version == VrrpVersion.V2 ? AuthData.LENGTH : 0);
    }

    /**
     * Writes the packet and its checksum at {@code at}.
     *
     * @param destination that in the pseudo header
     * @throws IllegalArgumentException when the version cannot carry the advert; the configuration was to see to that
     */
    static void encode(
            byte[] target, int at, Advert advert, AuthData auth, Ip source, Ip destination, ChecksumForm form) {
        var addresses = advert.addresses();
        if (addresses.size() > 255) {
            throw new IllegalArgumentException("an advert carries up to 255 addresses, was " + addresses.size());
        }
        target[at] = (byte) (advert.version().number() << 4 | TYPE_ADVERTISEMENT);
        target[at + 1] = (byte) advert.vrid().value();
        target[at + 2] = (byte) advert.priority().value();
        target[at + 3] = (byte) addresses.size();
        put16(target, at + 4, authAndInterval(advert));
        put16(target, at + CHECKSUM_AT, 0);
        int end = writeAddresses(target, at + HEADER, addresses, source.family());
        if (advert.version() == VrrpVersion.V2) {
            auth.write(target, end);
        }
        int length = length(advert, source.family());
        long sum = Checksum.add(seed(form, advert.version(), length, source, destination), target, at, length);
        put16(target, at + CHECKSUM_AT, Checksum.fold(sum));
    }

    private static int authAndInterval(Advert advert) {
        int centis = advert.interval().centis();
        return switch (advert.version()) {
            case V2 -> number(advert.auth()) << 8 | wholeSeconds(centis);
            case V3 -> twelveBits(centis);
        };
    }

    private static int wholeSeconds(int centis) {
        if (centis % 100 != 0) {
            throw new IllegalArgumentException("VRRPv2 carries whole seconds, was " + centis + " cs");
        }
        return centis / 100;
    }

    private static int twelveBits(int centis) {
        if (centis > AdvertInterval.V3_CENTIS_MAX) {
            throw new IllegalArgumentException("VRRPv3 carries up to 4095 cs, was " + centis);
        }
        return centis;
    }

    private static int writeAddresses(byte[] target, int at, List<Ip> addresses, Family family) {
        for (int i = 0; i < addresses.size(); i++) {
            var ip = addresses.get(i);
            if (ip.family() != family) {
                throw new IllegalArgumentException("an advert of " + family + " cannot carry " + ip);
            }
            ip.write(target, at);
            at += family.bytes();
        }
        return at;
    }

    /** What the checksum begins with, before the message itself, by the destination that its form has. */
    private static long seed(ChecksumForm form, VrrpVersion version, int length, Ip source, Ip destination) {
        boolean messageOnly = form == ChecksumForm.MESSAGE_ONLY && source.family() == Family.IPV4;
        return version == VrrpVersion.V2 || messageOnly
                ? 0
                : Checksum.pseudoHeader(source, destination, PROTOCOL, length);
    }

    /** Whether the checksum of a received packet is that of this form. */
    private static boolean fits(
            byte[] bytes, int at, int length, ChecksumForm form, VrrpVersion version, Ip source, Ip destination) {
        return Checksum.fold(Checksum.add(seed(form, version, length, source, destination), bytes, at, length)) == 0;
    }

    /** The checksum that a received packet should carry by this form, such as {@code 0x1f3e}. */
    private static String expected(
            byte[] bytes, int at, int length, ChecksumForm form, VrrpVersion version, Ip source, Ip destination) {
        long sum = Checksum.add(seed(form, version, length, source, destination), bytes, at, length);
        return hex(Checksum.fold(sum - u16(bytes, at + CHECKSUM_AT)));
    }

    private static String hex(int value) {
        return "0x" + HexFormat.of().toHexDigits((short) value); // of a flood there is one each microsecond
    }

    /**
     * Judges and reads the {@code length} bytes at {@code at}. At least {@link #HEADER} bytes must be there, with a VRID other
     * than 0, by which they came to an instance.
     */
    static Decoded decode(byte[] bytes, int at, int length, Ip source, Ip destination, int ttl, Expected expected) {
        var version = versionOf(u8(bytes, at) >> 4);
        if (version == null) {
            return new Invalid(source, RejectReason.VERSION, "version must be 2 or 3, was " + (u8(bytes, at) >> 4));
        }
        var fault = fault(bytes, at, length, version, source, destination, expected);
        if (fault != null) {
            return fault;
        }
        var form = Objects.requireNonNull(formOf(bytes, at, length, version, source, destination, expected));
        return new Decoded.Valid(source, ttl, read(bytes, at, version, source.family()), form);
    }

    private static @Nullable VrrpVersion versionOf(int number) {
        return switch (number) {
            case 2 -> VrrpVersion.V2;
            case 3 -> VrrpVersion.V3;
            default -> null;
        };
    }

    /** The first thing that is wrong. The length comes first: what follows reads by it. */
    private static @Nullable Invalid fault(
            byte[] bytes, int at, int length, VrrpVersion version, Ip source, Ip destination, Expected expected) {
        int wanted = length(version, u8(bytes, at + 3), source.family());
        if (length != wanted) {
            return new Invalid(
                    source,
                    RejectReason.LENGTH,
                    u8(bytes, at + 3) + " addresses make " + wanted + " bytes, was " + length);
        }
        if (version == VrrpVersion.V2) {
            var unproven = authFault(bytes, at, at + length - AuthData.LENGTH, source, expected);
            if (unproven != null) {
                return unproven;
            }
        }
        int type = u8(bytes, at) & 0xf;
        if (type != TYPE_ADVERTISEMENT) {
            return new Invalid(source, RejectReason.TYPE, "type must be 1, was " + type);
        }
        var misfit = checksumFault(bytes, at, length, version, source, destination, expected);
        return misfit != null ? misfit : placeFault(bytes, at, version, source, destination, expected);
    }

    /** Whose form the checksum has; null when it has none that is taken. */
    private static @Nullable ChecksumForm formOf(
            byte[] bytes, int at, int length, VrrpVersion version, Ip source, Ip destination, Expected expected) {
        if (fits(bytes, at, length, ChecksumForm.USUAL, version, source, destination)) {
            return ChecksumForm.USUAL;
        }
        if (fits(bytes, at, length, ChecksumForm.MESSAGE_ONLY, version, source, destination)) {
            return ChecksumForm.MESSAGE_ONLY;
        }
        var group = expected.oldGroup();
        boolean old = group != null
                && version == VrrpVersion.V3
                && source.family() == Family.IPV4
                && fits(bytes, at, length, ChecksumForm.GROUP_IN_HEADER, version, source, group);
        return old ? ChecksumForm.GROUP_IN_HEADER : null;
    }

    private static @Nullable Invalid checksumFault(
            byte[] bytes, int at, int length, VrrpVersion version, Ip source, Ip destination, Expected expected) {
        if (formOf(bytes, at, length, version, source, destination, expected) != null) {
            return null;
        }
        var usual = expected(bytes, at, length, ChecksumForm.USUAL, version, source, destination);
        var bare = expected(bytes, at, length, ChecksumForm.MESSAGE_ONLY, version, source, destination);
        return new Invalid(
                source,
                RejectReason.CHECKSUM,
                "checksum must be " + usual
                        + (bare.equals(usual) ? "" : " with the pseudo header or " + bare + " without") + ", was "
                        + hex(u16(bytes, at + CHECKSUM_AT)));
    }

    private static @Nullable Invalid authFault(byte[] bytes, int at, int dataAt, Ip source, Expected expected) {
        int type = u8(bytes, at + 4);
        if (expected.version() == VrrpVersion.V3) {
            return type <= number(AuthType.AH)
                    ? null
                    : new Invalid(source, RejectReason.AUTH_TYPE, "authentication type must be 0..2, was " + type);
        }
        int wanted = number(expected.auth().type());
        if (type != wanted) {
            return new Invalid(
                    source, RejectReason.AUTH_TYPE, "authentication type must be " + wanted + ", was " + type);
        }
        return expected.auth().matches(bytes, dataAt)
                ? null
                : new Invalid(source, RejectReason.AUTH_FAILED, "the password is not the configured auth_pass");
    }

    private static @Nullable Invalid placeFault(
            byte[] bytes, int at, VrrpVersion version, Ip source, Ip destination, Expected expected) {
        if (destination.isMulticast() == expected.unicast()) {
            var wanted = expected.unicast() ? "unicast" : "multicast";
            return new Invalid(
                    source, RejectReason.DESTINATION, "destination must be " + wanted + ", was " + destination);
        }
        return centis(bytes, at, version) != 0
                ? null
                : new Invalid(source, RejectReason.INTERVAL, "the advert interval must not be 0");
    }

    private static int centis(byte[] bytes, int at, VrrpVersion version) {
        return switch (version) {
            case V2 -> u8(bytes, at + 5) * 100;
            case V3 -> u16(bytes, at + 4) & 0xfff;
        };
    }

    private static Advert read(byte[] bytes, int at, VrrpVersion version, Family family) {
        var addresses = new Ip[u8(bytes, at + 3)];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = Ip.of(family, bytes, at + HEADER + i * family.bytes());
        }
        return new Advert(
                version,
                new Vrid(u8(bytes, at + 1)),
                new Priority(u8(bytes, at + 2)),
                new AdvertInterval(centis(bytes, at, version)),
                version == VrrpVersion.V3 ? AuthType.NONE : authType(u8(bytes, at + 4)),
                List.of(addresses));
    }

    private static int number(AuthType type) {
        return switch (type) {
            case NONE -> 0;
            case PASS -> 1;
            case AH -> 2;
        };
    }

    private static AuthType authType(int number) {
        return switch (number) {
            case 0 -> AuthType.NONE;
            case 1 -> AuthType.PASS;
            default -> AuthType.AH;
        };
    }
}
