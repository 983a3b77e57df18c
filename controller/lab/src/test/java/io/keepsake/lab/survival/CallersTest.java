package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The director under the name of keepalived, started and stopped in the background as those do who come with it. */
@Execution(ExecutionMode.CONCURRENT)
class CallersTest {
    private static final String ROUTER = "5f0c2a9e-8b1d-4d0e-9a57-0b3c4e6f7a81";

    /**
     * Neutron's routers: the directory is its user's, both pid files are deleted before each start, and a router is active
     * while its UUID stands in the command line of both processes.
     */
    @Test
    void aRouterOfNeutron() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var room = Files.createDirectory(lab.file(ROUTER));
            Files.setPosixFilePermissions(room, PosixFilePermissions.fromString("rwxr-xr-x"));
            var conf = Files.writeString(room.resolve("keepalived.conf"), """
                    global_defs {
                        notification_email_from neutron@openstack.local
                        router_id neutron
                    }
                    vrrp_instance VR_7 {
                        state BACKUP
                        interface ens33
                        virtual_router_id 7
                        priority 50
                        garp_master_delay 60
                        nopreempt
                        advert_int 2
                        authentication {
                            auth_type PASS
                            auth_pass secret
                        }
                        track_interface {
                            ens33
                        }
                        virtual_ipaddress {
                            169.254.0.7/24 dev ens33
                        }
                        virtual_ipaddress_excluded {
                            10.0.0.1/24 dev ens33
                        }
                        virtual_routes {
                            0.0.0.0/0 via 10.0.0.9 dev ens33 no_track protocol static
                        }
                    }
                    """);
            var pid = room.resolve(ROUTER + ".pid.keepalived");
            var vrrp = room.resolve(ROUTER + ".pid.keepalived-vrrp");
            node.host().run("chown", "-R", "nobody", room.toString());
            for (int start = 1; start <= 2; start++) {
                start(node, List.of("-P", "-f", conf.toString(), "-p", pid.toString(), "-r", vrrp.toString(), "-D"));
                for (var file : List.of(pid, vrrp)) {
                    assertTrue(commandLine(file).contains(ROUTER), () -> file + ": " + commandLine(file));
                    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
                node.awaitHas("169.254.0.7", true);
                node.awaitHas("10.0.0.1", true);
                var number = Files.readString(pid).strip();
                var another = "10.0.0." + (1 + start);
                Files.writeString(
                        conf,
                        Files.readString(conf)
                                .replace(
                                        "10.0.0.1/24 dev ens33",
                                        "10.0.0.1/24 dev ens33\n" + another + "/24 dev ens33"));
                node.host().run("kill", "-HUP", number);
                node.awaitHas(another, true);
                node.host().run("kill", "-TERM", number);
                Await.until("its end", Node.PATIENCE, () -> !Files.exists(Path.of("/proc", number)));
                node.awaitHas("169.254.0.7", false);
                for (var file : List.of(pid, vrrp)) {
                    assertEquals("", Files.readString(file), "it may not be removed, and names no process");
                    Files.delete(file);
                }
            }
        }
    }

    /** Octavia's two units of Type=forking: the one with instances, and the one with virtual servers. */
    @Test
    void anAmphoraOfOctavia() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, "192.168.181.100"));
            var lvs = Files.writeString(
                    Files.createDirectory(lab.file("lvs")).resolve("octavia-keepalivedlvs-9.conf"), """
                    # Configuration for Listener 9

                    virtual_server 192.168.181.200 80 {
                        lb_algo wrr
                        lb_kind NAT
                        protocol UDP
                        real_server 192.168.181.9 80 {
                            weight 1
                        }
                    }
                    """);
            var beside = lvs.resolveSibling("vrrp.pid");
            var check = lvs.resolveSibling("check.pid");
            start(
                    node,
                    List.of(
                            "--log-facility=0",
                            "-f",
                            node.config().toString(),
                            "-p",
                            node.pidFile().toString()));
            var own = lvs.resolveSibling("octavia-keepalivedlvs-9.pid");
            start(
                    node,
                    List.of(
                            "--log-facility=0",
                            "-f",
                            lvs.toString(),
                            "-p",
                            own.toString(),
                            "-r",
                            beside.toString(),
                            "-c",
                            check.toString()));
            node.awaitHas("192.168.181.100", true);
            assertTrue(commandLine(node.pidFile()).contains(node.config().toString()));
            assertEquals(Files.readString(own), Files.readString(check));
            assertTrue(!Files.exists(beside), "it has no instance, and no process for one");
            for (var file : List.of(node.pidFile(), own)) {
                var number = Files.readString(file).strip();
                node.host().run("kill", "-TERM", number);
                Await.until("its end", Node.PATIENCE, () -> !Files.exists(Path.of("/proc", number)));
                assertTrue(!Files.exists(file));
            }
            node.awaitHas("192.168.181.100", false);
        }
    }

    /** Waits for its return; then the pid file is there. */
    private static void start(Node node, List<String> words) throws IOException {
        var journal = Path.of(words.get(words.indexOf("-p") + 1) + ".journal").getFileName();
        var link = node.log().resolveSibling("keepalived");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, Installation.LAUNCHER);
        }
        var command = new ArrayList<>(List.of(link.toString()));
        command.addAll(words);
        command.addAll(List.of("--journal", node.log().resolveSibling(journal).toString()));
        var started = node.host().start(command, node.environment(), node.log());
        assertEquals(0, started.awaitExit(Node.PATIENCE), started::output);
    }

    /** That of the process that a pid file names; empty where there is none. */
    private static String commandLine(Path pidFile) {
        try {
            var number = Files.readString(pidFile).strip();
            return number.isEmpty()
                    ? ""
                    : Files.readString(Path.of("/proc", number, "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
