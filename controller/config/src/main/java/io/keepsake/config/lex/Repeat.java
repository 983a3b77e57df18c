package io.keepsake.config.lex;

import io.keepsake.config.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code ~SEQ(var[,start[,step]],end)}, {@code ~SEQx(…)} and {@code ~LST(var,a,b)} at the beginning of a line.
 *
 * @param arguments what stands in the parentheses
 * @param rest what is repeated
 */
record Repeat(String kind, LocatedText arguments, LocatedText rest) {

    /** Reads the repeat that {@code line}, which begins with {@code ~}, starts with; null if it is malformed. */
    static @Nullable Repeat read(LocatedText line) {
        int open = line.text().indexOf('(');
        int close = line.text().indexOf(')');
        if (open < 0 || close < open) {
            return null;
        }
        var kind = line.text().substring(1, open);
        boolean known = kind.equals("SEQ") || kind.equals("SEQx") || kind.equals("LST");
        return known
                ? new Repeat(
                        kind, line.sub(open + 1, close), line.from(close + 1).strip())
                : null;
    }

    /** Calls {@code body} with the variables of each turn, until it answers false. */
    void turns(Problems problems, LocatedText line, Predicate<Map<String, LocatedText>> body) {
        var parts = arguments.commaSeparated();
        var what = kind.equals("LST") ? list(parts, body) : sequence(parts, line, body);
        if (what != null) {
            problems.warn(line.place(), "~" + kind + ": " + what + "; the line is dropped");
        }
    }

    private @Nullable String sequence(
            List<LocatedText> parts, LocatedText line, Predicate<Map<String, LocatedText>> body) {
        var numbers = new ArrayList<Long>();
        for (var part : parts.subList(1, parts.size())) {
            var number = number(part.text());
            if (number == null) {
                return "expected a number, was \"" + part.text() + "\"";
            }
            numbers.add(number);
        }
        if (numbers.isEmpty() || numbers.size() > 3 || parts.getFirst().isEmpty()) {
            return "expected (var, end), (var, start, end) or (var, start, step, end)";
        }
        long end = numbers.getLast();
        long start = numbers.size() > 1 ? numbers.getFirst() : end > 0 ? 1 : -1;
        long step = numbers.size() > 2 ? numbers.get(1) : start <= end ? 1 : -1;
        if (step == 0) {
            return "the step must not be 0";
        }
        Function<Long, String> print = kind.equals("SEQx") ? Long::toHexString : n -> Long.toString(n);
        var name = parts.getFirst().text();
        boolean goOn = true;
        for (long n = start; goOn && (step > 0 ? n <= end : n >= end); n += step) {
            goOn = body.test(Map.of(name, LocatedText.generated(print.apply(n), line)));
        }
        return null;
    }

    /** A decimal or 0x number of at most 32 bits and a sign, so that counting cannot overflow. */
    private static @Nullable Long number(String text) {
        boolean negative = text.startsWith("-");
        var digits = negative ? text.substring(1) : text;
        boolean hex = digits.startsWith("0x");
        var bare = hex ? digits.substring(2) : digits;
        if (!bare.matches(hex ? "[0-9a-fA-F]{1,8}" : "[0-9]{1,9}")) {
            return null;
        }
        long value = Long.parseLong(bare, hex ? 16 : 10);
        return negative ? -value : value;
    }

    private @Nullable String list(List<LocatedText> parts, Predicate<Map<String, LocatedText>> body) {
        var names = tuple(parts.getFirst());
        if (parts.size() < 2 || names.stream().anyMatch(LocatedText::isEmpty)) {
            return "expected (var, value, …) or ({var, var}, {value, value}, …)";
        }
        for (var part : parts.subList(1, parts.size())) {
            var values = names.size() == 1 ? List.of(part) : tuple(part);
            if (values.size() != names.size()) {
                return "expected " + names.size() + " values, was \"" + part.text() + "\"";
            }
            var turn = new HashMap<String, LocatedText>();
            for (int i = 0; i < names.size(); i++) {
                turn.put(names.get(i).text(), values.get(i));
            }
            if (!body.test(turn)) {
                break;
            }
        }
        return null;
    }

    private static List<LocatedText> tuple(LocatedText text) {
        boolean braced = text.length() > 1 && text.at(0) == '{' && text.at(text.length() - 1) == '}';
        return braced ? text.sub(1, text.length() - 1).commaSeparated() : List.of(text);
    }
}
