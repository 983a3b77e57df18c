package io.keepsake.daemon.script;

import io.keepsake.daemon.script.RunnerPipe.Request;
import io.keepsake.daemon.script.ScriptResult.Ended;
import io.keepsake.daemon.script.ScriptResult.Lost;
import io.keepsake.daemon.script.ScriptResult.Unavailable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What waits and what runs. Everything but {@link #listen} belongs to the one thread of {@code thread}. */
final class Runs {
    /** Checks do not wait for notify scripts, nor the other way round. */
    private static final int SIDE_BY_SIDE = 64;

    /** Two seconds from TERM to KILL, and time for a busy machine; whoever says nothing by then never will. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(12);

    private record Running(Lanes<Job> lanes, Job job, long sinceNanos, Future<?> overdue) {}

    private final RunnerPipe.Source source;
    private final ScriptSafety safety;
    private final ScheduledExecutorService thread;
    private final UnaryOperator<Runnable> guard;
    private final Lanes<Job> notifies = new Lanes<>(SIDE_BY_SIDE);
    private final Lanes<Job> checks = new Lanes<>(SIDE_BY_SIDE);
    private final Map<Long, Running> running = new HashMap<>();
    private final List<Runnable> whenIdle = new ArrayList<>();
    private @Nullable RunnerPipe pipe;
    private @Nullable String broken;
    private long number;

    /**
     * Nothing runs yet.
     *
     * @param guard what every task on the thread must be wrapped in
     */
    Runs(
            RunnerPipe.Source source,
            ScriptSafety safety,
            ScheduledExecutorService thread,
            UnaryOperator<Runnable> guard) {
        this.source = source;
        this.safety = safety;
        this.thread = thread;
        this.guard = guard;
    }

    void take(boolean check, Job job) {
        var lanes = check ? checks : notifies;
        lanes.add(job.lane(), job);
        proceed(lanes);
    }

    /** Calls {@code then} as soon as nothing runs or waits. */
    void whenIdle(Runnable then) {
        whenIdle.add(then);
        tellIdle();
    }

    private void tellIdle() {
        if (notifies.isIdle() && checks.isIdle()) {
            whenIdle.forEach(Runnable::run);
            whenIdle.clear();
        }
    }

    private void proceed(Lanes<Job> lanes) {
        for (var job = lanes.next(); job != null; job = lanes.next()) {
            try {
                begin(lanes, job);
            } catch (ScriptRefused e) {
                over(lanes, job, broken == null ? new Unavailable(e.reason()) : new Lost(broken));
            }
        }
        tellIdle();
    }

    private static void over(Lanes<Job> lanes, Job job, ScriptResult result) {
        lanes.over(job.lane());
        job.done().accept(result);
    }

    private void begin(Lanes<Job> lanes, Job job) throws ScriptRefused {
        var permitted = safety.permit(job.script(), job.rules());
        var open = open();
        if (!open.anyUser() && permitted.account().uid() != Accounts.ownUid()) {
            throw new ScriptRefused(
                    "this director was not started by its launcher and cannot run a script as " + permitted.account());
        }
        var words = job.words(permitted.program());
        long mine = ++number;
        var variables = variables(permitted.account());
        try {
            open.send(new Request(mine, permitted.account(), job.timeoutNanos(), variables, words));
        } catch (IOException e) {
            fail("the script runner is gone (" + e.getMessage() + "); restart the director");
            throw new ScriptRefused(String.valueOf(broken));
        }
        var overdue = thread.schedule(
                guard.apply(() -> forget(mine)), job.timeoutNanos() + GRACE_NANOS, TimeUnit.NANOSECONDS);
        running.put(mine, new Running(lanes, job, System.nanoTime(), overdue));
    }

    private static List<String> variables(Account account) {
        var environment = System.getenv();
        var variables = new ArrayList<String>();
        variables.add("PATH=" + environment.getOrDefault("PATH", ScriptSafety.PATH));
        variables.add("HOME=" + account.home());
        var language = environment.get("LANG");
        if (language != null) {
            variables.add("LANG=" + language);
        }
        return variables;
    }

    private RunnerPipe open() throws ScriptRefused {
        if (broken != null) {
            throw new ScriptRefused(broken);
        }
        if (pipe == null) {
            try {
                pipe = source.open();
            } catch (IOException e) {
                broken = "there is no script runner: " + e.getMessage();
                throw new ScriptRefused(broken);
            }
            var opened = pipe;
            Thread.ofPlatform().daemon().name("script-reports").start(() -> listen(opened));
        }
        return pipe;
    }

    /** On its own thread: executor over reports until there are no more. */
    private void listen(RunnerPipe open) {
        var why = "the script runner is gone; restart the director";
        try (var in = new BufferedInputStream(open.reports())) {
            for (var report = Report.read(in); report != null; report = Report.read(in)) {
                var told = report;
                thread.execute(guard.apply(() -> ended(told)));
            }
        } catch (IOException e) {
            why = "the script runner is of no use any more: " + e.getMessage() + "; restart the director";
        } catch (RejectedExecutionException _) {
            return; // closed
        }
        tellFailure(why);
    }

    private void tellFailure(String why) {
        try {
            thread.execute(guard.apply(() -> fail(why)));
        } catch (RejectedExecutionException _) {
            // closed: the runner ended because it should
        }
    }

    private void ended(Report report) {
        var run = running.remove(report.number());
        if (run == null) {
            return; // forgotten already
        }
        run.overdue().cancel(false);
        long took = System.nanoTime() - run.sinceNanos();
        over(run.lanes(), run.job(), new Ended(report.end(), report.status(), took, report.output()));
        proceed(run.lanes());
    }

    private void forget(long mine) {
        var run = running.remove(mine);
        if (run != null) {
            over(run.lanes(), run.job(), new Lost("the script runner never told how it ended"));
            proceed(run.lanes());
        }
    }

    private void fail(String why) {
        if (broken == null) {
            broken = why;
        }
        var lost = List.copyOf(running.values());
        running.clear();
        for (var run : lost) {
            run.overdue().cancel(false);
            over(run.lanes(), run.job(), new Lost(broken));
        }
        proceed(notifies);
        proceed(checks);
    }

    /** Lets the runner end; the broken pipe of one that has ended is no news. */
    void close() {
        broken = "the director is ending";
        try (var _ = pipe) {
            pipe = null;
        } catch (IOException e) {
            broken = broken + ", and the script runner ended before it: " + e.getMessage();
        }
    }
}
