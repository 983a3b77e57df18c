package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What thousands of TCP_CHECKs a second cost, and how evenly they come. */
final class ChecksTopic {
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration WATCHED = Duration.ofSeconds(15);
    private static final int TAIL_MAX = 2_000;
    private static final List<Integer> SERVERS = List.of(1_000, 4_000);

    private record Subject(Product product, int servers) {}

    private record Figures(
            double checksPerSecond, double microsPerCheck, Spread intervals, int fullestTenth, long rss) {}

    private ChecksTopic() {}

    static List<Table> measure(Settings settings) throws IOException, InterruptedException {
        var measured = new LinkedHashMap<Subject, List<Figures>>();
        for (int trial = 1; trial <= settings.trials(); trial++) {
            for (int servers : SERVERS) {
                for (var product : Product.values()) {
                    var subject = new Subject(product, servers);
                    Bench.say("  checks, " + subject + ", trial " + trial);
                    measured.computeIfAbsent(subject, _ -> new ArrayList<>()).add(once(subject));
                }
            }
        }
        return List.of(table(measured));
    }

    private static Table table(Map<Subject, List<Figures>> measured) {
        var table = new Table(
                "Checks",
                "TCP_CHECK each second of servers that are one listener on 127/8, " + WATCHED.toSeconds() + " s after "
                        + SETTLING.toSeconds()
                        + " s of settling. Keepsake: a process that only probes, with the compiler"
                        + " and the heap of the director (C1, 48 MiB); the election thread's share is not in it. keepalived:"
                        + " its checker alone, IPVS faked. CPU: all threads of the process, min / median / max of the"
                        + " trials; the others are medians of the trials. Intervals: between two connections to one server,"
                        + " seen by the listener.",
                "servers",
                "program",
                "CPU (us/check)",
                "checks/s",
                "interval p50 (ms)",
                "p99 (ms)",
                "max (ms)",
                "most in 0.1 s",
                "RSS (MiB)",
                "n");
        measured.forEach((subject, figures) -> table.row(
                Integer.toString(subject.servers()),
                subject.product().title(),
                Spread.of(figures.stream().mapToDouble(Figures::microsPerCheck)).range(1),
                median(figures.stream().map(Figures::checksPerSecond).toList(), 0),
                median(figures.stream().map(it -> it.intervals().median()).toList(), 2),
                median(figures.stream().map(it -> it.intervals().percentile(99)).toList(), 2),
                median(figures.stream().map(it -> it.intervals().max()).toList(), 1),
                median(figures.stream().map(it -> (double) it.fullestTenth()).toList(), 0),
                median(figures.stream().map(it -> it.rss() / 1024.0).toList(), 1),
                Integer.toString(figures.size())));
        return table;
    }

    private static String median(List<Double> values, int decimals) {
        return Spread.number(Spread.of(values).median(), decimals);
    }

    private static Figures once(Subject subject) throws IOException, InterruptedException {
        try (var scratch = Scratch.make();
                var servers = CheckedServers.start()) {
            var process = start(subject, servers.port(), scratch.path());
            try {
                return watch(process, servers, scratch.path());
            } finally {
                process.destroy();
                process.onExit().join();
            }
        }
    }

    private static Figures watch(Process process, CheckedServers servers, Path home) throws IOException {
        Pause.of(SETTLING);
        var tree = ProcessTree.of(process.toHandle());
        servers.begin();
        long from = System.nanoTime();
        double cpu = tree.cpuSeconds();
        Pause.of(WATCHED);
        double used = tree.cpuSeconds() - cpu;
        double seconds = (System.nanoTime() - from) / 1e9;
        int checks = servers.checks();
        if (!process.isAlive() || checks == 0) {
            throw new LabException("no checks came; the end of the log:\n" + tail(home.resolve("log")));
        }
        return new Figures(
                checks / seconds,
                used * 1e6 / checks,
                Spread.of(servers.intervals()),
                servers.fullestTenth(),
                tree.memory().rss());
    }

    private static String tail(Path log) throws IOException {
        var text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - TAIL_MAX));
    }

    private static Process start(Subject subject, int port, Path home) throws IOException, InterruptedException {
        var builder =
                switch (subject.product()) {
                    case KEEPSAKE -> new ProcessBuilder(keepsake(subject.servers(), port));
                    case KEEPALIVED -> keepalived(subject.servers(), port, home);
                };
        return builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
    }

    private static List<String> keepsake(int servers, int port) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xms12m",
                "-Xmx48m",
                "-cp",
                System.getProperty("java.class.path"),
                LoneProber.class.getName(),
                Integer.toString(servers),
                Integer.toString(port));
    }

    private static ProcessBuilder keepalived(int servers, int port, Path home)
            throws IOException, InterruptedException {
        var file = Files.writeString(home.resolve("keepalived.conf"), configuration(servers, port));
        var builder = new ProcessBuilder(
                "keepalived",
                "--check",
                "-n",
                "-l",
                "--no-syslog",
                "-f",
                file.toString(),
                "-p",
                home.resolve("pid").toString(),
                "-c",
                home.resolve("checkers.pid").toString());
        builder.environment().put("LD_PRELOAD", FakeIpvs.make(home).toString());
        return builder;
    }

    private static String configuration(int servers, int port) {
        var reals = IntStream.range(0, servers)
                .mapToObj(i -> "    real_server " + CheckedServers.address(i) + " " + port
                        + " {\n        TCP_CHECK {\n            connect_timeout 3\n        }\n    }\n")
                .collect(Collectors.joining());
        return "virtual_server 10.99.0.1 80 {\n    delay_loop 1\n    lb_algo rr\n    lb_kind NAT\n    protocol TCP\n"
                + reals + "}\n";
    }
}
