package io.keepsake.testkit.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A file of blocks: a command of one or more lines, a line {@code ----}, the answer, and an empty line. Lines before a
 * command that begin with {@code #} are comments and are kept.
 */
public final class DataDriven {
    private static final String RULE = "----";

    private DataDriven() {}

    /** The file as it would read with the answers that {@code interpreter} gives to its commands. */
    public static String replay(Path file, Function<List<String>, String> interpreter) throws IOException {
        var out = new StringBuilder();
        var command = new ArrayList<String>();
        boolean inAnswer = false;
        for (var line : Files.readAllLines(file)) {
            if (inAnswer) {
                inAnswer = !line.isEmpty();
            } else if (line.equals(RULE)) {
                out.append(RULE)
                        .append('\n')
                        .append(interpreter.apply(List.copyOf(command)))
                        .append('\n');
                command.clear();
                inAnswer = true;
            } else {
                out.append(line).append('\n');
                if (!line.startsWith("#") && !line.isBlank()) {
                    command.add(line);
                }
            }
        }
        return out.toString().stripTrailing() + "\n";
    }

    /**
     * Replays the file and compares it with itself, or writes it anew when the system property {@code rewrite} is set.
     *
     * @throws AssertionError with the first line that differs
     */
    public static void check(Path file, Function<List<String>, String> interpreter) throws IOException {
        var replayed = replay(file, interpreter);
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, replayed);
            return;
        }
        var expected = Files.readAllLines(file);
        var found = replayed.lines().toList();
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            var want = i < expected.size() ? expected.get(i) : "(end of file)";
            var got = i < found.size() ? found.get(i) : "(end of file)";
            if (!want.equals(got)) {
                throw new AssertionError(file + ":" + (i + 1) + ":\n  expected: " + want + "\n  found:    " + got
                        + "\n  (run with -Drewrite=true to write the file anew, and read the difference)");
            }
        }
    }
}
