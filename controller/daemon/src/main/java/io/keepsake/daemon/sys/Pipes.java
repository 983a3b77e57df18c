package io.keepsake.daemon.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import jnr.ffi.LibraryLoader;

/** Named pipes. */
public final class Pipes {
    private static final int MODE = 0600;

    private Pipes() {}

    /** The one call that Java has not. */
    public interface Calls {
        int mkfifo(String path, int mode);
    }

    /** Makes the pipe, for its owner only, unless something is there; whether it was made. */
    public static boolean make(Path path) {
        return !Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && LibraryLoader.create(Calls.class).load("c").mkfifo(path.toString(), MODE) == 0;
    }

    /** Throws unless the path is a pipe itself: no link is followed, and no file is written to. */
    public static void requirePipe(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) {
            throw new IOException("expected a named pipe, found another kind of file");
        }
    }

    /** Removes a pipe that was made here. */
    public static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stays) {
            // it is empty and the next run takes it as it is
            return;
        }
    }
}
