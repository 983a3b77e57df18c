package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.value.Script;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a script may run: it is there, it may be executed, and with {@code enable_script_security} nobody but root could
 * have written what root would run. Looks at files and accounts, so never on the election thread.
 */
final class ScriptSafety {
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Accounts accounts;
    private final String searched;

    /** The rules of this system; what is worth a warning is told to {@code warn}, each once. */
    ScriptSafety(Consumer<String> warn) {
        this(new Accounts(Path.of("/etc"), warn), System.getenv().getOrDefault("PATH", PATH));
    }

    ScriptSafety(Accounts accounts, String searched) {
        this.accounts = accounts;
        this.searched = searched;
    }

    /** Why a script could not run as things are now; null when it could. */
    @Nullable String defect(Script script, ScriptRules rules) {
        try {
            permit(script, rules);
            return null;
        } catch (ScriptRefused e) {
            return e.reason();
        }
    }

    /** What may be executed, and by whom. */
    record Permitted(String program, Account account) {}

    /** What to execute for a script, which is in order. */
    Permitted permit(Script script, ScriptRules rules) throws ScriptRefused {
        var account = accounts.of(script, rules);
        var program = program(script.argv().getFirst(), account);
        if (rules.security() && account.isRoot()) {
            OnlyRootWrites.check(program);
        }
        return new Permitted(program.toString(), account);
    }

    private Path program(String word, Account account) throws ScriptRefused {
        try {
            if (word.indexOf('/') < 0) {
                return search(word, account);
            }
            var path = Path.of(word);
            if (!path.isAbsolute()) {
                throw new ScriptRefused(word + " is neither an absolute path nor the name of a program in PATH");
            }
            Executable.check(path, account);
            return path;
        } catch (InvalidPathException e) {
            throw new ScriptRefused("this process cannot name the file " + word + " (" + e.getReason()
                    + "); start the director with LANG=C.UTF-8");
        }
    }

    private Path search(String name, Account account) throws ScriptRefused {
        for (var directory : searched.split(File.pathSeparator, -1)) {
            var path = Path.of(directory).resolve(name);
            if (path.isAbsolute() && Executable.is(path, account)) {
                return path;
            }
        }
        throw new ScriptRefused("no program " + name + " in " + searched);
    }
}
