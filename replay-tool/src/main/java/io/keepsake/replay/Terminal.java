package io.keepsake.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where people look on while this runs.
 *
 * @param colour whether the answer goes to a terminal that shows colours
 * @param progress whether what is said beside the answer goes to a terminal
 */
record Terminal(boolean colour, boolean progress) {
    /** A file, a pipe, or nobody. */
    static final Terminal NONE = new Terminal(false, false);

    /** Of this process. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminal(!plain && isTerminal(1), !plain && isTerminal(2));
    }

    private static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }
}
