package io.keepsake.daemon.script;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Whether an account may execute a file, as far as this process can see; what it cannot see is left to the kernel. */
final class Executable {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int BY_OWNER = 0100;
    private static final int BY_OTHERS = 0011;
    private static final int BY_ANYONE = BY_OWNER | BY_OTHERS;

    private Executable() {}

    static boolean is(Path path, Account account) {
        try {
            check(path, account);
            return true;
        } catch (ScriptRefused _) {
            return false;
        }
    }

    static void check(Path path, Account account) throws ScriptRefused {
        try {
            check(path, account, Files.readAttributes(path, "unix:mode,uid"));
        } catch (NoSuchFileException _) {
            throw new ScriptRefused(path + " does not exist");
        } catch (AccessDeniedException _) {
            // below a directory that this process, without the privilege to read everything, may not enter
            return;
        } catch (IOException e) {
            throw new ScriptRefused("cannot look at " + path + ": " + e.getMessage());
        }
    }

    private static void check(Path path, Account account, Map<String, Object> attributes) throws ScriptRefused {
        int mode = (Integer) attributes.getOrDefault("mode", 0);
        boolean owner = attributes.get("uid") instanceof Integer uid && uid == account.uid();
        if ((mode & TYPE) != REGULAR) {
            throw new ScriptRefused(path + " is not a file");
        }
        int bits = account.isRoot() ? BY_ANYONE : owner ? BY_OWNER : BY_OTHERS;
        if ((mode & bits) == 0) {
            throw new ScriptRefused(path + " is not executable for " + account);
        }
    }
}
