package io.keepsake.adapter.netlink.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Requests byte for byte, little-endian as on x86-64 and aarch64: header, ifaddrmsg, attributes. */
class RouteRequestsTest {
    private static final InterfaceName V0 = new InterfaceName("v0");
    private static final InterfaceAddress V4 = InterfaceAddress.parse("10.9.0.10/32");

    private static String written(Consumer<MessageWriter> request) {
        var out = new MessageWriter(256);
        request.accept(out);
        var bytes = new byte[out.datagram().remaining()];
        out.datagram().get(bytes);
        assertTrue(bytes.length <= RouteRequests.REQUEST_BYTES_MAX, bytes.length + " bytes");
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aPlainAddressIsItsLocalEndAlone() {
        var plain = new VirtualAddress(V4, V0, null, 0, null, false, true);
        assertEquals(
                "20000000" + "1400" + "0500" + "07000000" + "00000000" + "0220000003000000" + "080002000a09000a",
                written(out -> RouteRequests.add(out, 7, 3, plain)));
    }

    @Test
    void broadcastScopeLabelAndNoPrefixRouteAreAskedForWhenConfigured() {
        var full = new VirtualAddress(
                InterfaceAddress.parse("10.9.0.10/24"), V0, Ip.parse("10.9.0.255"), 253, "v0:0123456789ab", true, true);
        assertEquals(
                "44000000" + "1400" + "0500" + "07000000" + "00000000" + "021800fd03000000" + "080002000a09000a"
                        + "080004000a0900ff" + "14000300" + "76303a3031323334353637383961" + "6200"
                        + "08000800" + "00020000",
                written(out -> RouteRequests.add(out, 7, 3, full)));
    }

    @Test
    void anIpv6AddressIsNotProbedAndAWholeOneIsNoSource() {
        var whole = new VirtualAddress(InterfaceAddress.parse("fd09::10/128"), V0, null, 0, null, false, true);
        var header = "1400" + "0500" + "07000000" + "00000000";
        var local = "14000200" + "fd090000000000000000000000000010" + "08000800" + "02000000";
        assertEquals(
                "48000000" + header + "0a80000003000000" + local + "14000600" + "00000000" + "ffffffff"
                        + "0000000000000000",
                written(out -> RouteRequests.add(out, 7, 3, whole)));
        var net = new VirtualAddress(InterfaceAddress.parse("fd09::10/64"), V0, null, 0, null, false, true);
        assertEquals(
                "34000000" + header + "0a40000003000000" + local, written(out -> RouteRequests.add(out, 7, 3, net)));
    }

    @Test
    void aRemovalNamesThePrefixLengthThroughTheAddress() {
        assertEquals(
                "28000000" + "1500" + "0500" + "08000000" + "00000000" + "0220000003000000" + "080002000a09000a"
                        + "080001000a09000a",
                written(out -> RouteRequests.remove(out, 8, 3, V4, null)));
    }

    @Test
    void aPeerIsTheAddressOfTheOtherEnd() {
        var peer = Ip.parse("10.8.0.9");
        var wanted = new VirtualAddress(V4, V0, null, 0, null, false, true, AddressFlags.NONE, peer);
        var ends = "0220000003000000" + "080002000a09000a" + "080001000a080009";
        assertEquals(
                "28000000" + "1400" + "0500" + "07000000" + "00000000" + ends,
                written(out -> RouteRequests.add(out, 7, 3, wanted)));
        assertEquals(
                "28000000" + "1500" + "0500" + "08000000" + "00000000" + ends,
                written(out -> RouteRequests.remove(out, 8, 3, V4, peer)));
    }

    @Test
    void dumpsAskForLinksWithoutCountersAndForAddressesOfBothFamilies() {
        assertEquals(
                "28000000" + "1200" + "0103" + "01000000" + "00000000" + "00".repeat(16) + "08001d00" + "08000000",
                written(out -> RouteRequests.dumpLinks(out, 1)));
        assertEquals(
                "18000000" + "1600" + "0103" + "02000000" + "00000000" + "00".repeat(8),
                written(out -> RouteRequests.dumpAddresses(out, 2)));
    }

    @Test
    void requestsStandBackToBackInOneDatagram() {
        var out = new MessageWriter(256);
        RouteRequests.remove(out, 8, 3, V4, null);
        RouteRequests.remove(out, 9, 3, InterfaceAddress.parse("fd09::10/128"), null);
        var messages = Message.split(out.datagram());
        assertEquals(2, messages.size());
        assertEquals(9, messages.getLast().sequence());
    }
}
