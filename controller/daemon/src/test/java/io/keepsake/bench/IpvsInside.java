package io.keepsake.bench;

import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The part of {@link IpvsTopic} that runs in the user-mode kernel: {@code IpvsInside TRIALS SIZE ...}. */
final class IpvsInside {
    static final String FIGURE = "figure";
    static final String PROGRAMMED = "programmed";
    static final String CPU = "cpu";
    static final String RSS = "rss";
    static final String RELOAD = "reload";
    static final String STOP = "stop";
    static final String LEFT = "left";
    private static final int SIGHUP = 1;
    private static final int SIGTERM = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEADER_LINES = 3;

    /** Prints the time at which a service has a destination, in microseconds since the epoch. */
    private static final String WATCH = """
            until [[ $(ipvsadm -Ln -t "$0" 2>&1) == *"$1"* ]]; do read -rt 0.02 <> <(:) || :; done
            echo "${EPOCHREALTIME/./}"
            """;

    private final IpvsSize size;

    private IpvsInside(IpvsSize size) {
        this.size = size;
    }

    public static void main(String[] args) throws IOException {
        for (int trial = 1; trial <= Integer.parseInt(args[0]); trial++) {
            for (var title : List.of(args).subList(1, args.length)) {
                System.out.println(title + ", trial " + trial);
                var inside = new IpvsInside(IpvsSize.parse(title));
                for (var product : Product.values()) {
                    inside.daemon(product);
                }
                inside.ipvsadm();
            }
        }
    }

    private void figure(String program, String what, double value) {
        System.out.println(
                String.join(";", FIGURE, size.title(), program, what, String.format(Locale.ROOT, "%.3f", value)));
    }

    private void ipvsadm() throws IOException {
        try (var lab = Lab.open()) {
            var host = lab.host("ipvsadm");
            var rules = Files.writeString(lab.file("rules"), size.restore());
            long from = System.nanoTime();
            host.run("sh", "-c", "ipvsadm -R < \"$0\"", rules.toString());
            figure("ipvsadm -R", PROGRAMMED, millisSince(from));
        }
    }

    private void daemon(Product product) throws IOException {
        try (var lab = Lab.open()) {
            var host = lab.host("director", "eth0", "10.0.0.1/8");
            var file = Files.writeString(lab.file("bench.conf"), size.configuration(false));
            long from = micros();
            var running = start(product, lab, host, file);
            figure(product.title(), PROGRAMMED, (await(host, size.lastDestination()) - from) / 1e3);
            expect(host, size.rules());
            var tree = ProcessTree.of(running);
            figure(product.title(), CPU, tree.cpuSeconds());
            figure(product.title(), RSS, tree.memory().rss() / 1024.0);
            Files.writeString(file, size.configuration(true));
            settle(tree);
            from = micros();
            running.signal(SIGHUP);
            figure(product.title(), RELOAD, (await(host, size.addedDestination()) - from) / 1e3);
            expect(host, size.rules() + 1);
            settle(tree);
            long stop = System.nanoTime();
            running.signal(SIGTERM);
            running.awaitExit(PATIENCE);
            figure(product.title(), STOP, millisSince(stop));
            figure(product.title(), LEFT, rules(host));
        }
    }

    private static Running start(Product product, Lab lab, Host host, Path file) {
        return switch (product) {
            case KEEPALIVED -> host.keepalived(file, "-C").process();
            case KEEPSAKE -> {
                var command = new ArrayList<>(List.of(Product.launcher().toString(), "director", "-n", "-l"));
                command.addAll(
                        List.of("-f", file.toString(), "-p", lab.file("pid").toString()));
                command.addAll(List.of("--journal", lab.file("journal").toString()));
                yield host.start(command, Map.of(), lab.file("director.log"));
            }
        };
    }

    private long await(Host host, String destination) {
        var printed = host.run(
                "timeout", Long.toString(PATIENCE.toSeconds()), "bash", "-c", WATCH, size.lastService(), destination);
        return Long.parseLong(printed.strip());
    }

    /** Waits until the program rests, so that what it still does is not measured as the next thing. */
    private static void settle(ProcessTree tree) throws IOException {
        double before;
        double now = tree.cpuSeconds();
        do {
            before = now;
            Pause.of(Duration.ofSeconds(1));
            now = tree.cpuSeconds();
        } while (now - before > 0.1);
    }

    private void expect(Host host, int rules) {
        int there = rules(host);
        if (there != rules) {
            throw new LabException(size.title() + ": the kernel has " + there + " rules, expected " + rules);
        }
    }

    private static int rules(Host host) {
        return Integer.parseInt(host.run("sh", "-c", "wc -l < /proc/net/ip_vs").strip()) - HEADER_LINES;
    }

    private static long micros() {
        var now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
