package io.keepsake.web;

import io.keepsake.web.http.JournalGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token that the page asks for, and the file that tells it to whoever may read the journal. What an earlier process of
 * the same user left there is kept: pages that are open stay so when the web begins anew.
 *
 * @param file null when there is no place for one; then only the link has it
 */
record TokenFile(String token, @Nullable Path file) {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[\\w-]{43}");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r-----");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-x---");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("----w-rwx");

    /**
     * The directories in which it may be, in the order in which they are tried: what systemd made for us, the launcher for
     * a web that root starts, and the session for a user.
     */
    static List<Path> directories(Map<String, String> environment) {
        var all = new ArrayList<Path>();
        var service = environment.get("RUNTIME_DIRECTORY");
        if (service != null && !service.isEmpty()) {
            all.add(Path.of(service.split(":", 2)[0]));
        }
        all.add(Path.of("/run/keepsake-web"));
        var session = environment.get("XDG_RUNTIME_DIR");
        if (session != null && !session.isEmpty()) {
            all.add(Path.of(session, "keepsake-web"));
        }
        return all;
    }

    /**
     * The token in the first of these directories that can hold one, or in none.
     *
     * @param journal the group of this directory may read it, where this user can give it that group
     */
    static TokenFile in(List<Path> directories, Path journal) {
        for (var directory : directories) {
            try {
                return in(directory, journal);
            } catch (IOException notThere) {
                // the next one, then
            }
        }
        return new TokenFile(random(), null);
    }

    private static TokenFile in(Path directory, Path journal) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
            JournalGroup.give(directory, journal);
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !ours(directory)) {
            throw new IOException(directory + " is another user's");
        }
        var file = directory.resolve("token");
        var kept = kept(file);
        if (kept != null) {
            return new TokenFile(kept, file);
        }
        var token = random();
        var fresh = Files.createTempFile(directory, "token", "");
        Files.writeString(fresh, token + "\n");
        JournalGroup.give(fresh, journal);
        Files.setPosixFilePermissions(fresh, READABLE);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return new TokenFile(token, file);
    }

    /** What an earlier process left, if nobody else can have written it. */
    private static @Nullable String kept(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !ours(file)) {
            return null;
        }
        var text = Files.readString(file).strip();
        return FORM.matcher(text).matches() ? text : null;
    }

    /** Whether it is this user's, and nobody else may change it, nor others than the group read it. */
    private static boolean ours(Path path) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var self = Files.readAttributes(Path.of("/proc/self"), PosixFileAttributes.class);
        return attributes.owner().equals(self.owner())
                && attributes.permissions().stream().noneMatch(OTHERS::contains);
    }

    private static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
