package io.keepsake.journal.chronicle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read what is written: files 0640, directories 0750, and the group of the journal's directory, whatever the
 * umask. Readers need no more than that.
 */
public record Access(GroupPrincipal group) {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r-----");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-x---");

    /** Makes the journal's directory if there is none; one that is there keeps its mode and group. */
    public static Access of(Path journal) throws IOException {
        if (!Files.isDirectory(journal)) {
            Files.createDirectories(journal);
            Files.setPosixFilePermissions(journal, DIRECTORY);
        }
        return new Access(
                Files.readAttributes(journal, PosixFileAttributes.class).group());
    }

    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
        grant(directory, DIRECTORY);
    }

    /** Opens a new file for reading and writing. */
    public FileChannel createFile(Path file) throws IOException {
        var channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            grantFile(file);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Gives a file that is there its mode and group. */
    public void grantFile(Path file) throws IOException {
        grant(file, FILE);
    }

    private void grant(Path path, Set<PosixFilePermission> mode) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (!view.readAttributes().group().equals(group)) {
            giveGroup(view);
        }
        view.setPermissions(mode);
    }

    /** Makes the names in {@code directory} durable, as a file's own fsync does not. */
    public static void syncDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A process without CAP_CHOWN that is not in the group cannot give it; what is written counts for more than that. */
    private void giveGroup(PosixFileAttributeView view) throws IOException {
        try {
            view.setGroup(group);
        } catch (FileSystemException e) {
            if (!"Operation not permitted".equals(e.getReason())) {
                throw e;
            }
        }
    }
}
