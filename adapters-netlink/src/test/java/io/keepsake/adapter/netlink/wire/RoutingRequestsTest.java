package io.keepsake.adapter.netlink.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Routing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Requests for routes and rules beside those of {@code ip route prepend}, {@code ip rule add} and {@code del}, as strace
 * showed them on a little-endian machine: header and attributes are the same, in whatever order; ip fills up with what
 * happens to be there, here zeros stand.
 */
class RoutingRequestsTest {
    private static final InterfaceName E0 = new InterfaceName("e0");
    private static final int SEQUENCE_AT = 8;

    private static String written(Consumer<MessageWriter> request) {
        var out = new MessageWriter(RoutingRequests.REQUEST_BYTES_MAX);
        request.accept(out);
        var bytes = new byte[out.datagram().remaining()];
        out.datagram().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String add(String text) {
        return written(out -> RoutingRequests.add(out, 7, Routing.parse(text), _ -> 3));
    }

    /** The header without its sequence, and each attribute, sorted. */
    private static List<String> parts(String hex) {
        var bytes = HexFormat.of().parseHex(hex);
        var parts = new ArrayList<String>();
        var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(bytes.length, buffer.getInt(0));
        int at = Message.HEADER_BYTES + RoutingNumbers.HEADER_BYTES;
        parts.add(hex.substring(0, SEQUENCE_AT * 2) + hex.substring((SEQUENCE_AT + Integer.BYTES) * 2, at * 2));
        while (at < bytes.length) {
            int length = Short.toUnsignedInt(buffer.getShort(at));
            parts.add(hex.substring(at * 2, (at + length) * 2));
            at += Message.align(length);
        }
        Collections.sort(parts);
        return parts;
    }

    private static void assertAsIp(String expected, String text) {
        assertEquals(parts(expected), parts(add(text)));
        assertRead(text);
    }

    /** What is asked for and what the kernel shows is written alike. */
    private static void assertRead(String text) {
        var asked = HexFormat.of().parseHex(add(text));
        var message = Message.split(ByteBuffer.wrap(asked)).getFirst();
        var read = RoutingNotice.decode(message.type(), message.payload(), index -> index == 3 ? E0 : null);
        assertEquals(Routing.parse(text), read.orElseThrow());
    }

    @Test
    void aRouteWithTableMetricSourceAndLimits() {
        assertAsIp(
                "68000000180005046b4a0c6b00000000021000000012000100000000080001000a14000008000500c00002090800060005000000"
                        + "08000f00e803000008000700c000020208000400030000001c000800080002007805000008000800140500000800010004000000",
                "route unicast 10.20.0.0/16 table 1000 metric 5 src 192.0.2.2 mtu lock 1400 advmss 1300 via 192.0.2.9"
                        + " dev e0");
    }

    @Test
    void severalNextHopsOfEitherFamily() {
        assertAsIp(
                "58000000180005046b4a0c6b0000000002100000fe12000100000000080001000a19000034000900100004000300000008000500"
                        + "c00002092000000203000000160012000a00fe8000000000000000000000000000010000",
                "route unicast 10.25.0.0/16 nexthop via 192.0.2.9 dev e0 onlink nexthop via fe80::1 dev e0 weight 3");
    }

    @Test
    void aRouteOfIpv6() {
        assertAsIp(
                "4c000000180005046c4a0c6b000000000a300000fe120001000000001400010020010db800050000000000000000000014000500"
                        + "20010db80000000000000000000000090800040003000000",
                "route unicast 2001:db8:5::/48 via 2001:db8::9 dev e0");
    }

    @Test
    void aRouteThatGoesNowhere() {
        assertAsIp(
                "24000000180005066e4a0c6b0000000002100000fe12000600000000080001000a170000",
                "route blackhole 10.23.0.0/16");
    }

    @Test
    void aRuleWithEverything() {
        assertAsIp(
                "78000000200005066f4a0c6b00000000020020000000000102000000080002000a010101070003006530000008000a0005000000"
                        + "08001000ff0000000500160011000000080017000a00140008001800350035000c001400050000000700000008000f00e8030000"
                        + "08000600f50100000500150012000000",
                "rule 501 not from 10.1.1.1/32 iif e0 fwmark 5 mask 255 ipproto 17 sport 10-20 dport 53-53 uidrange 5-7"
                        + " lookup 1000");
    }

    @Test
    void aRuleIsTakenAwayInAllItsWords() {
        var rule = "rule 502 to 10.1.1.0/24 prohibit";
        assertAsIp(
                "3400000020000506704a0c6b00000000021800000000000800000000080001000a01010008000600f60100000500150012000000",
                rule);
        assertEquals(
                parts(
                        "3400000021000500714a0c6b00000000021800000000000800000000080001000a01010008000600f60100000500150012000000"),
                parts(written(out -> RoutingRequests.remove(out, 7, Routing.parse(rule), _ -> 3))));
    }

    @Test
    void whateverMayBeConfiguredComesBack() {
        for (var text : List.of(
                "route unicast 0.0.0.0/0 table 4294967295 protocol 4 scope 253 dev e0",
                "route unicast ::/0 from fd00::/8 metric 1024 via fe80::1 dev e0 onlink",
                "route throw 10.0.0.0/8 tos 16 hoplimit 64",
                "rule inet6 5 goto 9 protocol 0",
                "rule 5 oif e0 l3mdev",
                "rule 5 tos 16 lookup 254 suppress_prefixlength 0 suppress_ifgroup 7",
                "rule 6 fwmark 0 mask 255 nop")) {
            assertRead(text);
        }
    }

    @Test
    void theLongestRequestFits() {
        var hops =
                "  nexthop via fd00::1234 dev e0 weight 256 onlink".repeat(32).replace("  ", " ");
        var longest =
                "route unicast fd00:1234::/64 from fd00::/8 tos 3 table 4294967295 metric 4294967295 protocol 4 scope 253"
                        + " src fd00::1 mtu lock 1 window 2 ssthresh 3 cwnd 4 advmss 5 reordering 6 hoplimit 7 initcwnd 8 initrwnd 9"
                        + " quickack 1" + hops;
        assertTrue(add(longest).length() / 2 <= RoutingRequests.REQUEST_BYTES_MAX);
        assertRead(longest);
    }

    @Test
    void dumpsAskForOneFamilyAndMaker() {
        assertEquals(
                "1c000000" + "1a00" + "0103" + "01000000" + "00000000" + "02000000" + "00120000" + "00000000",
                written(out -> RoutingRequests.dumpRoutes(out, 1, Family.IPV4, 18)));
        assertEquals(
                "1c000000" + "2200" + "0103" + "02000000" + "00000000" + "0a" + "00".repeat(11),
                written(out -> RoutingRequests.dumpRules(out, 2, Family.IPV6)));
    }
}
