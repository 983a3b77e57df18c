package io.keepsake.bench;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.text.EventText;
import io.keepsake.daemon.recorder.Recorder;
import io.keepsake.daemon.recorder.RecorderListener;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What JMH calls: the steps that one steady advert takes. */
public class JournalBenchmark {

    /** A backup that hears its master. */
    @State(Scope.Thread)
    public static class Heard {
        private final Traffic traffic = new Traffic();
        private final NodeState backup = traffic.state();
        private final Recorded recorded = traffic.next(traffic.advert());
        private final Event event = recorded.event();
    }

    /** The decision: what one steady advert costs the election thread. */
    @Benchmark
    public NodeReducer.Reduced reduce(Heard heard) {
        return NodeReducer.reduce(heard.backup, heard.recorded);
    }

    /** The line that the log and the tools print. */
    @Benchmark
    public String print(Heard heard) {
        return EventText.print(heard.event);
    }

    /** A recorder that writes to a real journal while turns are offered. */
    @State(Scope.Thread)
    public static class Recording {
        /** Between two offers: less than the busiest election thread has, more than the writer needs. */
        private static final long PACE_NANOS = 10_000;

        private final Traffic traffic = new Traffic();
        private final Scratch scratch = Scratch.make();
        private final Recorder recorder =
                Recorder.start(scratch.path(), JournalOptions.of("bench"), 1 << 16, new Silent());
        private Turn turn = traffic.steady();
        private long offeredAt;

        /** The next turn, and the time an election thread would spend elsewhere. */
        @Setup(Level.Invocation)
        public void next() {
            turn = traffic.steady();
            while (System.nanoTime() - offeredAt < PACE_NANOS) {
                Thread.onSpinWait();
            }
            offeredAt = System.nanoTime();
        }

        @TearDown
        public void end() throws IOException {
            recorder.close();
            scratch.close();
            if (recorder.dropped() > 0) {
                throw new IllegalStateException("the ring was full " + recorder.dropped()
                        + " times, so this measured refusals; the pace is too fast for this disk");
            }
        }
    }

    /** What recording costs the election thread. */
    @Benchmark
    public boolean offer(Recording recording) {
        return recording.recorder.offer(recording.turn);
    }

    /** A journal without its recorder. */
    @State(Scope.Thread)
    public static class Writing {
        private final Traffic traffic = new Traffic();
        private final Scratch scratch = Scratch.make();
        private final JournalWriter writer;
        private Turn turn = traffic.steady();

        public Writing() {
            try {
                writer = Journals.openWriter(scratch.path(), JournalOptions.of("bench"));
                for (var begun : traffic.beginning()) {
                    writer.append(begun);
                }
            } catch (JournalFailure e) {
                throw new IllegalStateException(e);
            }
        }

        @Setup(Level.Invocation)
        public void next() {
            turn = traffic.steady();
        }

        @TearDown
        public void end() throws JournalFailure, IOException {
            writer.close();
            scratch.close();
        }
    }

    /** What recording costs the journal's thread, without making it durable. */
    @Benchmark
    public void append(Writing writing) throws JournalFailure {
        writing.writer.append(writing.turn);
    }

    private static final class Silent implements RecorderListener {
        @Override
        public void opened(long run, JournalReader tail) {}

        @Override
        public void wantCheckpoint() {}

        @Override
        public void failed(String what) {
            System.err.println("bench: " + what);
        }
    }
}
