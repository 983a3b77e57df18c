package io.keepsake.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** The head of the document. */
    static String describe(String[] args) throws IOException {
        var words = args.length == 0 ? "" : " " + String.join(" ", args);
        var load = read("/proc/loadavg").split(" ", -1);
        return String.format(
                Locale.ROOT,
                """
                # Benchmarks

                Made by `./run bench%s` on %s: %d cores (%s), Linux %s, Java %s, load when it began %s (1 min), %s (5 min).

                Figures are min / median / max, n the number of trials. *beyond* means later than the moment that the
                protocol computes. Packets are stamped by the kernel at the switch, between network namespaces of one
                machine. Keepsake is started by its launcher, as users start it; keepalived is Debian's, in the same run.
                """,
                words,
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                System.getProperty("os.version"),
                System.getProperty("java.vm.version"),
                load[0],
                load[1]);
    }

    private static String processor() throws IOException {
        return read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).strip();
    }
}
