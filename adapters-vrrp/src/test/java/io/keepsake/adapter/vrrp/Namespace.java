package io.keepsake.adapter.vrrp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Runtime;

/**
 * A network namespace with a thread in it. What the thread opens and the processes it starts are in the namespace; it has
 * no name and no other holder, so it goes with the thread, whatever becomes of the test. Processes die with the thread.
 */
final class Namespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final short POLLIN = 1;
    private static final C LIBC = LibraryLoader.create(C.class).load("c");

    private final ExecutorService thread;
    private final List<Process> processes = new ArrayList<>();
    private final int threadId;

    /** The libc calls of the tests; public because jnr implements it. */
    public interface C {
        int unshare(int flags);

        int gettid();

        int poll(jnr.ffi.Pointer fds, long count, int timeoutMillis);
    }

    private Namespace(ExecutorService thread, int threadId) {
        this.thread = thread;
        this.threadId = threadId;
    }

    static Namespace open(String name) throws Exception {
        var thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("netns-" + name).factory());
        int id = thread.submit(() -> {
                    if (LIBC.unshare(CLONE_NEWNET) != 0) {
                        throw new IllegalStateException("unshare(CLONE_NEWNET) failed; these tests need root");
                    }
                    return LIBC.gettid();
                })
                .get();
        return new Namespace(thread, id);
    }

    /** Joins this and {@code other} with a cable; each end has its name, 02:00:0a:09:00:0N and 10.9.0.N/24. */
    void cable(String name, int number, Namespace other, String otherName, int otherNumber) throws Exception {
        ip("link add " + name + " address 02:00:0a:09:00:0" + number + " type veth peer name " + otherName
                + " address 02:00:0a:09:00:0" + otherNumber);
        ip("link set " + otherName + " netns " + other.threadId);
        up(name, number);
        other.up(otherName, otherNumber);
    }

    private void up(String name, int number) throws Exception {
        ip("address add 10.9.0." + number + "/24 dev " + name);
        ip("link set " + name + " up");
    }

    /** Runs {@code ip} with these words in here, and answers what it printed. */
    String ip(String words) throws Exception {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words.split(" ", -1)));
        return in(() -> {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ip " + words + ": " + output);
            }
            return output;
        });
    }

    int linkIndex(String name) throws Exception {
        var line = ip("-o link show dev " + name);
        return Integer.parseInt(line.substring(0, line.indexOf(':')));
    }

    /** Starts a process in here that is killed when this ends. */
    Process start(List<String> command) throws Exception {
        return in(() -> {
            var all = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
            all.addAll(command);
            var process = new ProcessBuilder(all)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            processes.add(process);
            return process;
        });
    }

    /** Runs {@code work} on the thread in here. */
    <T> T in(Callable<T> work) throws Exception {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Waits until the descriptor can be read; false when the time is over. */
    static boolean awaitReadable(int fd, long millis) {
        var entry = Memory.allocateDirect(Runtime.getRuntime(LIBC), 8, true);
        entry.putInt(0, fd);
        entry.putShort(4, POLLIN);
        return LIBC.poll(entry, 1, (int) millis) == 1;
    }

    @Override
    public void close() {
        for (var process : processes) {
            process.destroy();
            process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        }
        thread.shutdownNow();
    }
}
