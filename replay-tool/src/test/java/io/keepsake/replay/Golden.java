package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command and compares what it says with a file; {@code -Drewrite} writes the file anew, to be reviewed. */
final class Golden {
    private static final Path FILES = Path.of("src/test/resources/golden");

    /** What a command said. */
    record Said(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    private Golden() {}

    static Said replay(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Replay.run(new PrintWriter(out), new PrintWriter(err, true), Terminal.NONE, args);
        return new Said(code, out.toString(), err.toString());
    }

    /**
     * What {@code explain} says of a journal: compared with a file, and with what is true, which is written down here
     * by hand.
     */
    static void truth(String name, int code, Path journal, List<String> said, List<String> unsaid, String... options)
            throws IOException {
        var args = new ArrayList<>(List.of("explain", journal.toString(), "--utc"));
        args.addAll(List.of(options));
        var text = replay(args.toArray(String[]::new)).out();
        said.forEach(truth -> assertTrue(text.contains(truth), "not said: " + truth + "\n" + text));
        unsaid.forEach(lie -> assertFalse(text.contains(lie), "untrue: " + lie + "\n" + text));
        args.subList(1, 3).clear();
        check(name, code, journal, args.toArray(String[]::new));
    }

    /** Compares, with times in UTC; the speed that verify tells is left out, and where in a file damage is. */
    static void check(String name, int code, Path journal, String... args) throws IOException {
        var all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of(journal.toString(), "--utc"));
        var said = replay(all.toArray(String[]::new));
        var text = said.out()
                        .replaceAll("(?m)^(\\d+ events in ).*$", "$1...")
                        .replaceAll("at byte \\d+", "at byte N")
                        .replace(journal.toString(), "DIR")
                + said.err();
        var file = FILES.resolve(name + ".txt");
        if (Boolean.getBoolean("rewrite")) {
            Files.createDirectories(FILES);
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
        assertEquals(code, said.code(), text);
    }
}
