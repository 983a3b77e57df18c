package io.keepsake.torture;

import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What goes wrong below the journal. */
sealed interface DiskFault extends Fault {

    /** No room is left on the disk. */
    record Full(Node node) implements DiskFault {
        @Override
        public void begin() {
            node.disk().fill();
        }

        @Override
        public void end() {
            node.disk().empty();
        }
    }

    /** The director is started while no room is left. */
    record FullAtStart(Node node) implements DiskFault {
        @Override
        public void begin() {
            node.kill();
            node.disk().fill();
            node.start();
        }

        @Override
        public void end() {
            node.disk().empty();
        }
    }

    /** The director is started while nothing can be written. */
    record ReadOnlyAtStart(Node node) implements DiskFault {
        @Override
        public void begin() {
            node.kill();
            node.disk().writable(false);
            node.start();
        }

        @Override
        public void end() {
            node.disk().writable(true);
        }
    }

    /**
     * Whoever writes waits for the disk, and the director meanwhile works so much that memory must be collected: for
     * that every thread must be halted, the one that waits for the disk too.
     */
    record Hanging(Node node) implements DiskFault {
        private static final long SECONDS_MAX = 60;
        private static final int PLANS = 8;

        @Override
        public void begin() {
            node.disk().freeze(SECONDS_MAX);
            long begun = System.nanoTime();
            for (int i = 0; i < PLANS; i++) {
                var answer = node.ask("plan " + node.config());
                if (!answer.startsWith("ok\n")) {
                    throw new Failure(node + " to answer while its disk hangs", answer);
                }
            }
            if (System.nanoTime() - begun > SECONDS_MAX * 1_000_000_000) {
                throw new Failure(node + " to answer while its disk hangs", "answers when it hung no more");
            }
        }

        @Override
        public void end() {
            node.disk().thaw();
        }
    }

    /** The mount goes while files are open on it ({@code umount -l}), and comes back. */
    record Vanished(Node node) implements DiskFault {
        @Override
        public void begin() {
            node.disk().vanish();
        }

        @Override
        public void end() {
            node.disk().appear();
        }
    }

    /** Somebody moves the journal away while it is written, puts an empty directory there, and moves it back. */
    record Replaced(Node node) implements DiskFault {
        @Override
        public void begin() throws IOException {
            var journal = node.journalOfOurs();
            Files.move(journal, journal.resolveSibling("moved"));
            Files.createDirectory(journal);
        }

        @Override
        public void end() throws IOException {
            var journal = node.journalOfOurs();
            deleteAll(journal);
            Files.move(journal.resolveSibling("moved"), journal);
        }

        private static void deleteAll(Path directory) throws IOException {
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** While the director is down a file of its last run is damaged, and it is started with that. */
    final class Damaged implements DiskFault {
        private final Node node;
        private final RandomGenerator chance;
        private @Nullable Path file;
        private @Nullable Path saved;

        /** How. */
        private enum Way {
            TRUNCATED,
            OVERWRITTEN,
            UNREADABLE,
            /** Whoever opens it waits until somebody writes. */
            A_PIPE,
            A_DIRECTORY
        }

        Damaged(Node node, RandomGenerator chance) {
            this.node = node;
            this.chance = chance;
        }

        @Override
        public void begin() throws IOException {
            node.kill();
            var victim = newest(node.journalOfOurs());
            var copy = node.disk().ours().resolve("saved");
            file = victim;
            saved = copy;
            Files.copy(victim, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            switch (Way.values()[chance.nextInt(Way.values().length)]) {
                case TRUNCATED -> {
                    try (var bytes = new RandomAccessFile(victim.toFile(), "rw")) {
                        bytes.setLength(bytes.length() / 2 + chance.nextInt(64));
                    }
                }
                case OVERWRITTEN -> overwrite(victim);
                case UNREADABLE -> Shell.run("chmod", "000", victim.toString());
                case A_PIPE -> {
                    Files.delete(victim);
                    Shell.run("mkfifo", victim.toString());
                }
                case A_DIRECTORY -> {
                    Files.delete(victim);
                    Files.createDirectory(victim);
                }
            }
            node.start();
        }

        private void overwrite(Path victim) throws IOException {
            var noise = new byte[4_096];
            chance.nextBytes(noise);
            try (var bytes = new RandomAccessFile(victim.toFile(), "rw")) {
                bytes.seek(chance.nextInt(64 << 10));
                bytes.write(noise);
            }
        }

        private static Path newest(Path journal) throws IOException {
            try (var files = Files.walk(journal)) {
                return files.filter(file -> file.toString().endsWith(".cq4") && Files.isRegularFile(file))
                        .max(Comparator.comparing(Damaged::modified))
                        .orElseThrow(() -> new LabException("nothing is in " + journal));
            }
        }

        private static FileTime modified(Path file) {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw new LabException("cannot see " + file, e);
            }
        }

        @Override
        public void end() throws IOException {
            if (file == null || saved == null) {
                return;
            }
            // whoever waits for a writer to a pipe is released, and finds its end
            Shell.run("sh", "-c", "if [ -p \"$0\" ]; then true <> \"$0\"; fi", file.toString());
            Files.deleteIfExists(file);
            Files.move(saved, file);
        }
    }
}
