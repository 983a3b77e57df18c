package io.keepsake.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A directory that goes with {@link #close}, and everything in it. */
record Scratch(Path path) implements AutoCloseable {

    static Scratch make() {
        try {
            return new Scratch(Files.createTempDirectory("keepsake-bench-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its files take of the disk, in bytes; holes take nothing. */
    long bytesOnDisk() throws IOException, InterruptedException {
        var du = new ProcessBuilder("du", "-s", "-B1", path.toString()).start();
        var printed = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (du.waitFor() != 0) {
            throw new IOException("du failed on " + path + ": " + printed);
        }
        return Long.parseLong(printed.substring(0, printed.indexOf('\t')));
    }

    String fileSystem() throws IOException {
        return Files.getFileStore(path).type();
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
