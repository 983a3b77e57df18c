package io.keepsake.daemon.alert;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A named pipe at its path: made where nothing is, never reached by a link, and never anything else than a pipe. */
final class FifoFile {
    private static final int TYPE = 0170000;
    private static final int FIFO = 0010000;

    private final String name;
    private @Nullable Map<String, Object> opened;
    private boolean ours;

    FifoFile(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    private Path path() throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("this process cannot name such a file: " + e.getReason(), e);
        }
    }

    /** Opens it for writing, and for reading as well: so that waits for no reader, and a reader may go. */
    FileChannel open() throws IOException {
        if (!Files.exists(path(), LinkOption.NOFOLLOW_LINKS)) {
            make();
        }
        // known before anything that an interrupt can end: what is made here must go again
        var before = pipe();
        opened = before;
        var channel =
                FileChannel.open(path(), StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (!before.equals(pipe())) {
            channel.close();
            throw new IOException("it was exchanged while it was opened");
        }
        return channel;
    }

    private void make() throws IOException {
        var process = new ProcessBuilder("mkfifo", "-m", "0600", "--", name)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8);
        await(process);
        ours = said.isEmpty(); // its status is lost where the director buries the orphans of a container
        if (!ours) {
            throw new IOException("it is not there, and cannot be made: " + said.strip());
        }
    }

    /** Its end, also if someone wants this thread to end meanwhile. */
    private static void await(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    process.waitFor();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What tells this pipe from others; an exception when it is none. */
    private Map<String, Object> pipe() throws IOException {
        var attributes = Files.readAttributes(path(), "unix:mode,dev,ino", LinkOption.NOFOLLOW_LINKS);
        if (((Integer) attributes.getOrDefault("mode", 0) & TYPE) != FIFO) {
            throw new IOException("expected a named pipe, found another kind of file");
        }
        return Map.of(
                "dev", attributes.getOrDefault("dev", 0L),
                "ino", attributes.getOrDefault("ino", 0L));
    }

    /** Whether the pipe that was opened last still lies at the path. */
    boolean isTheSame() throws IOException {
        try {
            return pipe().equals(opened);
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    void removeIfOurs() throws IOException {
        if (ours && isTheSame()) {
            Files.delete(path());
        }
    }
}
