package io.keepsake.simulator.shrink;

import io.keepsake.simulator.run.Simulation;
import io.keepsake.simulator.run.Simulation.Outcome;
import io.keepsake.world.Core;
import io.keepsake.world.Plan;
import io.keepsake.world.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a failure small. */
public final class Shrinker {
    private final Core core;

    private Shrinker(Core core) {
        this.core = core;
    }

    /**
     * A failure made small.
     *
     * @param plan with the injections and machines only that are needed
     * @param violation what does not hold in it
     * @param scenario a scenario file that shows it on the one director at fault
     * @param alone whether the director, told this alone, still violates the same invariant; else the scenario ends with
     *     the same roles, and the violation needs the others to be seen
     */
    public record Shrunk(Plan plan, Violation violation, String scenario, boolean alone) {}

    /** Shrinks an outcome that has a violation. */
    public static Shrunk shrink(Outcome outcome) {
        return shrink(Core.REAL, outcome);
    }

    /** Shrinks an outcome of directors that think with another core; the scenario shows what the real one does. */
    public static Shrunk shrink(Core core, Outcome outcome) {
        return new Shrinker(core).shrunk(outcome);
    }

    private Shrunk shrunk(Outcome outcome) {
        var violation = outcome.violation();
        if (violation == null) {
            throw new IllegalArgumentException("seed " + outcome.plan().seed() + " did not fail");
        }
        var plan = shortest(outcome.plan().until(outcome.nanos()), violation.invariant());
        var left = fails(plan, violation.invariant());
        return transcript(plan, left == null ? violation : left);
    }

    private Plan shortest(Plan plan, String invariant) {
        var fewer = plan.with(DeltaDebugging.shortest(
                plan.injections(), injections -> fails(plan.with(injections), invariant) != null));
        for (int i = 0; i < fewer.nodes().size(); i++) {
            var without = fewer.withoutMachine(i);
            fewer = fails(without, invariant) != null ? without : fewer;
        }
        return fewer;
    }

    private @Nullable Violation fails(Plan plan, String invariant) {
        var violation = Simulation.run(core, plan, Set.of(invariant)).violation();
        return violation != null && violation.invariant().equals(invariant) ? violation : null;
    }

    private Shrunk transcript(Plan plan, Violation violation) {
        var transcript = new Transcript(violation.machine());
        Simulation.run(core, plan, Set.of(violation.invariant()), transcript);
        var told = List.copyOf(transcript.told());
        boolean alone = sees(told, violation.invariant());
        var only = Set.of(violation.invariant());
        var end = roles(TranscriptReplay.of(core, told, only, null));
        Predicate<List<TranscriptEntry>> fails = alone ? s -> sees(s, violation.invariant()) : s -> ends(s, only, end);
        var shortest = rounded(DeltaDebugging.shortest(told, fails), fails);
        var text = new ScenarioText("seed " + plan.seed() + ", " + violation.print());
        TranscriptReplay.of(core, shortest, only, text);
        return new Shrunk(plan, violation, text.toString(), alone);
    }

    private boolean sees(List<TranscriptEntry> transcript, String invariant) {
        var violation =
                TranscriptReplay.of(core, transcript, Set.of(invariant), null).violation();
        return violation != null && violation.invariant().equals(invariant);
    }

    private boolean ends(List<TranscriptEntry> transcript, Set<String> only, List<String> roles) {
        var end = TranscriptReplay.of(core, transcript, only, null);
        return end.violation() == null && roles(end).equals(roles);
    }

    private static List<String> roles(TranscriptReplay end) {
        var vrrp = end.state().vrrp();
        return vrrp == null
                ? List.of()
                : vrrp.config().instances().stream()
                        .map(i -> i.name() + " " + vrrp.state(i.name()).role())
                        .toList();
    }

    /** With times that people can read, where they matter as little. */
    private static List<TranscriptEntry> rounded(
            List<TranscriptEntry> transcript, Predicate<List<TranscriptEntry>> fails) {
        List<TranscriptEntry> best = transcript;
        for (int i = 0; i < best.size(); i++) {
            for (long unit : new long[] {1_000_000_000L, 100_000_000L, 1_000_000L}) {
                var tried = new ArrayList<>(best);
                var told = best.get(i);
                tried.set(
                        i,
                        new TranscriptEntry(Math.ceilDiv(told.waitNanos(), unit) * unit, told.event(), told.answers()));
                if (fails.test(tried)) {
                    best = tried;
                    break;
                }
            }
        }
        return best;
    }
}
