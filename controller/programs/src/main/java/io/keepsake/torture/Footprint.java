package io.keepsake.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds of the machine.
 *
 * @param rssMebibytes resident memory
 */
record Footprint(int descriptors, int threads, int rssMebibytes) {
    /** Connections of checks that are under way, and files of a script that just runs. */
    private static final int DESCRIPTORS_MORE = 8;

    /** Carriers of virtual threads and compiler threads come and go. */
    private static final int THREADS_MORE = 6;

    /** Compiled code, and what the allocator of the C library keeps. */
    private static final int RSS_MORE = 48;

    static final String SLACK = DESCRIPTORS_MORE + " more descriptors, " + THREADS_MORE + " more threads";
    static final String MEMORY_SLACK = RSS_MORE + " MiB more memory";

    static Footprint of(long pid) throws IOException {
        var process = Path.of("/proc/" + pid);
        int descriptors;
        try (var files = Files.list(process.resolve("fd"))) {
            descriptors = (int) files.count();
        }
        int threads = 0;
        int kibibytes = 0;
        for (var line : Files.readAllLines(process.resolve("status"))) {
            threads = line.startsWith("Threads:") ? number(line) : threads;
            kibibytes = line.startsWith("VmRSS:") ? number(line) : kibibytes;
        }
        return new Footprint(descriptors, threads, kibibytes / 1024);
    }

    private static int number(String line) {
        return Integer.parseInt(line.replaceAll("[^0-9]", ""));
    }

    /** Whether descriptors and threads are as before, with {@link #SLACK}. */
    boolean isAs(Footprint before) {
        return descriptors <= before.descriptors + DESCRIPTORS_MORE && threads <= before.threads + THREADS_MORE;
    }

    /** Whether this needs no more memory than before, with {@link #MEMORY_SLACK}. */
    boolean needsNoMoreThan(Footprint before) {
        return rssMebibytes <= before.rssMebibytes + RSS_MORE;
    }

    @Override
    public String toString() {
        return descriptors + " descriptors, " + threads + " threads, " + rssMebibytes + " MiB";
    }
}
