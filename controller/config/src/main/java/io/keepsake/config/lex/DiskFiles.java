package io.keepsake.config.lex;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** The one file reader of the configuration. */
final class DiskFiles implements SourceFiles {
    private static final Set<PosixFilePermission> X_BITS = Set.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    @Override
    public byte[] read(Path file, int limit) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(limit);
        }
    }

    @Override
    public Kind kind(Path path) {
        if (Files.isDirectory(path)) {
            return Kind.DIRECTORY;
        }
        if (!Files.isRegularFile(path)) {
            return Files.exists(path) ? Kind.OTHER : Kind.MISSING;
        }
        return hasXBit(path) ? Kind.EXECUTABLE : Kind.FILE;
    }

    /** The bits themselves: {@code Files.isExecutable} asks what this user may do. */
    private static boolean hasXBit(Path path) {
        try {
            return Files.getPosixFilePermissions(path).stream().anyMatch(X_BITS::contains);
        } catch (IOException unreadable) {
            return false;
        }
    }

    @Override
    public List<String> names(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.map(p -> String.valueOf(p.getFileName())).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
