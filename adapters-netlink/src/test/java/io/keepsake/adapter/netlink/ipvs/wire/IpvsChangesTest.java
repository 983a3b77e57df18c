package io.keepsake.adapter.netlink.ipvs.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.wire.MessageWriter;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Requests byte for byte, little-endian as on x86-64 and aarch64: netlink header, command, attributes. */
class IpvsChangesTest {
    private static final ServiceKey WEB = ServiceKey.parse("tcp:10.9.0.100:80");
    private static final String WEB_HEX = "06000100" + "02000000" + "06000200" + "06000000" + "14000300" + "0a090064"
            + "00".repeat(12) + "06000400" + "00500000";

    private static String written(Consumer<MessageWriter> request) {
        var out = new MessageWriter(512);
        request.accept(out);
        var bytes = new byte[out.datagram().remaining()];
        out.datagram().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String change(IpvsChange change) {
        return written(out -> IpvsChanges.write(out, 28, 7, change));
    }

    private static String header(String length, String command) {
        return length + "1c00" + "0100" + "07000000" + "00000000" + command + "010000";
    }

    @Test
    void aPersistentServiceHasItsMaskInNetworkOrder() {
        var service = new Service(WEB, "wlc", Service.FLAG_1, false, 300, 24, "sip");
        assertEquals(
                header("70000000", "01") + "5c000100" + WEB_HEX + "08000600" + "776c6300" + "08000b00" + "73697000"
                        + "0c000700" + "09000000" + "ffffffff" + "08000800" + "2c010000" + "08000900" + "ffffff00",
                change(new IpvsChange.AddService(service)));
    }

    @Test
    void aMarkedServiceOfIpv6HasItsPrefixAsANumber() {
        var service = new Service(ServiceKey.parse("fwmark:7:ipv6"), "rr", 0, true, 0, 64, "");
        assertEquals(
                header("4c000000", "02") + "38000100" + "06000100" + "0a000000" + "08000500" + "07000000" + "07000600"
                        + "72720000" + "0c000700" + "04000000" + "ffffffff" + "08000800" + "00000000" + "08000900"
                        + "80000000",
                change(new IpvsChange.EditService(service)));
    }

    @Test
    void aTunnelIsDescribedAndTheServiceIsNamedByItsKeyAlone() {
        var gue = new Forwarding(Method.TUN, Tunnel.GUE, 5555, Checksum.REMOTE);
        var destination = new Destination(Endpoint.parse("10.9.0.14:80"), gue, 2, 9, 4);
        assertEquals(
                header("a4000000", "05") + "30000100" + WEB_HEX + "60000200" + "06000b00" + "02000000" + "14000100"
                        + "0a09000e" + "00".repeat(12) + "06000200" + "00500000" + "08000300" + "02000000" + "08000400"
                        + "02000000" + "08000500" + "09000000" + "08000600" + "04000000" + "05000d00" + "01000000"
                        + "06000e00" + "15b30000" + "06000f00" + "02000000",
                change(new IpvsChange.AddDestination(WEB, destination)));
    }

    @Test
    void aRemovalNamesTheKeysAlone() {
        assertEquals(header("44000000", "03") + "30000100" + WEB_HEX, change(new IpvsChange.RemoveService(WEB)));
        assertEquals(
                header("6c000000", "07") + "30000100" + WEB_HEX + "28000200" + "06000b00" + "02000000" + "14000100"
                        + "0a09000e" + "00".repeat(12) + "06000200" + "00500000",
                change(new IpvsChange.RemoveDestination(WEB, Endpoint.parse("10.9.0.14:80"))));
    }

    @Test
    void onlyTheLastMessageIsToBeAcknowledged() {
        var hex = written(out -> {
            IpvsChanges.write(out, 28, 7, new IpvsChange.RemoveService(WEB));
            IpvsChanges.write(out, 28, 8, new IpvsChange.RemoveService(WEB));
            out.acknowledge();
        });
        assertEquals("0100", hex.substring(12, 16));
        assertEquals("0500", hex.substring(136 + 12, 136 + 16));
    }

    @Test
    void theFamilyIsAskedForByName() {
        assertEquals(
                "20000000" + "1000" + "0100" + "03000000" + "00000000" + "03020000" + "09000200" + "49505653"
                        + "00000000",
                written(out -> IpvsRequests.family(out, 3)));
    }

    @Test
    void namesLongerThanTheKernelsDoNotFit() {
        var long15 = new Service(WEB, "s".repeat(15), 0, false, 0, 32, "e".repeat(16));
        assertTrue(IpvsChanges.fits(new IpvsChange.AddService(long15)));
        var longer = new Service(WEB, "s".repeat(16), 0, false, 0, 32, "");
        assertFalse(IpvsChanges.fits(new IpvsChange.AddService(longer)));
        var engine = new Service(WEB, "rr", 0, false, 0, 32, "e".repeat(17));
        assertFalse(IpvsChanges.fits(new IpvsChange.EditService(engine)));
    }
}
