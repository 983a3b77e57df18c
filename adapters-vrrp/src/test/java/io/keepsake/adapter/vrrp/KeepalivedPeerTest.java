package io.keepsake.adapter.vrrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.VrrpVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real keepalived (the one on the path) at the other end of the cable, as the owner, so it advertises at once. */
final class KeepalivedPeerTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void itsVersion2WithPasswordIsHeard() throws Exception {
        hear(VrrpVersion.V2, "authentication {\n auth_type PASS\n auth_pass 1111\n }\n");
    }

    @Test
    void itsVersion3IsHeard() throws Exception {
        hear(VrrpVersion.V3, "version 3\n");
    }

    private void hear(VrrpVersion version, String lines) throws Exception {
        try (var eastSide = Namespace.open("east");
                var westSide = Namespace.open("west")) {
            eastSide.cable("east0", 1, westSide, "west0", 2);
            try (var west = Node.open(westSide)) {
                var ours = Node.instance("west0", 51, version, Node.GROUP);
                west.run("1111", ours);
                var keepalived = eastSide.start(keepalived(lines));

                var heard = assertInstanceOf(AdvertReceived.class, west.hear(1).getFirst());

                assertTrue(keepalived.isAlive());
                assertEquals(ours.advert(Priority.OWNER), heard.advert());
                assertEquals(Ip.parse("10.9.0.1"), heard.source());
                assertEquals(255, heard.ttl());
            }
        }
    }

    private List<String> keepalived(String lines) throws Exception {
        var config = Files.writeString(directory.resolve("keepalived.conf"), """
                vrrp_instance VI_51 {
                    state MASTER
                    interface east0
                    virtual_router_id 51
                    priority 255
                    advert_int 1
                    %s
                    virtual_ipaddress {
                        10.9.0.100
                    }
                }
                """.formatted(lines));
        return List.of(
                "keepalived",
                "-n",
                "-l",
                "-P",
                "-f",
                config.toString(),
                "-p",
                directory.resolve("parent.pid").toString(),
                "-r",
                directory.resolve("vrrp.pid").toString(),
                "-c",
                directory.resolve("checkers.pid").toString());
    }
}
