package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The same files, the same things happening to them, with real keepalived and with the director under its name: the lines
 * that people grep for, in their order, the pid files and the exit code.
 */
class LogLinesTest {
    private static final Duration SOON = Cluster.SOON.multipliedBy(2);

    /** What docs/reference/contracts.md promises; everything else that either says is its own affair. */
    private static final Pattern PROMISED = Pattern.compile(Stream.of(
                    "\\(\\w+\\) Entering (MASTER|BACKUP|FAULT) STATE( \\(init\\))?",
                    "\\(\\w+\\) entering FAULT state",
                    "\\(\\w+\\) Receive advertisement timeout",
                    "\\(\\w+\\) Backup received priority 0 advertisement",
                    "\\(\\w+\\) Master received advert from .*",
                    "\\(\\w+\\) Received advert from .* with lower priority .*",
                    "\\(\\w+\\) received lower priority .*",
                    "\\(\\w+\\) Changing effective priority from .*",
                    "\\(\\w+\\) sent 0 priority",
                    "\\(\\w+\\) (setting|removing) (E-)?VIPs\\.",
                    "\\(\\w+\\) (setting|removing) Virtual (Routes|Rules)",
                    "\\(\\w+\\) Sending/queueing .*",
                    "VRRP_Group\\(\\w+\\) Syncing instances to \\w+ state",
                    "\\(\\w+\\): tracked file \\w+ .*",
                    "Netlink reports .*",
                    "VRRP_Script\\(\\w+\\) .*",
                    "Script `\\w+` now returning \\d+",
                    "\\(\\w+\\) received an? .*",
                    "\\(\\w+\\) ip address associated with VRID .*",
                    "\\(\\w+\\) advertisement interval mismatch .*",
                    "\\(\\w+\\) wrong version\\. .*",
                    "Unknown VRID.*",
                    "Starting Keepalived .*",
                    "Configuration file .*",
                    "Opening file .*",
                    "Starting VRRP child process.*",
                    "SECURITY VIOLATION .*",
                    "Reloading( \\.\\.\\.)?",
                    "Reload complete",
                    "Startup complete",
                    "Stopping",
                    "Stopped Keepalived .*")
            .collect(Collectors.joining("|")));

    /**
     * What comes again by the clock, once in the order of the first; and what both say at once, in either order: keepalived's
     * two processes write at the same time.
     */
    private static final Pattern REPEATED = Pattern.compile(
            "\\(\\w+\\) (received an? |ip address |advertisement interval |wrong version|received lower ).*|Unknown VRID.*|.*queueing.*");

    /** One thing that happens. */
    private interface Act {
        void on(Stage stage) throws Exception;
    }

