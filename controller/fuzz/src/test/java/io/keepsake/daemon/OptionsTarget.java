package io.keepsake.daemon;

import io.keepsake.fuzz.Bounds;
import io.keepsake.fuzz.Text;

/** A command line of the director; a NUL ends each word, as in a process. */
public final class OptionsTarget {
    private OptionsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var words = Text.of(input).split("\0", -1);
        Bounds.check(input.length, 262_144, 65_536, () -> read(words));
    }

    private static void read(String[] words) {
        try {
            var options = Options.parse(words);
            if (options.recording().toString().isEmpty()
                    || options.ignored().size() > 2 * String.join("", words).length() + words.length) {
                throw new AssertionError(options.toString());
            }
        } catch (Options.Wrong wrong) {
            if (wrong.getMessage() == null || wrong.getMessage().isBlank()) {
                throw new AssertionError("a refusal says nothing", wrong);
            }
        }
    }
}
