package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.value.Script;
import io.keepsake.daemon.script.ScriptResult.Lost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scripts of the configuration, in a process that the launcher made because the director may not become another
 * user. Any thread may ask, takes no lock and does not wait; the answers come on a thread of its own, which must not be kept.
 * The process begins with the first script.
 */
public final class ScriptRunner implements AutoCloseable {
    /** {@code IN,OUT}: the numbers of the descriptors to read reports from and to write requests to. */
    public static final String VARIABLE = "KEEPSAKE_SCRIPTS";

    private static final int WAITING_MAX = 10_000;

    private final ScriptThread thread;
    private final Consumer<String> warn;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Runs runs;

    ScriptRunner(RunnerPipe.Source source, ScriptSafety safety, Consumer<String> warn) {
        this.warn = warn;
        thread = new ScriptThread(warn);
        runs = new Runs(source, safety, thread);
        thread.start();
    }

    /** Takes up the pipes that the launcher made; without them scripts run as the user of this process, and no other. */
    public static ScriptRunner open() {
        return open(System.getenv(VARIABLE), System.err::println);
    }

    static ScriptRunner open(@Nullable String descriptors, Consumer<String> warn) {
        var source = RunnerPipe.own();
        if (descriptors != null && descriptors.matches("[0-9]{1,9},[0-9]{1,9}")) {
            int comma = descriptors.indexOf(',');
            source = RunnerPipe.inherited(
                    Integer.parseInt(descriptors.substring(comma + 1)),
                    Integer.parseInt(descriptors.substring(0, comma)));
        }
        return new ScriptRunner(source, new ScriptSafety(warn), warn);
    }

    /** Why a script could not run now; null when it could. Looks at files and accounts. */
    public static @Nullable String defect(Script script, ScriptRules rules) {
        return new ScriptSafety(_ -> {}).defect(script, rules);
    }

    /** Scripts are in sight: has the runner begin, so that the first of them need not wait for it. Waits for nothing. */
    public void prepare() {
        thread.execute(runs::wake);
    }

    /**
     * What is to be run.
     *
     * @param effect index of the effect that asks for it; 0 for the script of a check
     * @param subject whom it is about, and its keyword
     * @param arguments behind those of the configuration
     * @param check whether its end is a result: of a check, or of a script that instances track
     */
    public record Order(
            long effect, String subject, Script script, List<String> arguments, long timeoutNanos, boolean check) {

        /**
         * Those of one lane run one after another: of a notify script the lane is its subject without the last word,
         * the keyword, so that a notify_up waits for the notify_down before it; of a check it is the subject, and
         * checks and notify scripts do not wait for each other.
         */
        private String lane() {
            int keyword = check ? -1 : subject.lastIndexOf(' ');
            return keyword < 0 ? subject : subject.substring(0, keyword);
        }
    }

    /**
     * Has a script run.
     *
     * @param done told once: that it ended, or that it is unavailable
     */
    public void run(Order order, ScriptRules rules, Consumer<ScriptEvent> done) {
        var words = new ArrayList<>(order.script().argv());
        words.addAll(order.arguments());
        var whole = new Script(words, order.script().user(), order.script().group());
        take(order.check(), new Job(order.lane(), whole, rules, order.timeoutNanos(), result -> {
            waiting.decrementAndGet();
            done.accept(result.event(order.effect(), order.subject(), whole.toString()));
        }));
    }

    private void take(boolean check, Job job) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            job.done().accept(new Lost(WAITING_MAX + " scripts wait already"));
            return;
        }
        if (!thread.execute(() -> runs.take(check, job))) {
            job.done().accept(new Lost("the director is ending"));
        }
    }

    /**
     * Waits for the scripts that were asked for; those that still run then are terminated.
     *
     * @param checksMillis at most so long for scripts whose end is a result, which nobody wants any more
     * @param notifiesMillis at most so long for all others; no less
     */
    public void close(long checksMillis, long notifiesMillis) {
        var idle = new CountDownLatch(1);
        var notified = new CountDownLatch(1);
        thread.execute(() -> runs.whenIdle(idle::countDown));
        thread.execute(() -> runs.whenNotified(notified::countDown));
        try {
            if (!idle.await(checksMillis, TimeUnit.MILLISECONDS)
                    && !notified.await(notifiesMillis - checksMillis, TimeUnit.MILLISECONDS)) {
                warn.accept("scripts: some did not end within " + notifiesMillis + " ms and are terminated");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Ends the runner, which terminates what still runs; nobody is told what became of it. */
    @Override
    public void close() {
        if (thread.execute(runs::close)) {
            thread.close();
        }
    }
}
