package io.keepsake.daemon.sys;

import io.keepsake.config.process.ElectionThread;
import java.util.function.Consumer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;

/** How the kernel runs the calling thread. What it does not permit is told, and the thread goes on as it was. */
public final class ThreadTuning {
    private static final int PRIO_PROCESS = 0;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RR = 2;

    /** Threads and programs that this one begins do not inherit it. */
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;

    private static final int MCL_TOUCHED_NOW_AND_LATER = 7;
    private static final int CPU_SET_BYTES = 1024;

    private final Consumer<String> warn;
    private ElectionThread present = ElectionThread.AS_STARTED;

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
        var libc = LibraryLoader.create(Calls.class).load("c");
        var runtime = Runtime.getRuntime(libc);
        if (wanted.nice() != present.nice()) {
            told(runtime, "vrrp_priority " + wanted.nice(), libc.setpriority(PRIO_PROCESS, 0, wanted.nice()));
        }
        if (wanted.realtime() != present.realtime()) {
            var priority = Memory.allocateDirect(runtime, Integer.BYTES, true);
            priority.putInt(0, wanted.realtime());
            int policy = (wanted.realtime() == 0 ? SCHED_OTHER : SCHED_RR) | SCHED_RESET_ON_FORK;
            told(runtime, "vrrp_rt_priority " + wanted.realtime(), libc.sched_setscheduler(0, policy, priority));
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

    private void told(Runtime runtime, String what, int answer) {
        if (answer < 0) {
            warn.accept(what + " is not in force: the kernel says errno " + runtime.getLastError()
                    + " (LimitRTPRIO, LimitNICE or LimitMEMLOCK of the unit allow it); the elections go on without");
        }
    }
}
