package io.keepsake.bench;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of {@link IpvsTopic} that runs in the user-mode kernel: {@code IpvsInside TRIALS SIZE ...}. */
final class IpvsInside {
    static final String FIGURE = "figure";
    static final String PROGRAMMED = "programmed";
    static final String CPU = "cpu";
    static final String RSS = "rss";
    static final String RELOAD = "reload";
    static final String STOP = "stop";
    static final String LEFT = "left";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SMALL = 5_000;
    private static final int HEADER_LINES = 3;

    /**
     * Starts what follows the fifth argument, or signals a process, and prints when that was, when the destination was
     * there, both in microseconds since the epoch, and the process. The kernel's list is read without starting a process
     * while it is short.
     */
    private static final String WATCH = """
            service=$0 destination=$1 lines=$2 nap=$3 signalled=$4 log=$5
            exec {never}<> <(:)
            there() {
              if [ "$lines" -gt 0 ]; then
                mapfile -t list < /proc/net/ip_vs
                [ "${#list[@]}" -ge "$lines" ]
              else
                [[ $(ipvsadm -Ln -t "$service" 2>&1) == *"$destination"* ]]
              fi
            }
            from=${EPOCHREALTIME/./}
            if [ "$signalled" = 0 ]; then
              setsid "${@:6}" > "$log" 2>&1 < /dev/null &
              signalled=$!
            else
              kill -HUP "$signalled"
            fi
            until there; do read -rt "$nap" -u "$never" || :; done
            echo "$from ${EPOCHREALTIME/./} $signalled"
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
            var started = watch(host, size.lastDestination(), size.rules(), 0, command(product, lab, file));
            figure(product.title(), PROGRAMMED, started.millis());
            expect(host, size.rules());
            var process = ProcessHandle.of(started.process()).orElseThrow();
            var tree = ProcessTree.of(process);
            figure(product.title(), CPU, tree.cpuSeconds());
            figure(product.title(), RSS, tree.memory().rss() / 1024.0);
            Files.writeString(file, size.configuration(true));
            settle(tree);
            var reloaded = watch(host, size.addedDestination(), size.rules() + 1, started.process(), List.of("unused"));
            figure(product.title(), RELOAD, reloaded.millis());
            expect(host, size.rules() + 1);
            settle(tree);
            long stop = System.nanoTime();
            process.destroy();
            Await.until("the end of " + product.title(), PATIENCE, () -> !process.isAlive());
            figure(product.title(), STOP, millisSince(stop));
            figure(product.title(), LEFT, rules(host));
        }
    }

    private static List<String> command(Product product, Lab lab, Path file) {
        var log = lab.file("log").toString();
        var pid = lab.file("pid").toString();
        return switch (product) {
            case KEEPALIVED ->
                List.of(log, "keepalived", "-n", "-l", "-C", "-f", file.toString(), "-p", pid, "-c", pid + ".checkers");
            case KEEPSAKE ->
                List.of(
                        log,
                        Product.launcher().toString(),
                        "director",
                        "-n",
                        "-l",
                        "-f",
                        file.toString(),
                        "-p",
                        pid,
                        "--journal",
                        lab.file("journal").toString());
        };
    }

    /** How long it took, and the process. */
    private record Watched(double millis, long process) {}

    private Watched watch(Host host, String destination, int rules, long signalled, List<String> command) {
        boolean small = rules <= SMALL;
        var words = new ArrayList<>(List.of("timeout", Long.toString(PATIENCE.toSeconds()), "bash", "-c", WATCH));
        words.addAll(List.of(size.lastService(), destination));
        words.addAll(List.of(small ? Integer.toString(rules + HEADER_LINES) : "0", small ? "0.02" : "0.5"));
        words.add(Long.toString(signalled));
        words.addAll(command);
        var printed = host.run(words.toArray(String[]::new)).strip().split(" ", -1);
        return new Watched((Long.parseLong(printed[1]) - Long.parseLong(printed[0])) / 1e3, Long.parseLong(printed[2]));
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

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
