package io.keepsake.bench;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.uml.UserModeKernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long it takes until a table is in a kernel, changes there, and is gone. */
final class IpvsTopic {
    private static final List<IpvsSize> SIZES =
            List.of(new IpvsSize(1, 1_000), new IpvsSize(500, 4), new IpvsSize(4_000, 8));
    private static final Duration LIMIT = Duration.ofMinutes(60);
    private static final int MEGABYTES = 3_072;

    private record Subject(String size, String program) {}

    private IpvsTopic() {}

    static List<Table> measure(Settings settings) {
        Map<Subject, Map<String, List<Double>>> measured = new LinkedHashMap<>();
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dkeepsake.launcher=" + Product.launcher(),
                IpvsInside.class.getName(),
                Integer.toString(settings.trials())));
        SIZES.forEach(size -> command.add(size.title()));
        var ended = UserModeKernel.plain()
                .memory(MEGABYTES)
                .limit(LIMIT)
                .classPath(System.getProperty("java.class.path"))
                .run(command, line -> hear(line, measured));
        if (ended.status() != 0) {
            throw new LabException("the user-mode kernel ended with " + ended.status() + ":\n" + ended.output());
        }
        return List.of(table(measured));
    }

    /** Takes a line that {@link IpvsInside} printed; what is not a figure is progress. */
    private static void hear(String line, Map<Subject, Map<String, List<Double>>> measured) {
        var words = line.strip().split(";", -1);
        if (words.length == 5 && words[0].equals(IpvsInside.FIGURE)) {
            measured.computeIfAbsent(new Subject(words[1], words[2]), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(words[3], _ -> new ArrayList<>())
                    .add(Double.valueOf(words[4]));
        } else {
            Bench.say("  " + line);
        }
    }

    private static Table table(Map<Subject, Map<String, List<Double>>> measured) {
        var table = new Table(
                "IPVS",
                "Virtual servers x real servers without checks, in a user-mode kernel with one CPU, where a system call"
                        + " costs much more than elsewhere. Programmed: from the start of the process (with us: of the"
                        + " launcher and the JVM) until all of it is there, by looking every 20 ms, or with 4000 x 8"
                        + " every 500; with ipvsadm: ipvsadm -R from start to end. CPU and RSS when"
                        + " the table is there. Reload: from SIGHUP until one server added to the last service is there."
                        + " Stop: from SIGTERM to the end of the process, and what it left. Min / median / max.",
                "size",
                "program",
                "programmed (ms)",
                "CPU (s)",
                "RSS (MiB)",
                "reload (ms)",
                "stop (ms)",
                "rules left",
                "n");
        measured.forEach((subject, figures) -> table.row(
                subject.size(),
                subject.program(),
                range(figures.get(IpvsInside.PROGRAMMED), 0),
                range(figures.get(IpvsInside.CPU), 2),
                range(figures.get(IpvsInside.RSS), 1),
                range(figures.get(IpvsInside.RELOAD), 0),
                range(figures.get(IpvsInside.STOP), 0),
                range(figures.get(IpvsInside.LEFT), 0),
                Integer.toString(figures.values().iterator().next().size())));
        return table;
    }

    private static String range(@org.jspecify.annotations.Nullable List<Double> values, int decimals) {
        return values == null ? "-" : Spread.of(values).range(decimals);
    }
}
