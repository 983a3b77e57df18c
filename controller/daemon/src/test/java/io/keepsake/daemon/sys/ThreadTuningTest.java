package io.keepsake.daemon.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.keepsake.config.process.ElectionThread;
import io.keepsake.config.process.ElectionThread.WhenLate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What the kernel says of a thread that was tuned, by a process that may do so, and of one that it begins. */
class ThreadTuningTest {
    private final List<String> warnings = new ArrayList<>();

    /** Fields 19, 40 and 41 of its stat, and its CPUs. */
    private record Scheduling(int nice, int realtime, int policy, String cpus) {
        static Scheduling ofCaller() throws IOException {
            var stat = Files.readString(Path.of("/proc/thread-self/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return new Scheduling(
                    Integer.parseInt(fields[16]),
                    Integer.parseInt(fields[37]),
                    Integer.parseInt(fields[38]),
                    status("/proc/thread-self", "Cpus_allowed_list:"));
        }
    }

    private static String status(String process, String name) throws IOException {
        return Files.readAllLines(Path.of(process, "status")).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static <T> T onThread(Callable<T> task) throws Exception {
        var run = new FutureTask<>(task);
        Thread.ofPlatform().start(run);
        return run.get();
    }

    @Test
    void aThreadRunsAsTheFileSaysAndThoseItBeginsDoNot() throws Exception {
        onThread(() -> {
            var before = Scheduling.ofCaller();
            var tuning = new ThreadTuning(warnings::add);
            tuning.apply(new ElectionThread(0, 20, true, List.of(0), WhenLate.NOTHING));
            assertEquals(new Scheduling(0, 20, 2, "0"), Scheduling.ofCaller());
            assertNotEquals("0 kB", status("/proc/self", "VmLck:"));
            var begun = onThread(Scheduling::ofCaller);
            assertEquals(List.of(0, 0), List.of(begun.realtime(), begun.policy()));

            tuning.apply(new ElectionThread(-5, 0, false, List.of(), WhenLate.NOTHING));
            assertEquals(new Scheduling(-5, 0, 0, before.cpus()), Scheduling.ofCaller());
            assertEquals("0 kB", status("/proc/self", "VmLck:"));

            tuning.apply(ElectionThread.AS_STARTED);
            assertEquals(before, Scheduling.ofCaller());
            return null;
        });
        assertEquals(List.of(), warnings);
    }

    @Test
    void oneThatWasLateHasOnePriorityMoreEachTimeUpToTheMost() throws Exception {
        onThread(() -> {
            var before = Scheduling.ofCaller();
            var tuning = new ThreadTuning(warnings::add);
            tuning.late(5_000_000_000L);
            assertEquals(before, Scheduling.ofCaller());

            tuning.apply(new ElectionThread(0, 0, false, List.of(), new WhenLate(2, 500_000_000L)));
            tuning.late(499_999_999L);
            assertEquals(before, Scheduling.ofCaller());
            for (int expected : List.of(1, 2, 2)) {
                tuning.late(500_000_000L);
                var now = Scheduling.ofCaller();
                assertEquals(List.of(expected, 2), List.of(now.realtime(), now.policy()));
            }
            assertEquals(2, warnings.size(), warnings.toString());
            assertEquals(
                    "the elections were 500 ms late, and run with priority 2 of SCHED_RR from now on (max_auto_priority 2)",
                    warnings.getLast());

            tuning.apply(ElectionThread.AS_STARTED);
            assertEquals(before, Scheduling.ofCaller());
            return null;
        });
    }

    @Test
    void whatTheKernelRefusesIsTold() throws Exception {
        onThread(() -> {
            new ThreadTuning(warnings::add).apply(new ElectionThread(0, 0, false, List.of(8000), WhenLate.NOTHING));
            return null;
        });
        assertEquals(1, warnings.size(), warnings.toString());
        assertEquals("vrrp_cpu_affinity [8000]", warnings.getFirst().split(" is ", -1)[0]);
    }
}
