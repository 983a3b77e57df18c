package io.keepsake.torture;

import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small disk of one director: ext4 on a loop device in memory where the kernel has loop devices, else tmpfs. It is
 * mounted where we see it and once more where the director does, so that it can vanish from the director alone. Mounts
 * are of our own mount namespace, and so go with the process however it ends.
 */
final class Disk implements AutoCloseable {
    private static final int MEBIBYTES = 48;

    private final Path ours;
    private final Path theirs;

    private Disk(Path ours, Path theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    /** Whether a disk here can be made to hang. */
    static boolean canHang() {
        return Files.exists(Path.of("/dev/loop-control"))
                && Shell.can("sh", "-c", "command -v fsfreeze && command -v mkfs.ext4 && losetup --find");
    }

    /** Makes a disk, its image beside it in {@code home}, which is in memory. */
    static Disk make(Path home, Path theirs) {
        var ours = home.resolve("ours");
        try {
            Files.createDirectories(ours);
            Files.createDirectories(theirs);
            if (canHang()) {
                var image = home.resolve("image");
                try (var file = new RandomAccessFile(image.toFile(), "rw")) {
                    file.setLength((long) MEBIBYTES << 20);
                }
                Shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
                Shell.run("mount", "-o", "loop,noatime", image.toString(), ours.toString());
            } else {
                Shell.run("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "keepsake", ours.toString());
            }
        } catch (IOException e) {
            throw new LabException("cannot make a disk in " + home + ": " + e.getMessage(), e);
        }
        Shell.run("chmod", "0750", ours.toString());
        var disk = new Disk(ours, theirs);
        disk.appear();
        return disk;
    }

    /** Where it can always be read. */
    Path ours() {
        return ours;
    }

    /** Takes all the room there is. */
    void fill() {
        try (var file = new RandomAccessFile(ballast().toFile(), "rw")) {
            file.seek(file.length());
            for (int size = 1 << 16; size >= 512; size /= 2) {
                writeAll(file, new byte[size]);
            }
        } catch (IOException e) {
            throw new LabException("cannot fill " + ours + ": " + e.getMessage(), e);
        }
    }

    private static void writeAll(RandomAccessFile file, byte[] block) throws IOException {
        try {
            while (true) {
                file.write(block);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    /** Gives the room back. */
    void empty() {
        try {
            Files.deleteIfExists(ballast());
        } catch (IOException e) {
            throw new LabException("cannot empty " + ours + ": " + e.getMessage(), e);
        }
    }

    private Path ballast() {
        return ours.resolve("ballast");
    }

    /** Whoever writes waits until {@link #thaw}, or so many seconds at most, also when nobody is left to thaw it. */
    void freeze(long secondsMax) {
        try {
            Files.createFile(mark());
        } catch (IOException e) {
            throw new LabException("cannot make " + mark(), e);
        }
        // it has the directory open: a mount that is gone could not be thawed by its name, and would stay frozen for
        // ever
        Shell.run(
                "sh",
                "-c",
                "exec 3< \"$0\"; fsfreeze --freeze \"$0\" || exit; setsid sh -c 'left=$0; "
                        + "while [ -e \"$1\" ] && [ $((left -= 1)) -ge 0 ]; do sleep 1; done; "
                        + "fsfreeze --unfreeze /proc/self/fd/3' \"$1\" \"$2\" > /dev/null 2>&1 &",
                ours.toString(),
                Long.toString(secondsMax),
                mark().toString());
    }

    /** The file that is there until {@link #thaw}. */
    private Path mark() {
        return ours.resolveSibling("frozen");
    }

    /** Ends {@link #freeze}, if that has not ended by itself. */
    void thaw() {
        if (mark().toFile().delete()) {
            var _ = Shell.can("fsfreeze", "--unfreeze", ours.toString());
        }
    }

    /** The director finds an empty directory; files that it has open stay so. */
    void vanish() {
        Shell.run("umount", "--lazy", theirs.toString());
    }

    /** Ends {@link #vanish}. */
    void appear() {
        Shell.run("mount", "--bind", ours.toString(), theirs.toString());
    }

    /** For who opens files from now on; nothing may be open for writing. */
    void writable(boolean writable) {
        Shell.run("mount", "-o", "remount," + (writable ? "rw" : "ro"), ours.toString());
    }

    @Override
    public void close() {
        thaw();
        var _ = Shell.can("umount", "--lazy", theirs.toString());
        Shell.run("umount", "--lazy", ours.toString());
    }
}
