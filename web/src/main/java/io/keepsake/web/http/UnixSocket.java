package io.keepsake.web.http;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A Unix socket at a place. It is bound where nobody else may go, and comes to its place when its mode and group are those
 * that it shall have.
 */
final class UnixSocket {
    private final Path place;
    private final Path bound;

    private UnixSocket(Path place, Path bound) {
        this.place = place;
        this.bound = bound;
    }

    /**
     * One that is to be bound now.
     *
     * @throws IOException when somebody listens there already, or something else is there
     */
    static UnixSocket beside(Path place) throws IOException {
        var absolute = place.toAbsolutePath();
        var parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("expected the path of a socket, found " + place);
        }
        if (Files.exists(absolute, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            refuseLiving(absolute);
        }
        return new UnixSocket(absolute, Files.createTempDirectory(parent, ".").resolve("s"));
    }

    private static void refuseLiving(Path place) throws IOException {
        if (Files.isRegularFile(place) || Files.isDirectory(place)) {
            throw new IOException("expected a socket or nothing at " + place + ", found something else");
        }
        boolean listens;
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(place))) {
            listens = true;
        } catch (IOException left) {
            listens = false;
        }
        if (listens) {
            throw new IOException("another process listens on " + place);
        }
    }

    Path bound() {
        return bound;
    }

    /** For whoever may read the journal: 0660, and its group. */
    void publish(Path journal) throws IOException {
        JournalGroup.give(bound, journal);
        Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-rw----"));
        Files.move(bound, place, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(bound.getParent());
    }

    void remove() {
        try {
            Files.deleteIfExists(place);
        } catch (IOException left) {
            // the next one takes its place
        }
    }
}
