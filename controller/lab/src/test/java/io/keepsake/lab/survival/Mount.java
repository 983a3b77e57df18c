package io.keepsake.lab.survival;

import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A small file system in memory; needs root. It is gone when this is closed, whoever still has files open there. */
record Mount(Path directory) implements AutoCloseable {

    static Mount of(Path directory, int mebibytes) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new LabException("cannot make " + directory, e);
        }
        run("mount", "-t", "tmpfs", "-o", "mode=0750,size=" + mebibytes + "m", "keepsake-test", directory.toString());
        return new Mount(directory);
    }

    /** Fails while something there is open for writing. */
    void writable(boolean writable) {
        run("mount", "-o", "remount," + (writable ? "rw" : "ro"), directory.toString());
    }

    /** Takes all the room there is; the file that takes it. */
    Path fill() throws IOException {
        var ballast = directory.resolve("ballast");
        try (var file = new RandomAccessFile(ballast.toFile(), "rw")) {
            var page = new byte[4096];
            while (true) {
                file.write(page);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
        return ballast;
    }

    static void run(String... command) {
        var said = tryRun(command);
        if (said != null) {
            throw new LabException(String.join(" ", command) + ": " + said);
        }
    }

    /** What it said when it failed; null when it did not. */
    static @Nullable String tryRun(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? null : said;
        } catch (IOException e) {
            throw new LabException("cannot run " + List.of(command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted in " + List.of(command), e);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", directory.toString());
    }
}
