package io.keepsake.core.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command of the configuration, such as {@code notify_down}: executed directly, not by a shell.
 *
 * @param argv the program and its arguments, one or more
 * @param user who runs it; null for {@code script_user}, or root
 * @param group its group; null for the user's own
 */
public record Script(
        List<String> argv, @Nullable String user, @Nullable String group) {
    public Script {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a script has a program");
        }
    }

    @Override
    public String toString() {
        return String.join(" ", argv);
    }
}
