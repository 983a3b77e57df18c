package io.keepsake.lab.survival;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real file system on a device of its own, which can stand still; needs root and a loop device. */
record Disk(Path directory) implements AutoCloseable {

    static Disk of(Path directory, int mebibytes) {
        var image = directory.resolveSibling(directory.getFileName() + ".img");
        try {
            Files.createDirectories(directory);
            try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength((long) mebibytes << 20);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Mount.run("mkfs.ext4", "-q", "-F", image.toString());
        Mount.run("mount", "-o", "loop", image.toString(), directory.toString());
        return new Disk(directory);
    }

    /** From here on every write there waits, or goes on. */
    void freeze(boolean frozen) {
        Mount.run("fsfreeze", frozen ? "--freeze" : "--unfreeze", directory.toString());
    }

    @Override
    public void close() {
        Mount.tryRun("fsfreeze", "--unfreeze", directory.toString());
        Mount.run("umount", "-l", directory.toString());
    }
}
