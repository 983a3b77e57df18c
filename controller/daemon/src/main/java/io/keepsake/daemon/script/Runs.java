package io.keepsake.daemon.script;

import io.keepsake.daemon.script.RunnerWire.Request;
import io.keepsake.daemon.script.RunnerWire.User;
import io.keepsake.daemon.script.ScriptResult.Ended;
import io.keepsake.daemon.script.ScriptResult.Lost;
import io.keepsake.daemon.script.ScriptResult.Unavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What waits and what runs. Everything but {@link #listen} belongs to the one thread of {@code thread}. */
final class Runs {
    /** Checks do not wait for notify scripts, nor the other way round. */
    private static final int SIDE_BY_SIDE = 64;

    /** Two seconds from TERM to KILL, and time for a busy machine; whoever says nothing by then never will. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(12);

    /** A JVM on a busy machine takes seconds. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final String GONE = "the script runner is gone, and what would begin another; restart the director";
    private static final String REPLACED = "the script runner ended while it ran; another has taken its place";

    private record Running(
            Lanes<Job> lanes, Job job, Request request, boolean started, long sinceNanos, ScriptThread.Later overdue) {
        Running begun() {
            return new Running(lanes, job, request, true, System.nanoTime(), overdue);
        }
    }

    private final RunnerPipe.Source source;
    private final ScriptSafety safety;
    private final ScriptThread thread;
    private final Lanes<Job> notifies = new Lanes<>(SIDE_BY_SIDE);
    private final Lanes<Job> checks = new Lanes<>(SIDE_BY_SIDE);
    private final SortedMap<Long, Running> running = new TreeMap<>();
    private final List<Runnable> whenIdle = new ArrayList<>();
    private final List<Runnable> whenNotified = new ArrayList<>();
    private @Nullable RunnerPipe pipe;
    private @Nullable String broken;
    private boolean ready;
    private boolean awaited;
    private long number;

    /** Nothing runs yet. */
    Runs(RunnerPipe.Source source, ScriptSafety safety, ScriptThread thread) {
        this.source = source;
        this.safety = safety;
        this.thread = thread;
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

    /** Calls {@code then} as soon as no notify script runs or waits. */
    void whenNotified(Runnable then) {
        whenNotified.add(then);
        tellIdle();
    }

    private void tellIdle() {
        if (notifies.isIdle()) {
            whenNotified.forEach(Runnable::run);
            whenNotified.clear();
        }
        if (notifies.isIdle() && checks.isIdle()) {
            whenIdle.forEach(Runnable::run);
            whenIdle.clear();
        }
    }

    private void proceed(Lanes<Job> lanes) {
        if (broken == null && !isReady()) {
            return;
        }
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

    /** Whether a runner listens; otherwise one is called, and what waits for it is not kept waiting for ever. */
    private boolean isReady() {
        wake();
        if (!ready && broken == null && !awaited && !(notifies.isIdle() && checks.isIdle())) {
            awaited = true;
            thread.schedule(this::giveUpWaiting, START_NANOS);
        }
        return ready || broken != null;
    }

    /** Has the runner begin, which takes a moment: as soon as a configuration names a script. */
    void wake() {
        if (pipe != null || broken != null) {
            return;
        }
        try {
            var opened = source.open();
            pipe = opened;
            Thread.ofPlatform().daemon().name("script-reports").start(() -> listen(opened));
        } catch (IOException e) {
            broken = "there is no script runner: " + e.getMessage();
        }
    }

    private void giveUpWaiting() {
        awaited = false;
        if (!ready && broken == null) {
            for (var lanes : List.of(notifies, checks)) {
                for (var job = lanes.next(); job != null; job = lanes.next()) {
                    over(lanes, job, new Lost("the script runner did not begin in time"));
                }
            }
            tellIdle();
        }
    }

    private void begin(Lanes<Job> lanes, Job job) throws ScriptRefused {
        var permitted = safety.permit(job.script(), job.rules());
        var account = permitted.account();
        var open = pipe;
        if (broken != null || open == null) {
            throw new ScriptRefused(String.valueOf(broken));
        }
        if (!open.anyUser() && account.uid() != Accounts.ownUid()) {
            throw new ScriptRefused(
                    "this director was not started by its launcher and cannot run a script as " + account);
        }
        var words = job.words(permitted.program());
        var user = open.anyUser() ? User.of(account) : null;
        send(open, lanes, job, new Request(++number, user, job.timeoutNanos(), variables(account), words));
    }

    private void send(RunnerPipe open, Lanes<Job> lanes, Job job, Request request) throws ScriptRefused {
        try {
            open.send(request);
        } catch (IOException e) {
            fail("the script runner is gone (" + e.getMessage() + "); restart the director");
            throw new ScriptRefused(String.valueOf(broken));
        }
        long mine = request.number();
        var overdue = thread.schedule(() -> forget(mine), job.timeoutNanos() + GRACE_NANOS);
        running.put(mine, new Running(lanes, job, request, false, System.nanoTime(), overdue));
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

    /** On its own thread: executor over reports until there are no more. */
    private void listen(RunnerPipe open) {
        var why = GONE;
        try {
            for (var report = open.next(); report != null; report = open.next()) {
                var told = report;
                thread.execute(() -> hear(told));
            }
        } catch (IOException e) {
            why = useless(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            why = useless(e.toString());
        } finally {
            var failure = why;
            thread.execute(() -> fail(failure));
        }
    }

    private static String useless(String why) {
        return "the script runner is of no use any more: " + why + "; restart the director";
    }

    private void hear(RunnerWire.Report report) {
        switch (report) {
            case RunnerWire.Hello hello -> begun(hello);
            case RunnerWire.Started(var mine) -> running.computeIfPresent(mine, (_, run) -> run.begun());
            case RunnerWire.Ended ended -> ended(ended);
        }
    }

    /** A runner has begun, maybe in the place of another: what that had begun is lost, and what it had not is sent again. */
    private void begun(RunnerWire.Hello hello) {
        var open = pipe;
        if (open == null || broken != null) {
            return;
        }
        try {
            open.answer(hello);
        } catch (IOException e) {
            fail("the script runner is gone (" + e.getMessage() + "); restart the director");
            return;
        }
        ready = true;
        var before = List.copyOf(running.values());
        running.clear();
        for (var run : before) {
            run.overdue().cancel();
            if (run.started()) {
                over(run.lanes(), run.job(), new Lost(REPLACED));
            } else {
                sendAgain(open, run);
            }
        }
        proceed(notifies);
        proceed(checks);
    }

    private void sendAgain(RunnerPipe open, Running run) {
        try {
            send(open, run.lanes(), run.job(), run.request());
        } catch (ScriptRefused e) {
            over(run.lanes(), run.job(), new Lost(e.reason()));
        }
    }

    private void ended(RunnerWire.Ended report) {
        var run = running.remove(report.number());
        if (run == null) {
            return; // forgotten already
        }
        run.overdue().cancel();
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
            run.overdue().cancel();
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
