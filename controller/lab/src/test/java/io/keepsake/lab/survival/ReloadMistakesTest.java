package io.keepsake.lab.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Lab;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A reload to a file that has lost something takes nothing away, and says so to whoever asked. */
class ReloadMistakesTest {
    private static final String VIP = "192.168.181.100";

    private static Map<String, String> mistakes(String good) {
        var mistakes = new LinkedHashMap<String, String>();
        mistakes.put("an empty file", "");
        mistakes.put("half of it", good.substring(0, good.length() / 2));
        mistakes.put("no text", "\0\1\2\0\n\0\n");
        mistakes.put("a VRID out of range", good.replaceFirst("virtual_router_id \\d+", "virtual_router_id 8O"));
        mistakes.put("a value that is missing", good.replaceFirst("virtual_router_id \\d+", "virtual_router_id"));
        mistakes.put("a brace that is missing", good.replaceFirst("virtual_ipaddress \\{", "virtual_ipaddress"));
        mistakes.put("an include that leads nowhere", "include /proc/self/fd/99*\nincludem /nonexistent\n");
        return mistakes;
    }

    @Test
    void a_file_that_lost_something_changes_nothing() throws IOException {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            var good = Configs.fast("0.1", 255, VIP);
            node.configure(good);
            node.start();
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);
            var mistakes = mistakes(good);
            for (var mistake : mistakes.entrySet()) {
                node.configure(mistake.getValue());
                var test = node.ask("-t");
                assertNotEquals(0, test.awaitExit(Node.PATIENCE), mistake.getKey());
                assertNotEquals(5, test.awaitExit(Node.PATIENCE), mistake.getKey());
                var answer = node.ask("--reload");
                assertNotEquals(0, answer.awaitExit(Node.PATIENCE), mistake.getKey());
                assertTrue(answer.output().contains("refused; the configuration in force stays"), answer::output);
            }
            Await.until(
                    "each refusal in the log",
                    Node.PATIENCE,
                    () -> node.director()
                                    .output()
                                    .lines()
                                    .filter(line -> line.contains("ConfigRefused"))
                                    .count()
                            == mistakes.size());
            Await.until(
                    "each refusal in the journal",
                    Node.PATIENCE,
                    () -> JournalCheck.read(node.journal()).turns(1).stream()
                                    .filter(turn -> turn.recorded().event() instanceof ConfigRefused)
                                    .count()
                            == mistakes.size());
            assertEquals(1, node.changesOf(VIP).size(), "the address stood all the time");
            node.configure(good);
            assertEquals(0, node.ask("--reload").awaitExit(Node.PATIENCE));
            assertTrue(node.has(VIP));
        }
    }

    @Test
    void instances_count_for_the_most_that_may_go() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.run(node.command("--reload-removes-max", "0"));
            node.awaitHas(VIP, true);
            node.configure(Configs.fast("0.1", 255, VIP).replaceFirst("vrrp_instance \\S+", "vrrp_instance OTHER"));
            var answer = node.ask("--reload");
            assertNotEquals(0, answer.awaitExit(Node.PATIENCE), answer::output);
            assertTrue(answer.output().contains("would remove vrrp_instance"), answer::output);
            assertTrue(node.has(VIP));
        }
    }

    @Test
    void with_dont_release_vrrp_the_address_stays_and_no_goodbye_is_said() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            var capture = lab.capture();
            node.run(node.command("-V"));
            node.awaitRecorded(1, "becoming master", BecameMaster.class);
            node.awaitHas(VIP, true);
            capture.awaitAdvert("an advert", Instant.now(), Node.PATIENCE, _ -> true);
            node.director().signal(15);
            assertEquals(0, node.director().awaitExit(Node.PATIENCE));
            assertTrue(node.has(VIP));
            assertTrue(capture.adverts().stream().noneMatch(seen -> seen.priority() == 0));
            assertTrue(JournalCheck.read(node.journal()).verify().turns(1).stream()
                    .anyMatch(turn -> JournalCheck.tells(turn, StopRequested.class)));
        }
    }

    @Test
    void with_check_only_no_instance_runs() {
        try (var lab = Lab.open()) {
            var node = Node.alone(lab);
            node.configure(Configs.fast("0.1", 255, VIP));
            node.run(node.command("-C"));
            node.awaitRecorded(1, "the configuration", ConfigAccepted.class);
            var status = node.ask("--status");
            assertEquals(0, status.awaitExit(Node.PATIENCE), status::output);
            assertFalse(status.output().contains("MASTER"), status::output);
            assertEquals(List.of(), node.changesOf(VIP));
        }
    }
}
