package io.keepsake.config.lex;

import io.keepsake.config.problem.Problems;
import java.util.HashSet;
import java.util.Set;

/** Names characters that look like a blank or a quote, or like nothing, and are neither. */
final class Invisible {
    /** Quotes of word processors. */
    private static final Set<Integer> QUOTES = Set.of(0x2018, 0x2019, 0x201c, 0x201d);

    private Invisible() {}

    static void tell(LocatedText line, Problems problems) {
        var told = new HashSet<Integer>();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            int c = line.at(i);
            quoted ^= c == '"';
            if (c > 126 && !quoted && isOne(c) && told.add(c)) {
                problems.warn(
                        line.place(i, i + 1),
                        "U+%04X %s is %s; it belongs to the word around it"
                                .formatted(c, Character.getName(c), QUOTES.contains(c) ? "no quote" : "no blank"),
                        "type a plain " + (QUOTES.contains(c) ? "quote" : "blank") + " instead");
            }
        }
    }

    private static boolean isOne(int c) {
        return QUOTES.contains(c)
                || switch (Character.getType(c)) {
                    case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.FORMAT,
                            Character.CONTROL -> true;
                    default -> false;
                };
    }
}
