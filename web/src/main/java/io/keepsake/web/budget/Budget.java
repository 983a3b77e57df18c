package io.keepsake.web.budget;

import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalReader;
import io.keepsake.journal.Journals;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What the answer to one question may cost: time of a CPU, so that a machine that is busy with something else makes nothing
 * fail, and characters. It ends the work when nobody waits for the answer any more. For the thread that answers.
 */
public final class Budget {
    /** The time or the room of an answer is used up; the message says of what. */
    public static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1;

        Spent(String what) {
            super(what);
        }
    }

    /** Whoever asked has gone. */
    public static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Abandoned() {
            super("whoever asked has gone");
        }
    }

    /** It is looked at the clock once in so many steps. */
    private static final int STEPS = 64;

    private final long nanos;
    private final int characters;
    private final BooleanSupplier gone;
    private long began = -1;
    private long steps;

    private Budget(long nanos, int characters, BooleanSupplier gone) {
        this.nanos = nanos;
        this.characters = characters;
        this.gone = gone;
    }

    /** For whoever waits as long as it takes: a program, not a server. */
    public static Budget unlimited() {
        return new Budget(Long.MAX_VALUE, Integer.MAX_VALUE, () -> false);
    }

    /**
     * A budget that is counted from the first step on.
     *
     * @param cpu time that the answering thread may use
     * @param characters of one document
     * @param gone whether nobody waits for the answer any more; asked by the answering thread
     */
    public static Budget of(Duration cpu, int characters, BooleanSupplier gone) {
        return new Budget(cpu.toNanos(), characters, gone);
    }

    /**
     * To be called before each small piece of work, such as reading a turn.
     *
     * @throws Spent when the time is used up
     * @throws Abandoned when the answer is not wanted any more
     */
    public void step() {
        if (steps++ % STEPS != 0) {
            return;
        }
        if (gone.getAsBoolean()) {
            throw new Abandoned();
        }
        if (nanos == Long.MAX_VALUE) {
            return;
        }
        long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        if (began < 0) {
            began = now;
        } else if (now - began > nanos) {
            throw new Spent("this takes more than " + Duration.ofNanos(nanos).toSeconds() + " s of a CPU");
        }
    }

    /** How many steps were made. */
    public long steps() {
        return steps;
    }

    /** A writer of a document that fits into this budget. */
    public Json json() {
        return new Json(characters);
    }

    /** A journal, each item of which is a step. */
    public JournalReader open(Path directory) {
        return new CountedReader(Journals.open(directory), this);
    }
}
