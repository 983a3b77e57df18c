package io.keepsake.demo;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.SeenAdvert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The tutorial's "one master, two backups" with its own files: elect, stop the master, crash the next, start both again,
 * and let the journals explain. Ends with 0 only if all of it happened.
 */
public final class Demo {
    private static final Ip VIP = Ip.parse("192.168.181.100");
    private static final int VRID = 1;
    private static final int SIGTERM = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAGE_LIFE = Duration.ofMinutes(15);

    private final Capture capture;
    private final Node first;
    private final Node second;
    private final Node third;

    private Demo(Capture capture, List<Node> nodes) {
        this.capture = capture;
        first = nodes.get(0);
        second = nodes.get(1);
        third = nodes.get(2);
    }

    /** Takes {@code --keep} to leave the lab up until Enter or a signal. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var launcher = Path.of(System.getProperty("keepsake.launcher")).toRealPath();
        var examples = Path.of("docs/examples").toRealPath();
        int failures;
        var kept = emptied(Path.of("target/demo").toAbsolutePath());
        try (var lab = Lab.open()) {
            var nodes = List.of("133", "134", "135").stream()
                    .map(number -> new Node(lab, launcher, examples, kept, number))
                    .toList();
            var capture = lab.capture();
            var demo = new Demo(capture, nodes);
            demo.failovers();
            failures = explain(nodes);
            boolean keep = List.of(args).contains("--keep");
            var page = WebPage.start(launcher, kept.resolve("web.log"), nodes, keep ? Duration.ZERO : PAGE_LIFE);
            say("all three in one timeline: " + page.address());
            if (keep) {
                keep(nodes);
                page.stop();
            } else {
                System.out.println(
                        "  the page stays for " + PAGE_LIFE.toMinutes() + " minutes, or until: kill " + page.pid());
            }
        }
        say(failures == 0 ? "all of it happened, and every journal verifies" : failures + " checks failed");
        System.exit(failures == 0 ? 0 : 1);
    }

    /** The directory, with nothing left in it of another run. */
    private static Path emptied(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(directory);
    }

    private void failovers() {
        say("three hosts on one switch, interface ens33, VIP " + VIP + ", adverts to 224.24.24.18");
        var began = Instant.now();
        first.start();
        first.director().awaitOutput("BecameBackup", PATIENCE);
        second.start();
        third.start();
        master(first, began, "nobody was master: the highest priority (100) waits 3 x 1 s + 0.609 s and takes over");

        say("stop " + first.address() + " (SIGTERM), as the tutorial does");
        var stopped = Instant.now();
        first.director().signal(SIGTERM);
        master(second, stopped, "the master said goodbye with priority 0: priority 98 waits its skew, 0.617 s");
        first.director().awaitExit(PATIENCE);

        say("kill -9 the director of " + second.address());
        var killed = Instant.now();
        second.director().kill9();
        master(third, killed, "silence: priority 50 waits 3 x 1 s + 0.805 s. The dead node still holds the VIP");

        say("start " + first.address() + " and " + second.address() + " again");
        var restarted = Instant.now();
        first.start();
        second.start();
        second.watch().awaitRemoved(VIP, restarted, PATIENCE);
        say("  " + second.address() + " removed the VIP that its killed run had left");
        master(first, restarted, "it hears a lower master, leaves it alone, and takes over when its own timer is out");
        third.watch().awaitRemoved(VIP, restarted, PATIENCE);
    }

    /**
     * Waits until the node says on the wire that it is master, its kernel holds the VIP, and it alone has advertised for
     * three adverts.
     */
    private void master(Node node, Instant after, String why) {
        var advert = capture.awaitAdvert(
                node.address() + " is master", after, PATIENCE, seen -> isFrom(seen, node) && seen.priority() > 0);
        var held = node.watch().awaitAdded(VIP, after, PATIENCE);
        System.out.printf(
                "  %s is MASTER: advert after %.3f s, VIP on its ens33 after %.3f s%n    %s%n",
                node.address(), seconds(after, advert.stamp()), seconds(after, held.at()), why);
        capture.await(node.address() + " alone is master", PATIENCE, seen -> lastThreeFrom(node, seen));
    }

    private static Optional<Node> lastThreeFrom(Node node, Capture capture) {
        var adverts = capture.adverts(VRID);
        var last = adverts.subList(Math.max(0, adverts.size() - 3), adverts.size());
        return last.stream().allMatch(seen -> isFrom(seen, node)) ? Optional.of(node) : Optional.empty();
    }

    private static boolean isFrom(SeenAdvert seen, Node node) {
        return seen.advert().vrid().value() == VRID && seen.source().equals(node.address());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static int explain(List<Node> nodes) throws IOException, InterruptedException {
        int failures = 0;
        for (var node : nodes) {
            say("why, as " + node.address() + " saw it: replay explain " + node.journal());
            failures += node.replay("explain") == 0 ? 0 : 1;
            say("fold it again and compare: replay verify " + node.journal());
            failures += node.replay("verify") == 0 ? 0 : 1;
        }
        return failures;
    }

    private static void keep(List<Node> nodes) throws IOException {
        say("the lab stays up until you press Enter");
        for (var node : nodes) {
            System.out.println("  " + node.address() + "\n    enter  nsenter -t "
                    + node.host().holder()
                    + " -n bash\n    log    tail -f " + node.log()
                    + "\n    why    ./run replay explain " + node.journal()
                    + "\n    stop   kill " + node.director().pid()
                    + "\n    start  nsenter -t " + node.host().holder() + " -n " + String.join(" ", node.command()));
        }
        int read = System.in.read();
        if (read < 0) {
            say("no terminal to wait at: ending");
        }
    }

    private static void say(String what) {
        System.out.println("\n== " + what);
    }
}
