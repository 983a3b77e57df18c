package io.keepsake.web.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keepsake.core.value.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernel's own list of destinations. */
class ConnectionsTest {
    private static final List<String> TABLE = List.of(
            "IP Virtual Server version 1.2.1 (size=4096)",
            "Prot LocalAddress:Port Scheduler Flags",
            "  -> RemoteAddress:Port Forward Weight ActiveConn InActConn",
            "TCP  C0A8B564:0050 rr  ",
            "  -> C0A8B58D:0050      Route   1      7          12        ",
            "  -> C0A8B58C:0050      Route   3      0          0         ",
            "UDP  [fd00:0000:0000:0000:0000:0000:0000:0001]:0035 wlc  ",
            "  -> [fd00:0000:0000:0000:0000:0000:0000:0002]:0035      Masq    1      1          2         ");

    @Test
    void destinationsAreFoundByServiceAndAddress() {
        var connections = Connections.parse(TABLE);
        assertEquals(
                new Connections.Count(1, 7, 12),
                connections.of("tcp:192.168.181.100:80", Endpoint.parse("192.168.181.141:80")));
        assertEquals(
                new Connections.Count(1, 1, 2), connections.of("udp:[fd00::1]:53", Endpoint.parse("[fd00::2]:53")));
        assertNull(connections.of("tcp:192.168.181.100:81", Endpoint.parse("192.168.181.141:80")));
    }
}
