package io.keepsake.config.check.servers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import org.jspecify.annotations.Nullable;

/** Reads the firewall mark of a service. */
final class Mark {
    private Mark() {}

    /** The mark, not 0, or null, which has been reported with {@code instead}. */
    static @Nullable Integer read(Problems problems, Token word, String instead) {
        var mark = Values.mark(word);
        if (mark == null || mark == 0) {
            problems.error(word.place(), "fwmark must be 1..4294967295, was \"" + word.text() + "\"; " + instead);
            return null;
        }
        return mark;
    }
}
