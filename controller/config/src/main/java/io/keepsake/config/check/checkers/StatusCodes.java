package io.keepsake.config.check.checkers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check.StatusRange;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code status_code}: words {@code 200}, {@code 200-299}, {@code 2xx}, any number of them. */
final class StatusCodes {
    private static final List<StatusRange> DEFAULT = List.of(new StatusRange(200, 299));
    private static final String ONE = "([1-5][0-9]{2}|[1-5][xX]{2})";
    private static final Pattern RANGE = Pattern.compile(ONE + "(?:-" + ONE + ")?");
    private static final Pattern COMMA = Pattern.compile(",");

    private final Problems problems;

    StatusCodes(Problems problems) {
        this.problems = problems;
    }

    /** Those of all lines in {@code nodes}; 200-299 when there are none. */
    List<StatusRange> read(List<Node> nodes) {
        var ranges = new ArrayList<StatusRange>();
        for (var node : nodes) {
            if (node.name().equals("status_code")) {
                node.values().forEach(word -> word(word, ranges));
            }
        }
        return ranges.isEmpty() ? DEFAULT : ranges;
    }

    private void word(Token word, List<StatusRange> ranges) {
        for (var part : COMMA.split(word.text(), -1)) {
            var range = range(part);
            if (range == null) {
                problems.warn(
                        word.place(),
                        "a status code must be N, N-M or Nxx with N in 100..599, was \"" + part + "\"; ignored");
            } else {
                ranges.add(range);
            }
        }
    }

    private static @Nullable StatusRange range(String text) {
        var match = RANGE.matcher(text);
        if (!match.matches()) {
            return null;
        }
        var last = match.group(2) == null ? match.group(1) : match.group(2);
        int from = number(match.group(1), '0');
        int to = number(last, '9');
        return from > to ? null : new StatusRange(from, to);
    }

    private static int number(String code, char any) {
        return Integer.parseInt(code.replace('x', any).replace('X', any));
    }
}
