package io.keepsake.daemon.dump;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that others wait for by its name. */
final class DumpFile {
    private DumpFile() {}

    /**
     * Puts the whole text there at once, for its owner alone to read. What stands there is replaced and never written to,
     * also where it is a link. A watcher of the name sees it come, and then be closed.
     *
     * @throws IOException when it cannot; nothing is left then
     */
    static void write(Path file, String text) throws IOException {
        // a name that nobody can know before, and that is only made where nothing stands
        var beside = Files.createTempFile(file.getParent(), file.getFileName().toString(), "");
        try (var out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
