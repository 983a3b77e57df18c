package io.keepsake.journal;

import io.keepsake.journal.chronicle.Access;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write in a journal's directory: the kernel's lock on its file {@code lock}, which ends with the process
 * however that ends. The text in the file only tells people who has it.
 */
final class DirectoryLock implements AutoCloseable {
    /** The kernel drops a process's lock when that process closes the file through any descriptor: never open it twice. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel file;

    private DirectoryLock(Path directory, FileChannel file) {
        this.directory = directory;
        this.file = file;
    }

    static DirectoryLock take(Path journal, Access access) throws IOException, JournalFailure {
        var directory = journal.toRealPath();
        if (!OURS.add(directory)) {
            throw new JournalFailure("journal " + journal + " is being written by this process already");
        }
        try {
            return new DirectoryLock(directory, lock(directory.resolve("lock"), access));
        } catch (IOException | JournalFailure e) {
            OURS.remove(directory);
            throw e;
        }
    }

    /** A director that opens its journal at this very moment finds it taken, and tries again. */
    static Optional<Boolean> isTaken(Path journal) {
        try {
            var directory = journal.toRealPath();
            if (OURS.contains(directory)) {
                return Optional.of(true);
            }
            try (var file = FileChannel.open(directory.resolve("lock"), StandardOpenOption.READ);
                    var lock = file.tryLock(0, Long.MAX_VALUE, true)) {
                return Optional.of(lock == null);
            }
        } catch (OverlappingFileLockException elsewhereInThisProcess) {
            return Optional.of(true);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static FileChannel lock(Path path, Access access) throws IOException, JournalFailure {
        var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() == null) {
                throw new JournalFailure("journal " + path.getParent() + " is being written by "
                        + Files.readString(path).strip() + "; stop that, or give another directory");
            }
            access.grantFile(path);
            var holder = "pid " + ProcessHandle.current().pid() + " since " + Instant.now() + "\n";
            file.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return file;
        } catch (IOException | JournalFailure e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        OURS.remove(directory);
    }
}
