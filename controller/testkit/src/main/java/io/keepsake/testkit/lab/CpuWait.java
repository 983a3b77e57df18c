package io.keepsake.testkit.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * For how long programs wanted a CPU and had none, as the kernel accounts it for each thread, or stood still with the whole
 * machine. A program that is late by less than that was not late by its
 * own fault; one that waits for a disk, a lock or a reader waits for no CPU. Any thread may ask.
 */
public final class CpuWait implements AutoCloseable {
    private static final long PERIOD_NANOS = 20_000_000;
    private static final int THREAD_ACCOUNT_MAX = 128;
    private static final Path SELF = Path.of("/proc/thread-self");

    /** What was waited between two looks, of which the first was at {@code from}. */
    private record Look(Instant from, Instant to, long nanos) {}

    private final Supplier<List<Running>> programs;
    private final List<Long> delivering;
    private final List<Look> looks = new ArrayList<>();
    private final Map<Path, Account> accounts = new HashMap<>();
    private final ByteBuffer read = ByteBuffer.allocate(THREAD_ACCOUNT_MAX);
    private final Thread thread = Thread.ofPlatform().daemon().name("cpu-wait").unstarted(this::look);

    /** A thread's account: time on a CPU, time waited for one, and turns, as {@code 3692455 81220 12}; nanoseconds. */
    private static final class Account {
        private final FileChannel file;
        private long waited;

        Account(FileChannel file) {
            this.file = file;
        }
    }

    private CpuWait(Supplier<List<Running>> programs, List<Long> delivering) {
        this.programs = programs;
        this.delivering = delivering;
    }

    /** Begins to look at the first process of each of {@code programs}, which are asked for again at every look. */
    public static CpuWait of(Supplier<List<Running>> programs) {
        var wait = new CpuWait(programs, List.of());
        wait.thread.start();
        return wait;
    }

    /** The same, and at the kernel's threads that deliver packets, where the programs wait for each other's. */
    public static CpuWait withDelivery(Supplier<List<Running>> programs) {
        var wait = new CpuWait(programs, delivering());
        wait.thread.start();
        return wait;
    }

    /**
     * The sum over all threads, in each look as much as the time since the one before at most, of all looks that have to do
     * with the time between these moments of the wall clock: up to 20 ms of a quiet machine more at each end. Waits for the
     * look that comes after {@code end}.
     */
    public Duration between(Instant begin, Instant end) {
        Await.until("a look at who waits for a CPU", Duration.ofSeconds(10), () -> looked(end));
        synchronized (looks) {
            return Duration.ofNanos(looks.stream()
                    .filter(look -> look.to.isAfter(begin) && look.from.isBefore(end))
                    .mapToLong(Look::nanos)
                    .sum());
        }
    }

    private boolean looked(Instant end) {
        synchronized (looks) {
            return !looks.isEmpty() && !looks.getLast().to.isBefore(end);
        }
    }

    private void look() {
        var last = Instant.now();
        long lastNanos = System.nanoTime();
        while (!thread.isInterrupted()) {
            LockSupport.parkNanos(PERIOD_NANOS);
            long nanos = System.nanoTime();
            var there = new HashSet<Path>();
            // late, and not since this thread had no CPU: then nothing ran
            long standstill = Math.max(0, nanos - lastNanos - 2 * PERIOD_NANOS - waited(SELF, there));
            long waited = waited(there);
            var now = Instant.now();
            synchronized (looks) {
                looks.add(new Look(last, now, Math.min(nanos - lastNanos, Math.max(standstill, waited))));
            }
            last = now;
            lastNanos = nanos;
        }
        forgetAllBut(Set.of());
    }

    /** The numbers of {@code ksoftirqd}, where a container lets them be seen. */
    private static List<Long> delivering() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> {
                    try {
                        return Files.readString(Path.of("/proc/" + pid + "/comm"))
                                .startsWith("ksoftirqd/");
                    } catch (IOException e) {
                        return false;
                    }
                })
                .toList();
    }

    /** What all threads have waited since the look before; a thread is counted from its first look on. */
    private long waited(Set<Path> there) {
        long sum = 0;
        for (long pid : delivering) {
            sum += waited(pid, there);
        }
        for (var program : programs.get()) {
            sum += waited(program.pid(), there);
        }
        forgetAllBut(there);
        return sum;
    }

    private long waited(long pid, Set<Path> there) {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (var path : threads) {
                sum += waited(path, there);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // it has ended this moment
        }
        return sum;
    }

    private long waited(Path path, Set<Path> there) {
        try {
            var account = accounts.get(path);
            boolean known = account != null;
            if (account == null) {
                account = new Account(FileChannel.open(path.resolve("schedstat"), StandardOpenOption.READ));
                accounts.put(path, account);
            }
            there.add(path);
            int length = account.file.read(read.clear(), 0);
            var words = new String(read.array(), 0, Math.max(0, length), StandardCharsets.US_ASCII).split(" ", -1);
            if (words.length < 2) {
                return 0;
            }
            long total = Long.parseLong(words[1]);
            long since = known ? total - account.waited : 0;
            account.waited = total;
            return since;
        } catch (IOException e) {
            // the thread has ended this moment
            return 0;
        }
    }

    private void forgetAllBut(Set<Path> there) {
        accounts.entrySet().removeIf(entry -> {
            boolean gone = !there.contains(entry.getKey());
            if (gone) {
                forget(entry.getValue());
            }
            return gone;
        });
    }

    private static void forget(Account account) {
        try {
            account.file.close();
        } catch (IOException e) {
            throw new LabException("cannot close a thread's account: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
