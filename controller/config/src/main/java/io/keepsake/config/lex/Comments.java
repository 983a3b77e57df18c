package io.keepsake.config.lex;

import java.util.ArrayList;
import java.util.List;

/** Comments: {@code #} or {@code !} outside double quotes, to the end of the line. */
final class Comments {
    private Comments() {}

    /** The line without its comment; {@code \#} and {@code \!} outside quotes become the bare character. */
    static LocatedText strip(LocatedText line) {
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
                parts.add(line.sub(start, end));
                start = ++end;
            }
            end++;
        }
        parts.add(line.sub(start, end));
        return LocatedText.join(parts);
    }

    private static boolean isMark(char c) {
        return c == '#' || c == '!';
    }
}
