package io.keepsake.daemon.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import io.keepsake.testkit.lab.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LibraryLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose opening hangs, as that of a server that is gone does: here somebody has a lease on it. */
class FarFilesTest {
    private static final int O_RDWR = 2;
    private static final int F_SETSIG = 10;
    private static final int F_SETLEASE = 1024;
    private static final int F_WRLCK = 1;

    /** Whoever has a lease is told by this signal that somebody waits; nothing happens by it. */
    private static final int SIGURG = 23;

    @TempDir
    Path home;

    private final Calls libc = LibraryLoader.create(Calls.class).load("c");
    private final List<Integer> leases = new ArrayList<>();

    /** The calls by their C names. */
    public interface Calls {
        int open(String path, int flags);

        int fcntl(int fd, int command, int argument);

        int close(int fd);
    }

    @AfterEach
    void giveBack() {
        leases.forEach(libc::close);
    }

    private CheckerConfig far(int number) throws IOException {
        var file = Files.writeString(home.resolve("far" + number), "1\n");
        int fd = libc.open(file.toString(), O_RDWR);
        leases.add(fd);
        if (libc.fcntl(fd, F_SETSIG, SIGURG) != 0 || libc.fcntl(fd, F_SETLEASE, F_WRLCK) != 0) {
            throw new IOException("no lease on " + file);
        }
        return checker(file, Probing.SECOND);
    }

    private static CheckerConfig checker(Path file, long timeout) {
        return Probing.checker(
                new Check.File(file.toString(), 1, false), Probing.local(0), timeout, 3_600 * Probing.SECOND, 0);
    }

    @Test
    void thoseThatHangHoldUpNoOther() throws IOException {
        var checkers = new ArrayList<CheckerConfig>();
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            checkers.add(far(i));
        }
        var near = home.resolve("near");
        try (var probing = new Probing()) {
            probing.configure(checkers);
            Await.until("those that hang", Probing.PATIENCE, () -> probing.told.size() == checkers.size());
            checkers.add(checker(Files.writeString(near, "7\n"), 15 * Probing.SECOND));
            probing.configure(checkers);
            int last = checkers.size() - 1;
            assertEquals("READ 7", Probing.text(probing.of(last, 1).getFirst().event()));
            for (var far : probing.told.subList(0, last)) {
                assertTrue(Probing.text(far.event()).endsWith("cannot be read in time"), far::toString);
            }
        }
    }
}
