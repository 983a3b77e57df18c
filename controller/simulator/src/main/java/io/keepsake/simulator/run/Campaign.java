package io.keepsake.simulator.run;

import io.keepsake.simulator.coverage.Coverage;
import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Simulation.Outcome;
import io.keepsake.world.Core;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Many seeds, one after another on each of some threads. A seed that fails does not end it. */
public final class Campaign {
    private final Setup setup;
    private final long first;
    private final long count;
    private final int threads;
    private final Set<String> only;
    private final AtomicLong next;
    private final LongAdder done = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder turns = new LongAdder();
    private final List<IllegalStateException> broken = Collections.synchronizedList(new ArrayList<>());
    private final List<Outcome> failures = Collections.synchronizedList(new ArrayList<>());

    /** A campaign of the seeds from {@code first} on. */
    public Campaign(Setup setup, long first, long count, int threads) {
        this(setup, first, count, threads, Set.of());
    }

    /** The same, but only these invariants count, where any are named. */
    public Campaign(Setup setup, long first, long count, int threads, Set<String> only) {
        this.only = Set.copyOf(only);
        this.setup = setup;
        this.first = first;
        this.count = count;
        this.threads = threads;
        next = new AtomicLong(first);
    }

    /**
     * What was found.
     *
     * @param nanos of simulated time
     * @param failures by seed
     */
    public record Result(long seeds, long nanos, long turns, Coverage coverage, List<Outcome> failures) {
        /** The seeds that failed, by what did not hold. */
        public SortedMap<String, List<Long>> byInvariant() {
            var seeds = new TreeMap<String, List<Long>>();
            for (var failure : failures) {
                var violation = failure.violation();
                if (violation != null) {
                    seeds.computeIfAbsent(violation.invariant(), _ -> new ArrayList<>())
                            .add(failure.plan().seed());
                }
            }
            return seeds;
        }
    }

    /** How far it is; from any thread. */
    public Result progress() {
        return new Result(done.sum(), nanos.sum(), turns.sum(), new Coverage(), List.copyOf(failures));
    }

    /** Runs all seeds, and returns when they are done. */
    public Result run() throws InterruptedException {
        var workers = new ArrayList<Worker>();
        for (int i = 0; i < threads; i++) {
            workers.add(new Worker());
        }
        workers.forEach(w -> w.thread.start());
        var coverage = new Coverage();
        for (var worker : workers) {
            worker.thread.join();
            coverage.add(worker.coverage);
        }
        if (!broken.isEmpty()) {
            throw broken.getFirst();
        }
        var sorted = new ArrayList<>(failures);
        sorted.sort(Comparator.comparingLong(o -> o.plan().seed()));
        return new Result(done.sum(), nanos.sum(), turns.sum(), coverage, sorted);
    }

    private final class Worker {
        private final Coverage coverage = new Coverage();
        private final Thread thread = Thread.ofPlatform().name("worlds").unstarted(this::work);

        private void work() {
            for (long seed = next.getAndIncrement(); seed < first + count; seed = next.getAndIncrement()) {
                try {
                    run(seed);
                } catch (RuntimeException e) {
                    broken.add(new IllegalStateException("the simulator breaks with seed " + seed, e));
                    return;
                }
            }
        }

        private void run(long seed) {
            var outcome = Simulation.run(Core.REAL, Planner.plan(seed, setup), only, coverage);
            if (outcome.violation() != null) {
                failures.add(outcome);
            }
            done.increment();
            nanos.add(outcome.nanos());
            turns.add(outcome.turns());
        }
    }
}
