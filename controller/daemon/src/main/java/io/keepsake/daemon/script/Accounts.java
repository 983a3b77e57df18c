package io.keepsake.daemon.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The accounts of this machine, as {@code /etc/passwd} and {@code /etc/group} list them. */
final class Accounts {
    private static final Path USERS = Path.of("/etc/passwd");
    private static final Path GROUPS = Path.of("/etc/group");

    private Accounts() {}

    /** An account; a number that is no account's has the root directory as its home. */
    record Account(long user, long group, String home) {}

    /** The account of this name or number. */
    static Optional<Account> user(String name) throws IOException {
        for (var line : Files.readAllLines(USERS)) {
            var fields = List.of(line.split(":", -1));
            if (fields.size() > 5
                    && (fields.get(0).equals(name) || fields.get(2).equals(name))) {
                return Optional.of(
                        new Account(Long.parseLong(fields.get(2)), Long.parseLong(fields.get(3)), fields.get(5)));
            }
        }
        return name.matches("[0-9]{1,9}")
                ? Optional.of(new Account(Long.parseLong(name), Long.parseLong(name), "/"))
                : Optional.empty();
    }

    /** The number of the group of this name or number. */
    static Optional<Long> group(String name) throws IOException {
        for (var line : Files.readAllLines(GROUPS)) {
            var fields = List.of(line.split(":", -1));
            if (fields.size() > 2 && fields.get(0).equals(name)) {
                return Optional.of(Long.parseLong(fields.get(2)));
            }
        }
        return name.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(name)) : Optional.empty();
    }
}
