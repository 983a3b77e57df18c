package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dumps that signals ask for, beside those of a real keepalived with the same file on the same host. */
class DumpSignalsTest {
    private static final int TERM = 15;
    private static final List<String> VIPS =
            List.of("192.168.181.100", "192.168.181.103", "2001:db8::53", "192.168.181.177");
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\":");

    /** What the director has no such thing of, or does not know of its file's globals any more. */
    private static final Pattern LEFT_OUT = Pattern.compile("Global definitions: .*|VRRP Sockpool: .*"
            + "|VRRP Topology: fd_in \\d+, fd_out \\d+|VRRP Scripts: Script uid:gid"
            + "|Interfaces: (Additional IPv4 addresses|Seen up|Delayed state change running|Up debounce timer|Down debounce timer|MAC broadcast"
            + "|NIC netlink status update|Reset ARP config counter \\d+|Original arp_ignore \\d+|Original arp_filter \\d+"
            + "|Original promote_secondaries \\d+|Reset promote_secondaries counter \\d+"
            + "|(Not )?IPv6 forwarding.*)");

    private static final String INSTANCES = """
            global_defs {
             router_id tester
             enable_script_security
             script_user root
             notification_email {
              ops@example.org
             }
             notification_email_from node@example.org
             smtp_server 192.168.181.25
            }
            vrrp_script chk {
             script "/usr/bin/true yes"
             interval 1
             weight 2
            }
            vrrp_track_file tf {
             file TRACKED
             weight 1
            }
            vrrp_sync_group G1 {
             group {
              VI_1
              VI_2
             }
             notify_master "/usr/bin/true group"
            }
            vrrp_instance VI_1 {
             interface ens33
             virtual_router_id 51
             priority 100
             authentication {
              auth_type PASS
              auth_pass secret
             }
             virtual_ipaddress {
              192.168.181.100/24 dev ens33 label ens33:1
              192.168.181.101
             }
             virtual_ipaddress_excluded {
              192.168.181.102 peer 192.168.181.202
             }
             notify_master "/usr/bin/true m"
             notify "/usr/bin/true a"
            }
            vrrp_instance VI_2 {
             version 3
             interface ens33
             virtual_router_id 52
             priority 100
             advert_int 0.5
             preempt_delay 5
             unicast_src_ip 192.168.181.1
             unicast_peer {
              192.168.181.2
             }
             virtual_ipaddress {
              192.168.181.103
             }
            }
            vrrp_instance VI_6 {
             state BACKUP
             interface ens33
             virtual_router_id 53
             priority 150
             nopreempt
             virtual_ipaddress {
              fe80::53
              2001:db8::53/64
             }
             track_file {
              tf weight 2
             }
             track_script {
              chk
             }
             track_interface {
              lo weight 7
             }
            }
            vrrp_instance VI_7 {
             interface ens33
             virtual_router_id 54
             priority 90
             dont_track_primary
             skip_check_adv_addr
             virtual_ipaddress {
              192.168.181.177
             }
            }
            """;

    /** The three files of one program, as they stand some time after it was asked for them. */
    private record Seen(String data, String stats, String json) {}

    @Test
    void theyHaveTheKeysOfKeepalivedsInTheSameOrder() throws Exception {
        try (var lab = Lab.open()) {
            var ours = lab.file("ours");
            var theirs = lab.file("theirs");
            Files.createDirectory(ours);
            Files.createDirectory(theirs);
            var environment = new HashMap<>(Installation.shared());
            environment.put("TMPDIR", ours.toString());
            var node = new Node(lab, environment, 1);
            node.host().run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/ens33/disable_ipv6");
            var tracked = Files.writeString(lab.file("tracked"), "0\n");
            node.configure(INSTANCES.replace("TRACKED", tracked.toString()));

            var director = node.start();
            var seen = dumps(node, director, ours);
            director.signal(TERM);
            director.awaitExit(Node.PATIENCE);
            VIPS.forEach(vip -> node.awaitHas(vip, false));

            var pids = lab.file("keepalived").toString();
            var command = new ArrayList<>(
                    List.of("keepalived", "-n", "-l", "-P", "-f", node.config().toString()));
            command.addAll(List.of("-p", pids + ".pid", "-r", pids + ".vrrp"));
            var keepalived =
                    node.host().start(command, Map.of("TMPDIR", theirs.toString()), lab.file("keepalived.log"));
            var real = dumps(node, keepalived, theirs);

            assertEquals(keysOfStats(real.stats()), keysOfStats(seen.stats()));
            assertEquals(keysOfJson(real.json()), keysOfJson(seen.json()));
            var expected = new ArrayList<>(keysOfData(real.data()));
            expected.removeIf(key -> LEFT_OUT.matcher(key).matches());
            var found = keysOfData(seen.data());
            assertTrue(keysOfData(real.data()).containsAll(found), () -> "not in keepalived's: " + found);
            found.removeIf(key -> LEFT_OUT.matcher(key).matches());
            assertEquals(String.join("\n", expected), String.join("\n", found));
            assertEquals(states(real.data()), states(seen.data()));
        }
    }

    /** Asks for all three when every address stands. */
    private static Seen dumps(Node node, Running program, Path directory) {
        VIPS.forEach(vip -> node.awaitHas(vip, true));
        program.signal(10);
        var data = whole(directory.resolve("keepalived.data"), "------< Interfaces");
        program.signal(12);
        var stats = whole(directory.resolve("keepalived.stats"), "Priority Zero");
        program.signal(36);
        return new Seen(data, stats, whole(directory.resolve("keepalived.json"), "}]"));
    }

    /** A file once it holds this: keepalived's stand there while they are written. */
    private static String whole(Path file, String end) {
        return Await.value(file + " to hold " + end, Node.PATIENCE, () -> {
            try {
                var text = Files.exists(file) ? Files.readString(file) : "";
                return text.contains(end) && text.endsWith("\n") ? Optional.of(text) : Optional.<String>empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<String> keysOfStats(String stats) {
        return stats.lines().map(line -> line.replaceFirst(": \\d+$", "")).toList();
    }

    private static List<String> keysOfJson(String json) {
        return MEMBER.matcher(json).results().map(result -> result.group(1)).toList();
    }

    private static List<String> states(String data) {
        return data.lines()
                .filter(line -> line.startsWith("   State = "))
                .limit(4)
                .toList();
    }

    /** Every key with its section, once, in the order in which they come first; members of lists are none. */
    private static Set<String> keysOfData(String data) {
        var keys = new LinkedHashSet<String>();
        var section = "";
        for (var line : data.split("\n", -1)) {
            if (line.startsWith("------< ")) {
                section = line.substring(8, line.indexOf(" >"));
            } else if (!line.isBlank() && !line.startsWith("     ")) {
                var key = line.split(" = | :|:$", -1)[0].strip();
                keys.add(section + ": " + (key.startsWith("Using src_ip") ? "Using src_ip" : key));
            }
        }
        return keys;
    }

    /** As OpenShift's probe does it: the file is prepared, and what was prepared must be gone. */
    @Test
    void aProbeThatPreparesTheFileSeesItReplaced() throws Exception {
        try (var lab = Lab.open()) {
            var directory = Files.createDirectory(lab.file("tmp"));
            var environment = new HashMap<>(Installation.shared());
            environment.put("TMPDIR", directory.toString());
            var node = new Node(lab, environment, 1);
            node.configure(Configs.fast("0.1", 255, VIPS.getFirst()));
            var director = node.start();
            node.awaitHas(VIPS.getFirst(), true);
            var file = Files.writeString(directory.resolve("keepalived.data"), "State = FAULT\n");
            director.signal(10);
            Await.until(
                    "the prepared text to go", Node.PATIENCE, () -> !read(file).contains("State = FAULT"));
            assertTrue(read(file).contains("   State = MASTER\n"));
            director.signal(12);
            director.signal(36);
            whole(directory.resolve("keepalived.stats"), "Sent");
            whole(directory.resolve("keepalived.json"), "}]");
            try (var left = Files.list(directory)) {
                assertEquals(
                        Set.of("keepalived.data", "keepalived_parent.data", "keepalived.stats", "keepalived.json"),
                        left.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
            }
            assertFalse(node.director().output().contains("Exception"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
