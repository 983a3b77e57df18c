package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.value.Script;
import io.keepsake.daemon.script.Accounts.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a script may run, and as whom: {@code script_user} and {@code enable_script_security}. */
final class ScriptSafety {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String DEFAULT_USER = "keepalived_script";

    private ScriptSafety() {}

    /** A script cannot run; the message says why, and what to do. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String message) {
            super(message);
        }
    }

    /** Who runs the script, once it is clear that it may. */
    static Account admit(Script script, ScriptRules rules) throws Unavailable {
        try {
            var account = account(script, rules);
            var file = find(script.argv().getFirst());
            if (rules.security() && account.user() == 0) {
                requireRootsOwn(file);
            }
            return account;
        } catch (IOException e) {
            throw new Unavailable("cannot be examined: " + e);
        }
    }

    private static Account account(Script script, ScriptRules rules) throws IOException, Unavailable {
        var named = script.user() != null ? script.user() : rules.user();
        var group = script.user() != null ? script.group() : rules.group();
        var account = named == null
                ? Accounts.user(DEFAULT_USER).or(() -> Optional.of(new Account(0, 0, "/root")))
                : Accounts.user(named);
        if (account.isEmpty()) {
            throw new Unavailable("there is no account \"" + named + "\"; create it, or name another with script_user");
        }
        if (group == null) {
            return account.get();
        }
        var number = Accounts.group(group);
        if (number.isEmpty()) {
            throw new Unavailable("there is no group \"" + group + "\"");
        }
        return new Account(account.get().user(), number.get(), account.get().home());
    }

    private static Path find(String program) throws Unavailable {
        var places = program.indexOf('/') >= 0
                ? Stream.of(Path.of(program))
                : Stream.of(PATH.split(":", -1)).map(directory -> Path.of(directory, program));
        return places.filter(ScriptSafety::executable)
                .findFirst()
                .orElseThrow(() -> new Unavailable(program + " is missing or not executable"));
    }

    private static boolean executable(Path file) {
        try {
            return Files.isRegularFile(file)
                    && Files.getPosixFilePermissions(file).stream()
                            .anyMatch(p -> p == PosixFilePermission.OWNER_EXECUTE
                                    || p == PosixFilePermission.GROUP_EXECUTE
                                    || p == PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** No part of the real path may be written by anybody but root. */
    private static void requireRootsOwn(Path file) throws IOException, Unavailable {
        for (var part = file.toRealPath(); part != null; part = part.getParent()) {
            int owner = (int) Files.getAttribute(part, "unix:uid");
            int group = (int) Files.getAttribute(part, "unix:gid");
            var permissions = Files.getPosixFilePermissions(part);
            boolean others = permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    || (group != 0 && permissions.contains(PosixFilePermission.GROUP_WRITE));
            if (owner != 0 || others) {
                throw new Unavailable(part + " can be written by others than root, and root would run it"
                        + " (enable_script_security); change its owner or mode, or give the script a user");
            }
        }
    }

    /** The environment of a script: nothing that came from whoever started the director. */
    static List<String> environment(Account account) {
        return List.of("PATH=" + PATH, "HOME=" + account.home(), "LANG=C.UTF-8");
    }
}
