package io.keepsake.demo;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Curl;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Ipvsadm;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Nginx;
import io.keepsake.testkit.lab.Running;
import io.keepsake.testkit.uml.UserModeKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tutorial's LVS cluster with its own file, in a user-mode kernel with IPVS: two web servers in direct routing, one
 * dies, both die and the sorry server answers, both come back; then the director stops and another takes over. Ends with 0
 * only if all of it happened.
 */
public final class LvsDemo {
    private static final Ip VIP = Ip.parse("192.168.181.100");
    private static final String URL = "http://" + VIP + "/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGTERM = 15;

    private final Lab lab;
    private final Path launcher;
    private final Path script;
    private final Curl client;
    private final Map<String, Path> journals = new HashMap<>();
    private final Ipvsadm table;

    private LvsDemo(Lab lab, Path launcher, Path script, Host client, Host director) {
        this.lab = lab;
        this.launcher = launcher;
        this.script = script;
        this.client = new Curl(client);
        this.table = new Ipvsadm(director);
    }

    /** Boots the kernel and runs itself in it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.exit(UserModeKernel.inside() ? play() : boot());
    }

    private static int boot() {
        var java = System.getProperty("java.home") + "/bin/java";
        var launcher = System.getProperty("keepsake.launcher");
        var classPath = System.getProperty("java.class.path");
        var command = List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Dkeepsake.launcher=" + launcher,
                LvsDemo.class.getName());
        return UserModeKernel.plain()
                .memory(2048)
                .classPath(classPath)
                .run(command, System.out::println)
                .status();
    }

    private static int play() throws IOException, InterruptedException {
        var launcher = Path.of(System.getProperty("keepsake.launcher")).toRealPath();
        var script = Path.of("docs/operations/real-server.sh").toRealPath();
        var tutorial = Path.of("docs/examples/lvs-dr/192.168.181.138.conf").toRealPath();
        try (var lab = Lab.open()) {
            var client = lab.host("client", "ens33", "192.168.181.1/24");
            var first = lab.host("138", "ens33", "192.168.181.138/24");
            var second = lab.host("139", "ens33", "192.168.181.139/24");
            var demo = new LvsDemo(lab, launcher, script, client, first);
            demo.cluster(first, second, tutorial);
        }
        return 0;
    }

    private void cluster(Host first, Host second, Path tutorial) throws IOException, InterruptedException {
        say("two web servers with the VIP " + VIP + " on lo, silent about it; a sorry server on each director");
        Nginx.page(first, 80, "sorry, from 138");
        Nginx.page(second, 80, "sorry, from 139");
        var one = webServer("140");
        var two = webServer("141");

        say("the director, with the tutorial's file as it stands: " + tutorial);
        var director = director(first, tutorial);
        rows("both web servers are there", 2);
        show();
        alternate();

        say("kill the nginx of 192.168.181.140");
        one.process().kill9();
        rows("140 has left", 1);
        show();

        say("kill the nginx of 192.168.181.141 too");
        two.process().kill9();
        Await.until("the sorry server answers", PATIENCE, () -> answers("sorry, from 138"));
        show();

        say("start both again");
        Nginx.page(host("140"), 80, "web server 140");
        Nginx.page(host("141"), 80, "web server 141");
        Await.until(
                "both answer again",
                PATIENCE,
                () -> table.glimpse().stream()
                                .filter(rule -> rule.contains("192.168.181.14"))
                                .count()
                        == 2);
        show();
        alternate();
        takeover(first, second, tutorial, director);
    }

    private void takeover(Host first, Host second, Path tutorial, Running director)
            throws IOException, InterruptedException {
        say("a second director as backup: the same file with state BACKUP and priority 90");
        var text = Files.readString(tutorial)
                .replace("state MASTER", "state BACKUP")
                .replace("priority 100", "priority 90");
        var backup = director(second, Files.writeString(lab.file("139.conf"), text));
        var hers = new Ipvsadm(second);
        Await.until("the backup has the table", PATIENCE, () -> hers.glimpse().size() == 3);
        System.out.println("  139 is BACKUP, and its kernel has the table already:");
        print(hers);

        say("stop the first director (SIGTERM)");
        var stopped = Instant.now();
        director.signal(SIGTERM);
        Await.until("139 holds the VIP", PATIENCE, () -> second.has(VIP));
        System.out.printf("  139 holds the VIP after %.3f s%n", seconds(stopped));
        director.awaitExit(PATIENCE);
        System.out.println("  the table of 138 is empty: " + table.rules().isEmpty());
        alternate();
        backup.signal(SIGTERM);
        backup.awaitExit(PATIENCE);

        say("why each left and came back, as 138 saw it: replay explain");
        replay("explain", first);
        say("fold it again and compare: replay verify");
        replay("verify", first);
        say("all of it happened");
    }

    private static double seconds(Instant from) {
        return Duration.between(from, Instant.now()).toNanos() / 1e9;
    }

    private Host host(String name) {
        return lab.hosts().stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no host " + name));
    }

    private Nginx webServer(String number) {
        var server = lab.host(number, "ens33", "192.168.181." + number + "/24");
        server.run(script.toString(), "start", VIP.toString());
        server.run(script.toString(), "status", VIP.toString());
        return Nginx.page(server, 80, "web server " + number);
    }

    private Running director(Host host, Path config) {
        var command = List.of(
                launcher.toString(),
                "director",
                "-n",
                "-l",
                "-i",
                host.name(),
                "-f",
                config.toString(),
                "-p",
                lab.file(host.name() + ".pid").toString(),
                "--control=" + lab.file(host.name() + ".sock"),
                "--journal",
                journal(host).toString());
        return host.start(command, Map.of(), lab.file("director-" + host.name() + ".log"));
    }

    private Path journal(Host host) {
        return journals.computeIfAbsent(host.name(), name -> lab.file("journal-" + name));
    }

    /** Waits until the service has so many destinations, and one master holds the VIP. */
    private void rows(String what, int destinations) {
        Await.until(
                what,
                PATIENCE,
                () -> table.glimpse().size() == destinations + 1 && table.host().has(VIP));
    }

    private void show() {
        System.out.println("  ipvsadm -Ln on 138:");
        print(table);
    }

    private static void print(Ipvsadm of) {
        of.run("-L", "-n").lines().skip(1).forEach(line -> System.out.println("    " + line));
    }

    private boolean answers(String text) {
        try {
            return client.get(URL).equals(text);
        } catch (LabException noAnswerYet) {
            return false;
        }
    }

    private void alternate() {
        var answers = client.get(URL, 4);
        System.out.println("  four times curl " + URL + ": " + String.join(", ", answers));
        boolean alternates = answers.get(0).equals(answers.get(2))
                && answers.get(1).equals(answers.get(3))
                && !answers.get(0).equals(answers.get(1));
        if (!alternates) {
            throw new LabException("expected two servers in turn, got " + answers);
        }
    }

    private void replay(String verb, Host host) throws IOException, InterruptedException {
        int status = new ProcessBuilder(
                        launcher.toString(), "replay", verb, journal(host).toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new LabException("replay " + verb + " ended with " + status);
        }
    }

    private static void say(String what) {
        System.out.println("\n== " + what);
    }
}
