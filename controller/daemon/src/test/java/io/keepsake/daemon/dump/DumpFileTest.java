package io.keepsake.daemon.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a dump comes to stand where it is looked for. */
class DumpFileTest {
    private static final int IN_CLOSE_WRITE = 0x8;
    private static final int IN_MOVED_TO = 0x80;
    private static final int BUFFER_BYTES = 4096;
    private static final int HEADER_BYTES = 16;

    @TempDir
    Path directory;

    /** The libc calls of who watches a directory. */
    public interface Watcher {
        int inotify_init1(int flags);

        int inotify_add_watch(int fd, String path, int mask);

        @ssize_t
        long read(int fd, Pointer buffer, @size_t long length);

        int close(int fd);
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        var file = directory.resolve("keepalived.data");
        DumpFile.write(file, "one\n");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("one\n", Files.readString(file));
    }

    @Test
    void whatStandsThereIsReplacedAndALinkIsNotFollowed() throws IOException {
        var file = directory.resolve("keepalived.data");
        var other = Files.writeString(directory.resolve("other"), "of somebody else");
        Files.createSymbolicLink(file, other);
        DumpFile.write(file, "one\n");
        assertEquals("of somebody else", Files.readString(other));
        assertFalse(Files.isSymbolicLink(file));
        DumpFile.write(file, "two\n");
        assertEquals("two\n", Files.readString(file));
    }

    @Test
    void nothingIsLeftWhereItCannotBe() throws IOException {
        var file = Files.createDirectory(directory.resolve("keepalived.data"));
        Files.createDirectory(file.resolve("not empty"));
        assertThrows(IOException.class, () -> DumpFile.write(file, "one\n"));
        try (var left = Files.list(directory)) {
            assertEquals(List.of(file), left.toList());
        }
        assertThrows(IOException.class, () -> DumpFile.write(directory.resolve("none/file"), "one\n"));
    }

    /** VyOS waits for this name to be closed after writing, and reads; others wait for it to be moved there. */
    @Test
    void aWatcherSeesItComeWholeAndBeClosed() throws IOException {
        var libc = LibraryLoader.create(Watcher.class).load("c");
        var buffer = Memory.allocateDirect(Runtime.getRuntime(libc), BUFFER_BYTES, true);
        int fd = libc.inotify_init1(0);
        libc.inotify_add_watch(fd, directory.toString(), IN_CLOSE_WRITE | IN_MOVED_TO);
        var file = directory.resolve("keepalived.json");
        DumpFile.write(file, "[]\n");
        long length = libc.read(fd, buffer, BUFFER_BYTES);
        var seen = new StringBuilder();
        for (long at = 0; at < length; at += HEADER_BYTES + buffer.getInt(at + 12)) {
            var name = buffer.getString(at + HEADER_BYTES);
            int mask = buffer.getInt(at + 4);
            if (name.equals("keepalived.json")) {
                seen.append(mask == IN_MOVED_TO ? "moved there, " : "closed");
            }
        }
        libc.close(fd);
        assertEquals("moved there, closed", seen.toString());
        assertEquals("[]\n", Files.readString(file));
    }
}