    /**
     * A file and what happens to it.
     *
     * @param rival who is master when it starts; null for nobody. Then no result of a script races with an election.
     */
    private record Story(
            String name,
            boolean detail,
            String file,
            @Nullable Conf rival,
            List<Act> acts) {
        Story against(Conf master) {
            return new Story(name, detail, file, master, acts);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Where one of the two plays. */
    private static final class Stage implements AutoCloseable {
        private final Lab lab = Lab.open();
        private final Host host = lab.host("n133", "ens33", "192.168.181.133/24");
        private final Host peer = lab.host("n135", "ens33", "192.168.181.135/24");
        private final Path directory = Files.createDirectory(lab.file("stage"));
        private final Path config = file("tested.conf");
        private final Path pids = file("tested");
        private final boolean ours;
        private @Nullable Running running;
        private @Nullable Running other;

        Stage(boolean ours) throws IOException {
            this.ours = ours;
        }

        void start(Story story) throws IOException {
            write(story.file());
            var command = new ArrayList<>(List.of("keepalived", "-n", "-l", "-G"));
            if (story.detail()) {
                command.add("-D");
            }
            command.addAll(List.of("-f", config.toString()));
            command.addAll(List.of("-p", pids + ".pid", "-r", pids + ".vrrp", "-c", pids + ".checkers"));
            if (ours) {
                var link = Files.createDirectory(file("bin")).resolve("keepalived");
                Files.createSymbolicLink(link, Installation.LAUNCHER);
                command.set(0, link.toString());
                command.addAll(List.of("--journal", file("journal").toString()));
            }
            var environment = ours ? Installation.shared() : Map.<String, String>of();
            running = host.start(command, environment, lab.file("tested.log"));
        }

        void write(String text) throws IOException {
            Files.writeString(config, text.replace("LAB", directory.toString()));
        }

        /** A real keepalived beside it. */
        void peer(String text) {
            other = peer.keepalived(text).process();
        }

        Running running() {
            return Objects.requireNonNull(running);
        }

        Running other() {
            return Objects.requireNonNull(other);
        }

        /** Waits until a line has come so many times. */
        void says(String line, int times) {
            try {
                Await.until(
                        (ours ? "ours" : "keepalived") + " to say " + line + " " + times + " times",
                        SOON,
                        () -> lines().stream()
                                        .filter(said -> said.matches(line))
                                        .count()
                                >= times);
            } catch (LabException late) {
                throw new LabException(late.getMessage() + ":\n" + running().output(), late);
            }
        }

        /** Waits until it has become master so many times and announced its addresses since; it does so again by the clock. */
        void announcesAsMaster(int times) {
            says(MASTER, times);
            Await.until("the addresses to be announced", SOON, () -> {
                var said = lines();
                int at = -1;
                for (int i = 0; i < times; i++) {
                    at = next(said, at, MASTER);
                }
                return next(said, at, ANNOUNCED) < said.size();
            });
        }

        private static int next(List<String> said, int after, String line) {
            return IntStream.range(after + 1, said.size())
                    .filter(i -> said.get(i).matches(line))
                    .findFirst()
                    .orElse(said.size());
        }

        List<String> lines() {
            return running()
                    .output()
                    .lines()
                    .map(line -> line.replaceFirst("^\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}: ", ""))
                    .toList();
        }

        Path file(String name) {
            return directory.resolve(name);
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    private record Seen(List<String> lines, List<String> pidFiles, int exit) {}

    private static Act says(String line) {
        return stage -> stage.says(line, 1);
    }

    private static Act says(String line, int times) {
        return stage -> stage.says(line, times);
    }

    private static Act file(String name, String text) {
        return stage -> Files.writeString(stage.file(name), text);
    }

    private static Act reload(String text) {
        return stage -> {
            stage.write(text);
            stage.running().signal(1);
        };
    }

    private static Act peer(Conf... routers) {
        return stage -> stage.peer(Conf.file(routers));
    }

    private static final Act PEER_STOPS = stage -> stage.other().signal(15);
    private static final Act UNPLUG = stage -> stage.host.unplug();
    private static final Act PLUG = stage -> stage.host.plug();

    private static final String MASTER = "\\(VI_51\\) Entering MASTER STATE";
    private static final String BACKUP = "\\(VI_51\\) Entering BACKUP STATE";
    private static final String FAULT = "\\(VI_51\\) Entering FAULT STATE";
    private static final String SUCCEEDED = "VRRP_Script\\(chk\\) succeeded";
    private static final String ANNOUNCED = "\\(VI_51\\) Sending/queueing .*";
    private static final Act ANNOUNCES_AGAIN = stage -> stage.announcesAsMaster(2);

    /** So slow that a busy machine makes no election. */
    private static final Conf ONE = Conf.V3.every(50);

    private static final Conf RIVAL = ONE.priority(150);

    private static final String SCRIPT = """
            global_defs {
             enable_script_security
             script_user root
            }
            vrrp_script chk {
             script "/usr/bin/test ! -e LAB/fail"
             interval 1
             rise 1
             fall 1
             WEIGHT
            }
            """;

    private static final String FILE = """
            track_file tf {
             file LAB/tracked
             weight 0
            }
            """;

    private static final String GROUP = """
            vrrp_sync_group G {
             group {
              VI_51
              VI_52
             }
            }
            """;

    private static Story story(String name, Conf conf, Act... acts) {
        return new Story(name, false, Conf.file(conf), null, List.of(acts));
    }

    private static Story detailed(String name, Conf conf, Act... acts) {
        return new Story(name + ", with -D", true, Conf.file(conf), null, List.of(acts));
    }

    private static Story of(String name, boolean detail, String file, Act... acts) {
        return new Story(name, detail, file, null, List.of(acts));
    }

    private static Story reloadOfAScript(String name, String weight) {
        var scripted = ONE.with("track_script { ", "chk", "}");
        return of(
                        name,
                        false,
                        SCRIPT.replace("WEIGHT", "weight 3") + Conf.file(scripted),
                        says(".*from 100 to 103"),
                        PEER_STOPS,
                        says(MASTER),
                        reload(SCRIPT.replace("WEIGHT", weight) + Conf.file(scripted)),
                        says("Reload complete"))
                .against(RIVAL);
    }

    private static List<Story> stories() {
        var scripted = ONE.with("track_script { ", "chk", "}");
        var tracked = ONE.with("track_file {", "tf", "}");
        // by their skews half a second apart
        var first = ONE.priority(250);
        var two = ONE.router(52, "192.168.181.101").priority(5);
        var v2 = Conf.V2;
        var more = ONE.with("virtual_ipaddress_excluded {", "192.168.181.200", "}");
        var routed = ONE.with(
                "virtual_routes {", "10.9.0.0/24 dev ens33", "}", "virtual_rules {", "from 10.9.0.1 table 9", "}");
        return List.of(
                story("starts and stops", ONE, says(MASTER)),
                detailed("starts and stops", ONE, says(ANNOUNCED)),
                detailed("more addresses", more, says(ANNOUNCED, 2)),
                detailed("routes and rules", routed, says(ANNOUNCED)),
                story("an owner", ONE.priority(255), says(MASTER)),
                story("a link goes and comes", ONE, says(MASTER), UNPLUG, says(FAULT), PLUG, says(MASTER, 2)),
                detailed("a link goes and comes", ONE, says(ANNOUNCED), UNPLUG, says(FAULT), PLUG, ANNOUNCES_AGAIN),
                of(
                                "a script with a weight",
                                false,
                                SCRIPT.replace("WEIGHT", "weight -5") + Conf.file(scripted),
                                says(SUCCEEDED),
                                PEER_STOPS,
                                says(MASTER),
                                file("fail", ""),
                                says(".*from 100 to 95"),
                                stage -> Files.delete(stage.file("fail")),
                                says(".*from 95 to 100"))
                        .against(RIVAL),
                of(
                        "a script that is a fault",
                        true,
                        SCRIPT.replace("WEIGHT", "") + Conf.file(scripted),
                        says(ANNOUNCED),
                        file("fail", ""),
                        says(FAULT),
                        stage -> Files.delete(stage.file("fail")),
                        ANNOUNCES_AGAIN),
                reloadOfAScript("a reload of a script", "weight 4"),
                reloadOfAScript("a reload of a script without a change", "weight 3"),
                of(
                        "a file that is a fault",
                        true,
                        FILE + Conf.file(tracked),
                        says(ANNOUNCED),
                        file("tracked", "-300\n"),
                        says(FAULT),
                        file("tracked", "0\n"),
                        ANNOUNCES_AGAIN),
                of(
                        "a group",
                        false,
                        GROUP + Conf.file(first, two),
                        says(MASTER),
                        says("\\(VI_52\\) Entering MASTER STATE")),
                story("a reload of the same", ONE, says(MASTER), reload(Conf.file(ONE)), says("Reload complete")),
                story(
                        "a reload with another priority",
                        ONE,
                        says(MASTER),
                        reload(Conf.file(ONE.priority(120))),
                        says("Reload complete")),
                detailed(
                        "a reload that takes an instance away",
                        ONE,
                        says(ANNOUNCED),
                        reload(Conf.file(ONE.router(52, "192.168.181.101"))),
                        says("\\(VI_52\\) Sending/queueing gratuitous ARPs .*")),
                detailed(
                        "a better router comes",
                        ONE,
                        says(ANNOUNCED),
                        peer(ONE.priority(150)),
                        says(BACKUP),
                        PEER_STOPS,
                        ANNOUNCES_AGAIN),
                story(
                                "a worse router is master",
                                ONE.with("preempt_delay 2"),
                                says("\\(VI_51\\) received lower priority \\(50\\) advert from .* - discarding"),
                                says(MASTER))
                        .against(ONE.priority(50)),
                story(
                        "another password",
                        v2.with("authentication {", "auth_type PASS", "auth_pass abc", "}"),
                        says(MASTER),
                        peer(v2.with("authentication {", "auth_type PASS", "auth_pass xyz", "}")),
                        says("\\(VI_51\\) received an invalid passwd!")),
                story(
                        "no password",
                        v2.with("authentication {", "auth_type PASS", "auth_pass abc", "}"),
                        says(MASTER),
                        peer(v2),
                        says("\\(VI_51\\) received a 0 auth, expecting 1!")),
                story("another interval", v2, says(MASTER), peer(v2.every(200)), says(".*interval mismatch.*")),
                story("another version", v2, says(MASTER), peer(ONE), says(".*wrong version.*")),
                of(
                        "another VRID",
                        false,
                        "global_defs {\n log_unknown_vrids\n}\n" + Conf.file(ONE),
                        says(MASTER),
                        peer(new Conf(ONE.version(), 10, 77, 90, Ip.parse("192.168.181.77"), List.of())),
                        says("Unknown VRID\\(77\\) received on interface\\(ens33\\)\\. ignoring\\.\\.\\.")),
                story(
                        "another address",
                        v2.priority(200),
                        says(MASTER),
                        peer(new Conf(v2.version(), 100, 51, 90, Ip.parse("192.168.181.77"), List.of())),
                        says(".*not present in MASTER advert.*")));
    }

    @Test
    void theLinesAreKeepalivedsInTheirOrder() throws Exception {
        var stories = stories();
        assertTrue(stories.size() >= 20, "twenty files");
        var differences = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var played = new ArrayList<Future<Seen>>();
            for (var story : stories) {
                played.add(threads.submit((Callable<Seen>) () -> play(story, false)));
                played.add(threads.submit((Callable<Seen>) () -> play(story, true)));
            }
            for (int i = 0; i < stories.size(); i++) {
                try {
                    var theirs = played.get(2 * i).get();
                    var ours = played.get(2 * i + 1).get();
                    if (!theirs.equals(ours)) {
                        differences.add(
                                stories.get(i) + "\n--- keepalived\n" + print(theirs) + "--- ours\n" + print(ours));
                    }
                } catch (ExecutionException e) {
                    differences.add(stories.get(i) + ": " + e.getMessage());
                }
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    private static String print(Seen seen) {
        return String.join("\n", seen.lines()) + "\n" + seen.pidFiles() + " exit " + seen.exit() + "\n";
    }

    private static Seen play(Story story, boolean ours) throws Exception {
        try (var stage = new Stage(ours)) {
            Files.writeString(stage.file("tracked"), "0\n");
            var rival = story.rival();
            if (rival != null) {
                stage.peer(Conf.file(rival));
                stage.other().awaitOutput(MASTER, SOON);
            }
            stage.start(story);
            stage.says("Startup complete", 1);
            stage.says("\\(VI_51\\) Entering (BACKUP|MASTER) STATE.*", 1);
            var pidFiles = Stream.of("pid", "vrrp", "checkers")
                    .filter(name -> Files.exists(Path.of(stage.pids + "." + name)))
                    .toList();
            for (var act : story.acts()) {
                act.on(stage);
            }
            stage.running().signal(15);
            int exit = stage.running().awaitExit(SOON);
            assertFalse(Files.exists(Path.of(stage.pids + ".pid")), "the pid file goes");
            return new Seen(promised(stage), pidFiles, exit);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** In their order; what stands before the first state are keepalived's sockets and cleaning, and its processes at once. */
    private static List<String> promised(Stage stage) {
        var lines = new ArrayList<String>();
        boolean begun = false;
        for (var line : stage.lines()) {
            var plain = line.replaceFirst("pid=\\d+", "pid=N")
                    .replaceFirst("(Keepalived v2\\.2\\.7) \\(.*\\)", "$1")
                    .replace(stage.config.toString(), "FILE");
            begun |= plain.contains("Entering") || plain.contains("VRRP_Script");
            boolean cleaning = !begun && plain.contains(" removing ");
            boolean again = REPEATED.matcher(plain).matches() && lines.contains(plain);
            // of two processes that write at once
            boolean unordered = plain.equals("Startup complete")
                    || plain.equals("Reload complete")
                    || plain.startsWith("Starting VRRP");
            if (PROMISED.matcher(plain).matches() && !cleaning && !again && !unordered) {
                lines.add(plain);
            }
        }
        return lines;
    }
}
