package io.keepsake.daemon.sys;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * Processes as Java does not make them: each leads a group of its own, hears every signal, and ends with a status that tells
 * a signal from an exit. From any thread. The process that spawns must not use {@link ProcessBuilder} as well: whoever
 * {@link #awaitAny waits for any child} gets Java's children too.
 */
public final class Processes {
    private static final int POINTER_BYTES = 8;
    private static final int OPAQUE_BYTES = 1024;
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 02000000;
    private static final short SET_GROUP_AND_SIGNALS = 0x02 | 0x04 | 0x08;
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final long SIG_IGN = 1;
    private static final int ECHILD = 10;
    private static final short POLLIN = 1;

    /** Between two looks for a first child. */
    private static final long NO_CHILD_NANOS = 1_000_000_000L;

    private final Calls libc;
    private final Runtime runtime;

    /** By their C names. */
    public interface Calls {
        int posix_spawnp(Pointer pid, String file, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

        int posix_spawn_file_actions_init(Pointer actions);

        int posix_spawn_file_actions_addopen(Pointer actions, int fd, String path, int flags, int mode);

        int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int to);

        int posix_spawn_file_actions_destroy(Pointer actions);

        int posix_spawnattr_init(Pointer attributes);

        int posix_spawnattr_setflags(Pointer attributes, short flags);

        int posix_spawnattr_setsigdefault(Pointer attributes, Pointer signals);

        int posix_spawnattr_setsigmask(Pointer attributes, Pointer signals);

        int posix_spawnattr_destroy(Pointer attributes);

        int sigemptyset(Pointer signals);

        int sigfillset(Pointer signals);

        int pipe2(Pointer fds, int flags);

        int close(int fd);

        @ssize_t
        long read(int fd, Pointer buffer, @size_t long length);

        int poll(Pointer fds, long count, int timeoutMillis);

        int waitpid(int pid, Pointer status, int options);

        int kill(int pid, int signal);

        int prctl(int option, long value, long a, long b, long c);

        Pointer signal(int number, Pointer handler);
    }

    /** The calls of this system. */
    public Processes() {
        libc = LibraryLoader.create(Calls.class).load("c");
        runtime = Runtime.getRuntime(libc);
    }

    /**
     * A process.
     *
     * @param pid also the number of its group
     * @param output descriptor of what it writes to stdout and stderr; whoever has it {@link #close closes} it
     */
    public record Spawned(int pid, int output) {}

    /**
     * How a child ended.
     *
     * @param pid 0 when there is no child now
     * @param signalled whether a signal ended it
     * @param number of the signal, or the exit status
     */
    public record Ended(int pid, boolean signalled, int number) {
        static final Ended NO_CHILD = new Ended(0, false, 0);
    }

    /**
     * Starts a program, with nothing on stdin.
     *
     * @param words the program, looked for in this process's PATH, and its arguments
     * @param environment NAME=VALUE, and nothing else
     * @throws IOException with the error number, when the kernel or libc cannot
     */
    public Spawned spawn(List<String> words, List<String> environment) throws IOException {
        var fds = Memory.allocateDirect(runtime, 2 * Integer.BYTES, true);
        if (libc.pipe2(fds, O_CLOEXEC) != 0) {
            throw new IOException("pipe2: errno " + runtime.getLastError());
        }
        int output = fds.getInt(0);
        int pid;
        try {
            pid = spawn(words, environment, fds.getInt(Integer.BYTES));
        } catch (IOException e) {
            libc.close(output);
            throw e;
        } finally {
            libc.close(fds.getInt(Integer.BYTES));
        }
        return new Spawned(pid, output);
    }

    private int spawn(List<String> words, List<String> environment, int output) throws IOException {
        var actions = opaque();
        var attributes = opaque();
        libc.posix_spawn_file_actions_init(actions);
        libc.posix_spawnattr_init(attributes);
        try {
            libc.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
            libc.posix_spawn_file_actions_adddup2(actions, output, 1);
            libc.posix_spawn_file_actions_adddup2(actions, output, 2);
            var signals = opaque();
            libc.sigfillset(signals);
            libc.posix_spawnattr_setsigdefault(attributes, signals);
            libc.sigemptyset(signals);
            libc.posix_spawnattr_setsigmask(attributes, signals);
            // the group is 0 in fresh attributes, which means one of its own
            libc.posix_spawnattr_setflags(attributes, SET_GROUP_AND_SIGNALS);
            var pid = opaque();
            int error = call(pid, words, environment, actions, attributes);
            if (error != 0) {
                throw new IOException("posix_spawnp: errno " + error);
            }
            return pid.getInt(0);
        } finally {
            libc.posix_spawn_file_actions_destroy(actions);
            libc.posix_spawnattr_destroy(attributes);
        }
    }

    private int call(Pointer pid, List<String> words, List<String> environment, Pointer actions, Pointer attributes) {
        var kept = new ArrayList<Pointer>();
        try {
            return libc.posix_spawnp(
                    pid, words.getFirst(), actions, attributes, array(words, kept), array(environment, kept));
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private Pointer opaque() {
        return Memory.allocateDirect(runtime, OPAQUE_BYTES, true);
    }

    private Pointer array(List<String> words, List<Pointer> kept) {
        var array = Memory.allocateDirect(runtime, (words.size() + 1) * POINTER_BYTES, true);
        kept.add(array);
        for (int i = 0; i < words.size(); i++) {
            var bytes = words.get(i).getBytes(StandardCharsets.UTF_8);
            var word = Memory.allocateDirect(runtime, bytes.length + 1, true);
            word.put(0, bytes, 0, bytes.length);
            kept.add(word);
            array.putPointer((long) i * POINTER_BYTES, word);
        }
        return array;
    }

    /** Waits for the end of any child; {@link Ended#pid} is 0 when there is none to wait for. */
    public Ended awaitAny() {
        var status = Memory.allocateDirect(runtime, Integer.BYTES, true);
        while (true) {
            int pid = libc.waitpid(-1, status, 0);
            if (pid > 0) {
                int value = status.getInt(0);
                int signal = value & 0x7f;
                return new Ended(pid, signal != 0, signal != 0 ? signal : value >> 8 & 0xff);
            }
            if (runtime.getLastError() == ECHILD) {
                return Ended.NO_CHILD;
            }
        }
    }

    /** Sends a signal to a group; with 0 only looks whether anybody of it is there, which a dead one still is. */
    public boolean signalGroup(int group, int signal) {
        return libc.kill(-group, signal) == 0;
    }

    /** Whether something, or the end, can be read from the descriptor now, or within so many milliseconds. */
    public boolean isReadable(int fd, int withinMillis) {
        var poll = Memory.allocateDirect(runtime, 8, true);
        poll.putInt(0, fd);
        poll.putShort(4, POLLIN);
        return libc.poll(poll, 1, withinMillis) > 0;
    }

    /** Reads what is there, or waits for something; 0 at the end, or when nothing can be read any more. */
    public int read(int fd, byte[] into) {
        var buffer = Memory.allocateDirect(runtime, into.length, false);
        int length = (int) Math.max(0, libc.read(fd, buffer, into.length));
        buffer.get(0, into, 0, length);
        return length;
    }

    /** Closes a descriptor. */
    public void close(int fd) {
        libc.close(fd);
    }

    /** What descendants leave behind becomes a child of this process instead of init's, and {@link #awaitAny} buries it. */
    public void adoptOrphans() {
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }

    /**
     * The first process of a container is the parent of all orphans there, and nobody else buries them. Does nothing in any
     * other process. Whoever started a child of Java's learns nothing of its status any more.
     */
    public static void buryOrphansAsInit() {
        if (ProcessHandle.current().pid() == 1) {
            var processes = new Processes();
            Thread.ofPlatform().daemon().name("burial").start(() -> {
                while (true) {
                    if (processes.awaitAny().pid() == 0) {
                        LockSupport.parkNanos(NO_CHILD_NANOS);
                    }
                }
            });
        }
    }

    /** This process ignores these signals from here on. What it spawns does not. */
    public void ignore(int... signals) {
        for (int signal : signals) {
            libc.signal(signal, Pointer.wrap(runtime, SIG_IGN));
        }
    }
}
