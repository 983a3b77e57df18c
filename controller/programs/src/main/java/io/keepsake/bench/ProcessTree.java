package io.keepsake.bench;

import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the kernel counts for a process and its descendants. */
final class ProcessTree {
    private static final double TICKS_PER_SECOND = 100;

    private final ProcessHandle root;

    private ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    static ProcessTree of(Running running) {
        return of(ProcessHandle.of(running.pid()).orElseThrow());
    }

    static ProcessTree of(ProcessHandle root) {
        return new ProcessTree(root);
    }

    /** In KiB; PSS shares a page among those that have it, USS leaves shared pages out. */
    record Memory(long rss, long pss, long uss) {
        private Memory plus(Memory other) {
            return new Memory(rss + other.rss, pss + other.pss, uss + other.uss);
        }
    }

    Memory memory() throws IOException {
        var sum = new Memory(0, 0, 0);
        for (long pid : pids().toArray()) {
            var lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
            var uss = kibibytes(lines, "Private_Clean:") + kibibytes(lines, "Private_Dirty:");
            sum = sum.plus(new Memory(kibibytes(lines, "Rss:"), kibibytes(lines, "Pss:"), uss));
        }
        return sum;
    }

    private static long kibibytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /** Processor time used so far, in seconds, by the processes that run now. */
    double cpuSeconds() throws IOException {
        long ticks = 0;
        for (long pid : pids().toArray()) {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private LongStream pids() {
        return Stream.concat(Stream.of(root), root.descendants()).mapToLong(ProcessHandle::pid);
    }
}
