package io.keepsake.torture;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Capture;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import io.keepsake.torture.RealServers.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Three directors on a switch, the servers they check, a neighbour who sends packets, and a web that follows all. */
final class Cluster implements AutoCloseable {
    static final int NODES = 3;

    private static final String ROUTING = "ip proto 112";
    private static final String WEB = "127.0.0.1:9165";
    private static final int TERM = 15;

    private final Path launcher;
    private final Lab lab;
    private final Path images;
    private final List<Node> nodes;
    private final List<Capture> captures;
    private final Host serverHost;
    private final Host neighbour;
    private final Host viewer;
    private Running servers;
    private Running web;

    Cluster(Path launcher) throws IOException {
        this.launcher = launcher;
        lab = Lab.open();
        try {
            // the web runs as nobody in root's group, and reads the journals
            Files.setPosixFilePermissions(lab.file("any").getParent(), PosixFilePermissions.fromString("rwxr-x---"));
            images = Files.createDirectories(lab.file("images"));
            Shell.run("mount", "-t", "tmpfs", "-o", "mode=0750,size=256m", "keepsake", images.toString());
            serverHost = lab.host("servers", "eth0", RealServers.ADDRESS + "/24");
            neighbour = lab.host("neighbour", "eth0", "192.168.181.8/24");
            viewer = lab.host("viewer");
            var made = new ArrayList<Node>();
            for (int i = 0; i < NODES; i++) {
                made.add(new Node(lab, launcher, i, images));
            }
            nodes = List.copyOf(made);
            captures = nodes.stream()
                    .map(node -> lab.captureSent(node.host(), ROUTING))
                    .toList();
            servers = startServers(Manner.GOOD);
            nodes.forEach(Node::start);
            web = startWeb();
        } catch (IOException | LabException e) {
            lab.close();
            throw e;
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Those that run. */
    List<Running> directors() {
        return nodes.stream().filter(Node::runs).map(Node::director).toList();
    }

    /** What each node sends, in their order: its adverts. */
    List<Capture> captures() {
        return captures;
    }

    Host neighbour() {
        return neighbour;
    }

    /** A path in the lab's directory that nothing else uses. */
    Path file(String name) {
        return lab.file(name);
    }

    /** The words before a main class of ours that runs in the lab. */
    static List<String> java(Class<?> main) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    private Running startServers(Manner manner) {
        var words = new ArrayList<>(java(RealServers.class));
        words.add(manner.word());
        var started = serverHost.start(words.toArray(String[]::new));
        started.awaitOutput("listening", Node.PATIENCE);
        return started;
    }

    /** From now on the real servers treat who comes like this. */
    void serve(Manner manner) {
        servers.kill9();
        servers = startServers(manner);
    }

    private Running startWeb() {
        var words = new ArrayList<>(List.of(launcher.toString(), "web", "--listen", WEB));
        for (var node : nodes) {
            words.addAll(List.of("--journal", node + "=" + node.journalOfOurs()));
        }
        return viewer.start(words, Map.of(), lab.file("web.log"));
    }

    Running web() {
        return web;
    }

    /** Starts the web anew, after it was killed. */
    void restartWeb() {
        web = startWeb();
    }

    /** Clients of the web that begin a request and never end it; they stay until killed. */
    Running hangOnWeb(int clients) {
        var script =
                "for ((i = 0; i < $2; i++)); do exec {client}<> \"/dev/tcp/$0/$1\" && echo -n 'GET / HT' >&$client;"
                        + " done 2> /dev/null; echo hanging; exec sleep infinity";
        var started = viewer.start("bash", "-c", script, "127.0.0.1", "9165", Integer.toString(clients));
        started.awaitOutput("hanging", Node.PATIENCE);
        return started;
    }

    /** That the web, after all that happened to it, has read every journal, and ends when asked to. */
    void checkWeb() {
        // it runs when nobody else wants to
        Await.until("the web to have read everything", Duration.ofMinutes(2), this::webIsReady);
        web.signal(TERM);
        int status = web.awaitExit(Duration.ofMinutes(1));
        if (status != 128 + TERM && status != 0) {
            throw new Failure("the web to end at SIGTERM", "status " + status + ": " + web.output());
        }
    }

    private boolean webIsReady() {
        if (!web.alive()) {
            throw new Failure("the web to run", "it has ended: " + web.output());
        }
        try {
            Pause.of(Duration.ofMillis(500));
            viewer.run("curl", "-sf", "--max-time", "20", "-o", "/dev/null", "http://" + WEB + "/health/ready");
            return true;
        } catch (LabException _) {
            return false;
        }
    }

    /** Copies what tells what happened: journals, logs, files, and the adverts on the wire. */
    void keep(Path evidence) throws IOException {
        Files.createDirectories(evidence);
        for (int i = 0; i < NODES; i++) {
            var node = nodes.get(i);
            var to = Files.createDirectories(evidence.resolve(node.toString()));
            if (Files.exists(node.journalOfOurs())) {
                Shell.run(
                        "cp",
                        "-a",
                        node.journalOfOurs().toString(),
                        to.resolve("journal").toString());
            }
            var files = new ArrayList<>(List.of(node.log(), node.config()));
            try (var all = Files.list(node.config().resolveSibling("."))) {
                all.filter(file -> file.getFileName().toString().startsWith("hs_err_"))
                        .forEach(files::add);
            }
            for (var file : files) {
                Shell.run("cp", "-a", file.toString(), to.toString());
            }
            captures.get(i).writePcap(to.resolve("adverts.pcap"));
            Files.write(
                    to.resolve("addresses.txt"),
                    node.watch().events().stream().map(Object::toString).toList());
        }
        if (Files.exists(web.log())) {
            Shell.run(
                    "cp",
                    "-a",
                    web.log().toString(),
                    evidence.resolve("web.log").toString());
        }
    }

    @Override
    public void close() {
        web.kill9();
        nodes.stream().filter(Node::runs).forEach(node -> node.director().kill9());
        nodes.forEach(Node::close);
        Shell.run("umount", "--lazy", images.toString());
        lab.close();
    }
}
