package io.keepsake.web;

import io.keepsake.testkit.record.RecordedCluster;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * A disk that does not answer whoever reads a journal from its beginning: the first file of two runs has become a pipe.
 * Whoever follows the journal's end, and whoever asks the index, needs that file no more.
 */
final class SlowDisk implements AutoCloseable {
    private final Path pipe;
    private boolean broken;

    private SlowDisk(Path pipe) {
        this.pipe = pipe;
    }

    /** A node with two runs. */
    static void record(Path root, String node) throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.now().minusSeconds(60), "VI_1")) {
            cluster.start(node, "192.168.181.133", 100, 0).pass(20).kill(node);
            cluster.start(node, "192.168.181.133", 100, 0).pass(20);
        }
    }

    /** From now on nobody gets an answer. */
    static SlowDisk at(Path root, String node) throws IOException, InterruptedException {
        Path first;
        try (var files = Files.list(root.resolve(node).resolve("run-1"))) {
            first = files.filter(f -> f.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        Files.delete(first);
        var made = new ProcessBuilder("mkfifo", first.toString()).inheritIO().start();
        if (made.waitFor() != 0) {
            throw new IOException("mkfifo " + first + " failed");
        }
        return new SlowDisk(first);
    }

    /** When it answers at last it will say that the file cannot be read. */
    void breaks() {
        broken = true;
    }

    /** Answers all who wait, and who come. */
    @Override
    public void close() throws IOException {
        var kept = Files.move(pipe, pipe.resolveSibling("was"));
        if (broken) {
            Files.createDirectory(pipe);
        } else {
            Files.createFile(pipe);
        }
        // lets go whoever opens the pipe
        FileChannel.open(kept, StandardOpenOption.READ, StandardOpenOption.WRITE)
                .close();
    }
}
