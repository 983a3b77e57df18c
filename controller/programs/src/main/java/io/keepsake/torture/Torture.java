package io.keepsake.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code torture} command. Runs in a mount namespace of its own, which the launcher makes. */
@Command(
        name = "torture",
        description = {
            "Runs three directors in network namespaces under a schedule of faults against everything but the",
            "network, and checks after each that every address has one owner, that adverts kept their rhythm, and that",
            "journals fold."
        },
        footer = {"", "Exit codes: 0 all held, 1 something did not, 2 wrong usage"},
        mixinStandardHelpOptions = true)
public final class Torture implements Callable<Integer> {
    @Option(names = "--seed", paramLabel = "S", description = "of the schedule (default ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--minutes", paramLabel = "N", description = "no step begins later; by default two")
    private int minutes;

    @Option(names = "--steps", paramLabel = "N", description = "end after so many steps, however long they take")
    private int steps;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            split = ",",
            description = "only these; by default all that --list names")
    private List<String> faults = List.of();

    @Option(names = "--list", description = "print the schedule, and run nothing")
    private boolean list;

    @Option(names = "--evidence", paramLabel = "DIR", description = "where evidence is kept (default ${DEFAULT-VALUE})")
    private Path evidence = Path.of("target/torture");

    private Torture() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Torture()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<Kind> kinds;
        try {
            kinds = faults.isEmpty()
                    ? List.of(Kind.values())
                    : faults.stream().map(Kind::of).toList();
        } catch (IllegalArgumentException e) {
            System.err.println("torture: " + e.getMessage());
            return 2;
        }
        var schedule = new Schedule(seed, kinds);
        if (list) {
            schedule.next(steps > 0 ? steps : kinds.size()).forEach(System.out::println);
            return 0;
        }
        var launcher = Path.of(System.getProperty("keepsake.launcher")).toRealPath();
        long until = System.nanoTime()
                + Duration.ofMinutes(minutes > 0 ? minutes : 2).toNanos();
        var kept = emptied(evidence.resolve("seed-" + seed).toAbsolutePath());
        System.out.println("seed " + seed);
        var campaign = new Campaign(
                seed, schedule, step -> steps > 0 ? step.number() <= steps : System.nanoTime() < until, kept);
        return campaign.run(launcher) ? 0 : 1;
    }

    /** The directory, with nothing left in it of another run. */
    private static Path emptied(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(directory);
    }
}
