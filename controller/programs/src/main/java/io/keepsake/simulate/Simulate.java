package io.keepsake.simulate;

import io.keepsake.simulator.coverage.Coverage;
import io.keepsake.simulator.exhaustive.Cases;
import io.keepsake.simulator.exhaustive.Exploration;
import io.keepsake.simulator.fault.Fault;
import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Campaign;
import io.keepsake.simulator.run.Simulation;
import io.keepsake.simulator.run.Simulation.Outcome;
import io.keepsake.simulator.show.Columns;
import io.keepsake.simulator.shrink.Shrinker;
import io.keepsake.world.Core;
import io.keepsake.world.Watcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code simulate} command. */
@Command(
        name = "simulate",
        description = {
            "Lets directors run in a simulated world in which things go wrong, and checks what must hold.",
            "One seed is shown as it goes, a column for each machine; several, or --quiet, are a campaign."
        },
        footer = {"", "Exit codes: 0 all held, 1 something did not, 2 wrong usage"},
        mixinStandardHelpOptions = true)
public final class Simulate implements Callable<Integer> {
    private static final long SECOND = 1_000_000_000L;

    @Option(names = "--seed", paramLabel = "N", description = "the first seed (default ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--seeds", paramLabel = "N", description = "how many seeds (default ${DEFAULT-VALUE})")
    private long seeds = 1;

    @Option(names = "--hours", paramLabel = "H", description = "simulated time for each seed (default 10 minutes)")
    private double hours = 1.0 / 6;

    @Option(names = "--nodes", paramLabel = "N", description = "machines, 2 to 5; by default as the seed says")
    private int nodes;

    @Option(names = "--instances", paramLabel = "N", description = "instances on each; by default as the seed says")
    private int instances;

    @Option(names = "--servers", paramLabel = "N", description = "virtual servers; by default as the seed says")
    private int servers = -1;

    @Option(names = "--advert-int", paramLabel = "S", description = "of all, in seconds; by default as the seed says")
    private String advertInt = "";

    @Option(names = "--faults", paramLabel = "LIST", split = ",", description = "only these, all of them: see below")
    private List<String> faults = List.of();

    @Option(names = "--only", paramLabel = "LIST", split = ",", description = "look for these invariants only")
    private Set<String> only = Set.of();

