package io.keepsake.replay.bundle;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Other addresses for those of a cluster. Order is kept, since elections are decided by it, and so is which of them share a
 * network: each network becomes one of the documentation's or tests' ranges, its hosts get the numbers from 1 in their order.
 * What is the same everywhere stays: multicast, loopback, unspecified. First all are {@linkplain #see seen}, then given names.
 */
final class Pseudonyms {
    private static final Pattern V4 = Pattern.compile(
            "(?<![\\d.])(\\d{1,3}(?:\\.\\d{1,3}){3})(?![\\d.]\\d)(?:/(\\d{1,2}))?(?:-(\\d{1,3})(?![\\d.]))?");
    private static final Pattern V6 = Pattern.compile(
            "(?<![0-9A-Fa-f:.])((?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})(?![0-9A-Fa-f:.])(?:/(\\d{1,3}))?");
    private static final Pattern HARDWARE =
            Pattern.compile("(?<![0-9A-Fa-f:])((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})(?![0-9A-Fa-f:])");

    private static final int V4_NETWORK = 24;
    private static final int V6_NETWORK = 64;

    /** Below 127.0.0.0/8 and above it, so that the order to the loopback stays too. */
    private static final Ip LOW_V4 = Ip.parse("100.64.0.0");

    private static final Ip HIGH_V4 = Ip.parse("198.18.0.0");
    private static final Ip GLOBAL_V6 = Ip.parse("2001:db8::");
    private static final Ip LINK_V6 = Ip.parse("fe80::");
    private static final Ip LOOPBACK = Ip.parse("127.0.0.1");

    private final NavigableSet<Ip> seen = new TreeSet<>();
    private final Map<Ip, Ip> given = new HashMap<>();
    private final Map<String, String> hardware = new TreeMap<>();
    private boolean named;

    /** Takes notice of every address in a text. */
    void see(String text) {
        if (!mayHold(text)) {
            return;
        }
        V4.matcher(text).results().forEach(r -> {
            Ip.tryParse(r.group(1)).ifPresent(seen::add);
            if (r.group(3) != null) {
                Ip.tryParse(lastOf(r)).ifPresent(seen::add);
            }
        });
        V6.matcher(text).results().forEach(r -> Ip.tryParse(r.group(1)).ifPresent(seen::add));
        HARDWARE.matcher(text).results().forEach(r -> hardware.put(r.group(1).toLowerCase(Locale.ROOT), ""));
    }

    private static boolean mayHold(String text) {
        return text.indexOf('.') >= 0 || text.indexOf(':') >= 0;
    }

    /** The end of a range such as 10.0.0.1-9. */
    private static String lastOf(MatchResult range) {
        var first = range.group(1);
        return first.substring(0, first.lastIndexOf('.') + 1) + range.group(3);
    }

    /** Everywhere the same, or of a kind that says nothing of a site. */
    private static boolean stays(Ip ip) {
        return ip.isMulticast()
                || ip.equals(Ip.parse("0.0.0.0"))
                || ip.equals(Ip.parse("::"))
                || ip.equals(Ip.parse("::1"))
                || ip.equals(Ip.parse("255.255.255.255"))
                || ip.family() == Family.IPV4 && (ip.bytes()[0] & 0xff) == 127
                || ip.family() == Family.IPV4 && isMask(ip);
    }

    private static boolean isMask(Ip ip) {
        int bits = new BigInteger(ip.bytes()).intValue();
        return bits != 0 && (~bits & (~bits + 1)) == 0;
    }

    private void name() {
        named = true;
        place(Family.IPV4, LOW_V4, V4_NETWORK, seen.stream().filter(ip -> ip.compareTo(LOOPBACK) < 0));
        place(Family.IPV4, HIGH_V4, V4_NETWORK, seen.stream().filter(ip -> ip.compareTo(LOOPBACK) > 0));
        place(Family.IPV6, LINK_V6, V6_NETWORK, seen.stream().filter(Ip::isLinkLocal));
        place(Family.IPV6, GLOBAL_V6, V6_NETWORK, seen.stream().filter(ip -> !ip.isLinkLocal()));
        int number = 0;
        for (var each : hardware.entrySet()) {
            each.setValue(String.format(Locale.ROOT, "02:00:5e:00:%02x:%02x", ++number >> 8 & 255, number & 255));
        }
    }

    /** Networks one after another from {@code base}, hosts from 1; what is real is given to nobody. */
    private void place(Family family, Ip base, int prefix, Stream<Ip> all) {
        var networks = new TreeMap<BigInteger, List<Ip>>();
        int hostBits = family.bytes() * 8 - prefix;
        all.filter(ip -> ip.family() == family && !stays(ip))
                .forEach(ip -> networks.computeIfAbsent(number(ip).shiftRight(hostBits), _ -> new ArrayList<>())
                        .add(ip));
        var next = number(base).shiftRight(hostBits);
        for (var network : networks.values()) {
            while (isReal(next, hostBits, family) && !base.equals(LINK_V6)) {
                next = next.add(BigInteger.ONE);
            }
            int host = 0;
            for (var ip : network) {
                host = ends(ip, hostBits) ? (int) last(hostBits) : host + 1;
                given.put(
                        ip,
                        ip(next.shiftLeft(hostBits).add(BigInteger.valueOf(starts(ip, hostBits) ? 0 : host)), family));
                host = starts(ip, hostBits) ? 0 : host;
            }
            next = next.add(BigInteger.ONE);
        }
    }

    private static long last(int hostBits) {
        return hostBits >= 31 ? Integer.MAX_VALUE : (1L << hostBits) - 1;
    }

    /** Whether it is the address of its network. */
    private static boolean starts(Ip ip, int hostBits) {
        return number(ip).getLowestSetBit() >= hostBits;
    }

    /** Whether it is the broadcast address of its network. */
    private static boolean ends(Ip ip, int hostBits) {
        return ip.family() == Family.IPV4 && number(ip).add(BigInteger.ONE).getLowestSetBit() >= hostBits;
    }

    private boolean isReal(BigInteger network, int hostBits, Family family) {
        return seen.stream()
                .anyMatch(ip ->
                        ip.family() == family && number(ip).shiftRight(hostBits).equals(network));
    }

    private static BigInteger number(Ip ip) {
        return new BigInteger(1, ip.bytes());
    }

    private static Ip ip(BigInteger number, Family family) {
        var bytes = new byte[family.bytes()];
        var digits = number.toByteArray();
        int length = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        return Ip.of(family, bytes, 0);
    }

    /** The text with other addresses; all of them must have been seen. */
    String in(String text) {
        if (!named) {
            name();
        }
        if (!mayHold(text)) {
            return text;
        }
        var other = HARDWARE.matcher(text)
                .replaceAll(r -> hardware.getOrDefault(r.group(1).toLowerCase(Locale.ROOT), "02:00:5e:00:ff:ff"));
        other = V4.matcher(other).replaceAll(this::v4);
        return V6.matcher(other).replaceAll(r -> named(r.group(1)) + prefix(r.group(2)));
    }

    private static String prefix(String length) {
        return length == null ? "" : "/" + length;
    }

    private String v4(MatchResult found) {
        var first = named(found.group(1));
        var range = found.group(3);
        if (range == null) {
            return first + prefix(found.group(2));
        }
        var end = named(lastOf(found));
        return first + "-" + end.substring(end.lastIndexOf('.') + 1);
    }

    private String named(String text) {
        var ip = Ip.tryParse(text);
        return ip.isEmpty() ? text : given.getOrDefault(ip.get(), ip.get()).toString();
    }
}
