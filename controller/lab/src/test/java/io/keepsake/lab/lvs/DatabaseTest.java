package io.keepsake.lab.lvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.MariaDb;
import io.keepsake.testkit.uml.InUserModeKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tutorial's MySQL section, with its file but for its notify_down, which the tutorial leaves commented out. */
@ExtendWith(GuestInstallation.class)
@InUserModeKernel(megabytes = 2048)
class DatabaseTest {
    private static final String VIP = "192.168.181.100";

    @Test
    void aPairOfDatabasesAndAScriptThatRunsOnce() throws IOException {
        try (var lab = Lab.open()) {
            var client = lab.host("client", "ens33", "192.168.181.1/24");
            var director = new Balancer(lab, lab.host("director", "ens33", "192.168.181.138/24", VIP + "/32"));
            var first = MariaDb.start(realServer(lab, 143), 3306, 143);
            MariaDb.start(realServer(lab, 144), 3306, 144);
            var told = lab.file("told");
            Files.writeString(told, "");
            Files.setPosixFilePermissions(told, PosixFilePermissions.fromString("rw-rw-rw-"));
            Files.setPosixFilePermissions(told.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            var script = script(lab, told);
            director.start(tutorial()
                    .replace(
                            "#notify_down /etc/keepalived/check_mysql.sh",
                            "notify_down \"" + script + " 3306\" nobody #"));
            var service = "-A -t 192.168.181.100:3306 -s rr";
            var one = "-a -t 192.168.181.100:3306 -r 192.168.181.143:3306 -g -w 1";
            var two = "-a -t 192.168.181.100:3306 -r 192.168.181.144:3306 -g -w 1";
            director.await("both databases are there", service, one, two);
            var ids = List.of(id(client), id(client));
            assertTrue(ids.contains("143") && ids.contains("144"), ids::toString);
            first.process().kill9();
            director.await("the dead one leaves", service, two);
            assertEquals("144", id(client));
            Await.until("the script ran", Balancer.SOON, () -> read(told).contains("3306"));
            director.agrees();
            director.stop();
            assertEquals("nobody 3306\n", read(told));
        }
    }

    private static String id(Host client) {
        return MariaDb.ask(client, VIP, 3306, "select @@server_id");
    }

    private static Host realServer(Lab lab, int number) {
        var server = lab.host("rs" + number, "ens33", "192.168.181." + number + "/24");
        server.run("sysctl", "-q", "-w", "net.ipv4.conf.all.arp_ignore=1", "net.ipv4.conf.all.arp_announce=2");
        server.run("ip", "address", "add", VIP + "/32", "dev", "lo");
        return server;
    }

    private static String tutorial() throws IOException {
        return Files.readString(Path.of("../../docs/examples/mysql/192.168.181.138.conf"));
    }

    private static Path script(Lab lab, Path told) throws IOException {
        var script = lab.file("check_mysql.sh");
        Files.writeString(script, "#!/bin/sh\necho \"$(id -un) $*\" >> " + told + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