    @Option(names = "--threads", paramLabel = "N", description = "default: as many as there are processors")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "no columns")
    private boolean quiet;

    @Option(names = "--journal", paramLabel = "DIR", description = "leave the journals of the machines here")
    private @Nullable Path journal;

    @Option(names = "--exhaustive", description = "every order of events for two and three nodes and a few losses")
    private boolean exhaustive;

    private Simulate() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        var line = new CommandLine(new Simulate());
        line.getCommandSpec()
                .usageMessage()
                .footer("", "Faults: none, or " + words(), "", "Exit codes: 0 all held, 1 not");
        System.exit(line.execute(args));
    }

    private static String words() {
        return String.join(
                ",", EnumSet.allOf(Fault.class).stream().map(Fault::word).toList());
    }

    @Override
    public Integer call() throws InterruptedException {
        if (exhaustive) {
            return explore();
        }
        if (nodes != 0 && (nodes < 2 || nodes > 5)) {
            System.err.println("simulate: --nodes must be 2..5, was " + nodes);
            return 2;
        }
        if (!advertInt.matches("|[0-9]+([.][0-9]+)?")) {
            System.err.println("simulate: --advert-int must be seconds, as 1 or 0.1, was " + advertInt);
            return 2;
        }
        var chosen = chosen();
        if (chosen == null) {
            return 2;
        }
        var setup = new Setup(
                nodes, instances, servers, advertInt, (long) (hours * 3600 * SECOND), chosen, !faults.isEmpty());
        return seeds > 1 && journal == null || quiet && journal == null ? campaign(setup) : oneByOne(setup);
    }

    private @Nullable Set<Fault> chosen() {
        if (faults.isEmpty()) {
            return EnumSet.allOf(Fault.class);
        }
        var chosen = EnumSet.noneOf(Fault.class);
        for (var word : faults) {
            var fault = Fault.of(word);
            if (fault.isEmpty() && !word.equals("none")) {
                System.err.println("simulate: no fault \"" + word + "\"; there are " + words());
                return null;
            }
            fault.ifPresent(chosen::add);
        }
        return chosen;
    }

    private int oneByOne(Setup setup) {
        var coverage = new Coverage();
        int code = 0;
        for (long each = seed; each < seed + seeds; each++) {
            var outcome = run(setup, each, coverage);
            code = Math.max(code, report(outcome));
        }
        System.out.println(coverage.print());
        return code;
    }

    private Outcome run(Setup setup, long each, Coverage coverage) {
        var plan = Planner.plan(each, setup);
        var watchers = new ArrayList<Watcher>(List.of(coverage));
        if (!quiet) {
            System.out.println(Columns.head(plan.nodes().size()));
            watchers.add(new Columns(System.out::println));
        }
        if (journal == null) {
            return Simulation.run(Core.REAL, plan, only, watchers.toArray(Watcher[]::new));
        }
        try (var journals = new Journaling(seeds == 1 ? journal : journal.resolve("seed-" + each))) {
            watchers.add(journals);
            return Simulation.run(Core.REAL, plan, only, watchers.toArray(Watcher[]::new));
        }
    }

    private static int report(Outcome outcome) {
        if (outcome.violation() == null) {
            return 0;
        }
        System.out.println("seed " + outcome.plan().seed() + " after " + outcome.nanos() / 1e9 + " s: "
                + outcome.violation().print());
        var shrunk = Shrinker.shrink(outcome);
        System.out.println("needs: "
                + shrunk.plan().injections().stream()
                        .map(p -> p.injection().print())
                        .toList());
        System.out.println(shrunk.alone() ? "the director alone shows it:" : "what the director at fault was told:");
        System.out.println();
        System.out.println(shrunk.scenario());
        return 1;
    }

    private int campaign(Setup setup) throws InterruptedException {
        var campaign = new Campaign(setup, seed, seeds, threads, only);
        long began = System.nanoTime();
        var over = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> tell(campaign, began, over));
        var result = campaign.run();
        over.countDown();
        System.out.println(line(result, began));
        System.out.println(result.coverage().print());
        result.byInvariant()
                .forEach((invariant, failing) -> System.out.println(
                        invariant + ": " + failing.size() + " seeds fail, the first is " + failing.getFirst()));
        result.failures().stream().limit(3).forEach(Simulate::report);
        System.out.println(
                result.failures().isEmpty()
                        ? "nothing found"
                        : result.failures().size() + " seeds fail: "
                                + result.failures().stream()
                                        .limit(20)
                                        .map(o -> o.plan().seed())
                                        .toList());
        return result.failures().isEmpty() ? 0 : 1;
    }

    private static void tell(Campaign campaign, long began, CountDownLatch over) {
        try {
            while (!over.await(2, TimeUnit.SECONDS)) {
                System.err.println(line(campaign.progress(), began));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(Campaign.Result result, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        double simulated = result.nanos() / 3.6e12;
        return String.format(
                Locale.ROOT,
                "%d seeds, %.1f a second; %.1f hours simulated, %.0f a minute; %.0f events a second; %d failures%s",
                result.seeds(),
                result.seeds() / seconds,
                simulated,
                simulated / seconds * 60,
                result.turns() / seconds,
                result.failures().size(),
                result.failures().isEmpty()
                        ? ""
                        : ", first seed " + result.failures().getFirst().plan().seed());
    }

    private static int explore() {
        for (var which : Cases.values()) {
            for (int nodes = 2; nodes <= 3; nodes++) {
                int losses = 5 - nodes;
                var result = new Exploration(which.configs(nodes), losses).run();
                System.out.println(which + ", " + nodes + " nodes, up to " + losses + " losses: " + result.states()
                        + " states, " + result.moves() + " moves");
            }
        }
        return 0;
    }
}
