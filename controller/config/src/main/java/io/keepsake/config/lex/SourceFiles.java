package io.keepsake.config.lex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where configuration files are read from. */
public interface SourceFiles {
    /** What a path leads to. */
    enum Kind {
        MISSING,
        DIRECTORY,
        /** A file with an x bit, which {@code include} skips. */
        EXECUTABLE,
        FILE,
        /** A device, a pipe or a socket. */
        OTHER
    }

    /** The beginning of a file, at most {@code limit} bytes: what is longer is not read to its end. */
    byte[] read(Path file, int limit) throws IOException;

    Kind kind(Path path);

    /** The names in a directory, sorted; none when it cannot be read. */
    List<String> names(Path directory);

    /** The files of this machine. */
    static SourceFiles disk() {
        return new DiskFiles();
    }

    /** Files in memory, by path; directories are implied. */
    static SourceFiles of(Map<Path, String> files) {
        return new SourceFiles() {
            @Override
            public byte[] read(Path file, int limit) throws IOException {
                var text = files.get(file.normalize());
                if (text == null) {
                    throw new NoSuchFileException(file.toString());
                }
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                return bytes.length > limit ? Arrays.copyOf(bytes, limit) : bytes;
            }

            @Override
            public Kind kind(Path path) {
                var wanted = path.normalize();
                return files.containsKey(wanted) ? Kind.FILE : names(wanted).isEmpty() ? Kind.MISSING : Kind.DIRECTORY;
            }

            @Override
            public List<String> names(Path directory) {
                var parent = directory.normalize();
                int depth = parent.toString().isEmpty() ? 0 : parent.getNameCount();
                return files.keySet().stream()
                        .filter(p -> p.getNameCount() > depth && (depth == 0 || p.startsWith(parent)))
                        .map(p -> p.getName(depth).toString())
                        .distinct()
                        .sorted()
                        .toList();
            }
        };
    }
}
