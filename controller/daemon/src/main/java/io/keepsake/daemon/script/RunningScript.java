package io.keepsake.daemon.script;

import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.daemon.script.RunnerWire.Ended;
import io.keepsake.daemon.script.RunnerWire.Request;
import io.keepsake.daemon.sys.Processes;
import io.keepsake.daemon.sys.Processes.Spawned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One script in the runner, from its start to its report. */
final class RunningScript {
    private static final int TERM = 15;
    private static final int KILL = 9;
    private static final int NO_SUCH_PROGRAM = 127;

    /** From TERM to KILL. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A process that stays behind holds the pipe open, and the end of the script is seen only when one looks. */
    private static final int LOOK_MILLIS = 20;

    /** What a script wrote before it ended is in the pipe, which holds no more than this often a buffer. */
    private static final int READS_AFTER_END = 32;

    private enum Stage {
        RUNNING,
        TERMINATED,
        KILLED
    }

    private final Processes processes;
    private final Request request;
    private final Spawned process;
    private final byte[] buffer = new byte[4096];
    private byte[] output = {};
    private boolean open = true;
    private Stage stage = Stage.RUNNING;
    private boolean overdue;
    private long due;
    private volatile boolean unwanted;
    private volatile Processes.@Nullable Ended ended;
    private volatile @Nullable Thread follower;

    RunningScript(Processes processes, Request request, Spawned process) {
        this.processes = processes;
        this.request = request;
        this.process = process;
        due = System.nanoTime() + request.timeoutNanos();
    }

    /** Of a script that could not be started. */
    static Ended refused(Request request, IOException e) {
        return new Ended(request.number(), End.EXITED, NO_SUCH_PROGRAM, String.valueOf(e.getMessage()));
    }

    /** From another thread: how its process ended. */
    void ended(Processes.Ended how) {
        ended = how;
        LockSupport.unpark(follower);
    }

    /** From another thread: nobody wants its result any more. */
    void terminate() {
        unwanted = true;
    }

    /** Until its end. */
    Ended follow() {
        follower = Thread.currentThread();
        Processes.Ended how;
        try {
            for (how = ended; how == null || !isOver(); how = ended) {
                listen();
                judge();
            }
            for (int i = 0; i < READS_AFTER_END && open && processes.isReadable(process.output(), 0); i++) {
                read();
            }
        } finally {
            processes.close(process.output());
        }
        var end = overdue ? End.TIMED_OUT : how.signalled() ? End.SIGNALLED : End.EXITED;
        return new Ended(request.number(), end, how.number(), new String(output, StandardCharsets.UTF_8));
    }

    /** What was to be terminated is over when its whole group is, or has been killed. */
    private boolean isOver() {
        return stage != Stage.TERMINATED || !processes.signalGroup(process.pid(), 0);
    }

    private void listen() {
        if (!open) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        } else if (processes.isReadable(process.output(), LOOK_MILLIS)) {
            read();
        }
    }

    private void read() {
        int length = processes.read(process.output(), buffer);
        open = length > 0;
        var all = Arrays.copyOf(output, output.length + length);
        int end = output.length;
        for (int i = 0; i < length; i++) {
            if (buffer[i] != 0) {
                all[end++] = buffer[i];
            }
        }
        output = Arrays.copyOfRange(all, Math.max(0, end - ScriptResult.OUTPUT_MAX), end);
    }

    /** TERM when its time is over, two seconds later KILL, to its whole group. */
    private void judge() {
        boolean late = System.nanoTime() - due >= 0;
        switch (stage) {
            case RUNNING -> {
                if (ended == null && (late || unwanted)) {
                    overdue = true;
                    stage = Stage.TERMINATED;
                    due = System.nanoTime() + PATIENCE_NANOS;
                    processes.signalGroup(process.pid(), TERM);
                }
            }
            case TERMINATED -> {
                if (late) {
                    stage = Stage.KILLED;
                    processes.signalGroup(process.pid(), KILL);
                }
            }
            case KILLED -> {}
        }
    }
}
