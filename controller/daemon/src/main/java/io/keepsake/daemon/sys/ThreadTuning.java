package io.keepsake.daemon.sys;

import io.keepsake.config.process.ElectionThread;
import java.util.function.Consumer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/** How the kernel runs the calling thread. What it does not permit is told, and the thread goes on as it was. */
public final class ThreadTuning {
    private static final int PRIO_PROCESS = 0;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RR = 2;

    /** Threads and programs that this one begins do not inherit it. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final int MCL_TOUCHED_NOW_AND_LATER = 7;
    private static final int CPU_SET_BYTES = 1024;
    private static final long NANOS_A_MILLI = 1_000_000L;

    private final Consumer<String> warn;
    private @Nullable Calls libc;
    private ElectionThread present = ElectionThread.AS_STARTED;

    /** The priority of SCHED_RR that it has now, whether by the file or because it was late. */
    private int realtime;

    /** By their C names; thread 0 is the caller. */
    public interface Calls {
        int setpriority(int which, int who, int nice);

        int sched_setscheduler(int thread, int policy, Pointer priority);

        int sched_setaffinity(int thread, @size_t long bytes, Pointer cpus);

        int mlockall(int flags);

        int munlockall();
    }

    /** @param warn is told what the kernel refused */
    public ThreadTuning(Consumer<String> warn) {
        this.warn = warn;
    }

    /** From now on so; does nothing where nothing differs from before. */
    public void apply(ElectionThread wanted) {
        if (wanted.equals(present)) {
            return;
        }
        var libc = libc();
        var runtime = Runtime.getRuntime(libc);
        if (wanted.nice() != present.nice()) {
            told(runtime, "vrrp_priority " + wanted.nice(), libc.setpriority(PRIO_PROCESS, 0, wanted.nice()));
        }
        if (wanted.realtime() != present.realtime() || !wanted.late().equals(present.late())) {
            schedule(libc, runtime, "vrrp_rt_priority ", wanted.realtime());
        }
        if (!wanted.cpus().equals(present.cpus())) {
            told(runtime, "vrrp_cpu_affinity " + wanted.cpus(), affinity(libc, runtime, wanted));
        }
        if (wanted.locked() != present.locked()) {
            told(
                    runtime,
                    "vrrp_no_swap",
                    wanted.locked() ? libc.mlockall(MCL_TOUCHED_NOW_AND_LATER) : libc.munlockall());
        }
        present = wanted;
    }

    /**
     * The thread was so late. Where {@code max_auto_priority} says so it has one more priority of SCHED_RR from now on; it
     * keeps that until the file says otherwise.
     *
     * @param nanos 0 or more
     */
    public void late(long nanos) {
        var late = present.late();
        if (nanos < late.afterNanos() || realtime >= late.most()) {
            return;
        }
        var libc = libc();
        if (schedule(libc, Runtime.getRuntime(libc), "max_auto_priority: priority ", realtime + 1)) {
            warn.accept("the elections were " + nanos / NANOS_A_MILLI + " ms late, and run with priority " + realtime
                    + " of SCHED_RR from now on (max_auto_priority " + late.most() + ")");
        }
    }

    /** Loaded when a file first asks for something: it takes longer than an election may wait. */
    private Calls libc() {
        var loaded = libc == null ? LibraryLoader.create(Calls.class).load("c") : libc;
        libc = loaded;
        return loaded;
    }

    private boolean schedule(Calls libc, Runtime runtime, String what, int wanted) {
        if (wanted == realtime) {
            return true;
        }
        var priority = Memory.allocateDirect(runtime, Integer.BYTES, true);
        priority.putInt(0, wanted);
        int policy = (wanted == 0 ? SCHED_OTHER : SCHED_RR) | SCHED_RESET_ON_FORK;
        boolean done = told(runtime, what + wanted, libc.sched_setscheduler(0, policy, priority));
        realtime = done ? wanted : realtime;
        return done;
    }

    private static int affinity(Calls libc, Runtime runtime, ElectionThread wanted) {
        var cpus = new byte[CPU_SET_BYTES];
        for (int cpu = 0; cpu < CPU_SET_BYTES * 8; cpu++) {
            if (wanted.cpus().isEmpty() || wanted.cpus().contains(cpu)) {
                cpus[cpu / 8] |= (byte) (1 << cpu % 8);
            }
        }
        var set = Memory.allocateDirect(runtime, CPU_SET_BYTES, true);
        set.put(0, cpus, 0, cpus.length);
        return libc.sched_setaffinity(0, CPU_SET_BYTES, set);
    }

    private boolean told(Runtime runtime, String what, int answer) {
        if (answer < 0) {
            warn.accept(what + " is not in force: the kernel says errno " + runtime.getLastError()
                    + " (LimitRTPRIO, LimitNICE or LimitMEMLOCK of the unit allow it); the elections go on without");
        }
        return answer >= 0;
    }
}
