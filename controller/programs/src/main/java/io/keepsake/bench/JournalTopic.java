package io.keepsake.bench;

import com.sun.management.ThreadMXBean;
import io.keepsake.bench.Bench.Settings;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** What remembering costs: the steps of one steady advert, the disk, and reading it all again. */
final class JournalTopic {
    private static final int ADVERTS = 100_000;
    private static final int PASSES = 5;

    private JournalTopic() {}

    static List<Table> measure(Settings settings) throws Exception {
        return List.of(steps(), replay());
    }

    private static Table steps() throws RunnerException {
        var table = new Table(
                "Recording, step by step",
                "One steady advert that a backup hears; JMH, in a JVM with the compiler and the heap of the director"
                        + " (C1, 48 MiB). Sampling includes about 30 ns of reading the clock. Allocation of offer is"
                        + " that of the thread that offers, and is measured in this JVM.",
                "step",
                "p50 (ns)",
                "p99 (ns)",
                "p99.9 (ns)",
                "allocated (bytes)",
                "n");
        for (var step : List.of("reduce", "offer", "append", "print")) {
            var result = jmh(step);
            var time = result.getPrimaryResult().getStatistics();
            table.row(
                    step,
                    nanos(time, 50),
                    nanos(time, 99),
                    nanos(time, 99.9),
                    step.equals("offer") ? Spread.number(offerBytes(), 0) : allocated(result),
                    Long.toString(time.getN()));
        }
        return table;
    }

    private static RunResult jmh(String step) throws RunnerException {
        Bench.say("  JMH " + step);
        var options = new OptionsBuilder()
                .include(JournalBenchmark.class.getName() + "\\." + step + "$")
                .mode(Mode.SampleTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .jvmArgsAppend("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx48m", "-Djmh.ignoreLock=true")
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(3)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).runSingle();
    }

    private static String nanos(Statistics time, double percent) {
        return Spread.number(time.getPercentile(percent), 0);
    }

    private static String allocated(RunResult result) {
        var secondary = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return secondary == null ? "?" : Spread.number(secondary.getScore(), 0);
    }

    private static double offerBytes() {
        int offers = 10_000;
        var recording = new JournalBenchmark.Recording();
        var benchmark = new JournalBenchmark();
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        try {
            for (int i = 0; i < offers; i++) {
                recording.next();
                long before = thread.getCurrentThreadAllocatedBytes();
                benchmark.offer(recording);
                allocated += thread.getCurrentThreadAllocatedBytes() - before;
            }
            recording.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (double) allocated / offers;
    }

    private static Table replay() throws JournalFailure, IOException, InterruptedException {
        var table = new Table(
                "Replay",
                "A journal of " + ADVERTS
                        + " steady adverts, with the flags of the benchmark's JVM: the first pass, and"
                        + " the median of " + PASSES + ". Verify is the tool as users run it, its start included.",
                "what",
                "figure");
        try (var scratch = Scratch.make()) {
            Bench.say("  a journal of " + ADVERTS + " adverts");
            write(scratch.path());
            table.row("bytes on disk per advert", Spread.number((double) scratch.bytesOnDisk() / ADVERTS, 1));
            table.row("read, million events/s (first, median)", passes(scratch.path(), false));
            table.row("read and fold, million events/s (first, median)", passes(scratch.path(), true));
            table.row("verify, seconds", Spread.number(verify(scratch.path()), 2));
        }
        return table;
    }

    private static void write(Path journal) throws JournalFailure {
        var traffic = new Traffic();
        try (JournalWriter writer = Journals.openWriter(journal, JournalOptions.of("bench"))) {
            for (var turn : traffic.beginning()) {
                writer.append(turn);
            }
            for (int i = 0; i < ADVERTS; i++) {
                writer.append(traffic.steady());
            }
        }
    }

    private static String passes(Path journal, boolean fold) throws JournalFailure {
        var rates = new ArrayList<Double>();
        for (int pass = 0; pass < PASSES; pass++) {
            long from = System.nanoTime();
            long turns = read(journal, fold);
            rates.add(turns * 1e3 / (System.nanoTime() - from));
        }
        return Spread.number(rates.getFirst(), 2) + ", "
                + Spread.number(Spread.of(rates).median(), 2);
    }

    private static long read(Path journal, boolean fold) throws JournalFailure {
        long turns = 0;
        var state = NodeState.INITIAL;
        try (var reader = Journals.open(journal)) {
            for (var item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof TurnRead read) {
                    turns++;
                    state = fold
                            ? NodeReducer.reduce(state, read.turn().recorded()).next()
                            : state;
                }
            }
        }
        if (turns < ADVERTS || fold && state.vrrp() == null) {
            throw new IllegalStateException("read " + turns + " of " + ADVERTS + " adverts back from " + journal);
        }
        return turns;
    }

    private static double verify(Path journal) throws IOException, InterruptedException {
        long from = System.nanoTime();
        var verify = new ProcessBuilder(Product.launcher().toString(), "replay", "verify", journal.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int status = verify.waitFor();
        if (status != 0) {
            throw new IllegalStateException("replay verify of the benchmark's journal ended with status " + status);
        }
        return (System.nanoTime() - from) / 1e9;
    }
}
