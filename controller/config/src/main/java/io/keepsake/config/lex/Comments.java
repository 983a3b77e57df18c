package io.keepsake.config.lex;

import io.keepsake.config.problem.Problems;
import java.util.ArrayList;
import java.util.List;

/** Comments: {@code #} or {@code !} outside double quotes, to the end of the line. */
final class Comments {
    /** Stand for {@code #} and {@code !} that a definition has made; no text has these two. */
    static final char HASH = '\ufdd0';

    static final char BANG = '\ufdd1';

    private Comments() {}

    /** The line without its comment; {@code \#} and {@code \!} outside quotes become the bare character. */
    static LocatedText strip(LocatedText line, Problems problems) {
        List<LocatedText> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        int end = 0;
        while (end < line.length()) {
            char c = line.at(end);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && isMark(c)) {
                break;
            } else if (!quoted && c == '\\' && end + 1 < line.length() && isMark(line.at(end + 1))) {
                problems.warn(
                        line.place(end, end + 2),
                        line.text().substring(end, end + 2)
                                + " begins no comment here; keepalived 2.2.7 reads nothing behind it, but in global_defs",
                        "put the word in quotes and leave the backslash out: both read that alike");
                parts.add(line.sub(start, end));
                start = ++end;
            }
            end++;
        }
        parts.add(line.sub(start, end));
        return LocatedText.join(parts);
    }

    /** The line without the comment that <code>${_HASH}</code> or <code>${_BANG}</code> begins outside of quotes. */
    static LocatedText stripGenerated(LocatedText line) {
        if (line.text().indexOf(HASH) < 0 && line.text().indexOf(BANG) < 0) {
            return line;
        }
        boolean quoted = false;
        int end = 0;
        while (end < line.length() && (quoted || !isGenerated(line.at(end)))) {
            quoted ^= line.at(end) == '"';
            end++;
        }
        var kept = line.sub(0, end).strip();
        return kept.withText(kept.text().replace(HASH, '#').replace(BANG, '!'));
    }

    private static boolean isGenerated(char c) {
        return c == HASH || c == BANG;
    }

    private static boolean isMark(char c) {
        return c == '#' || c == '!';
    }
}
