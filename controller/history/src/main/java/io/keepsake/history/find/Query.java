package io.keepsake.history.find;

import io.keepsake.core.text.Fields;
import io.keepsake.core.text.TextSource;
import io.keepsake.history.find.Term.Comparison;
import io.keepsake.history.find.Term.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for.
 *
 * <pre>
 * TERM                                              those items
 * TERM [not] preceded-by TERM within T [same FIELD,...]   ... before which there was, or was not, such a one so near
 * TERM [not] followed-by TERM within T [same FIELD,...]   ... after which
 *
 * TERM   KIND[,KIND...] or any, then conditions: field=value field!=value field~part field&lt;number field&gt;number
 * </pre>
 *
 * @param relation null where there is none
 */
public record Query(Term what, @Nullable Relation relation) {
    /** What to write, for messages and help. */
    public static final String FORM =
            "KIND [FIELD=VALUE ...] [[not] preceded-by|followed-by KIND [FIELD=VALUE ...] within T [same FIELD,...]]";

    private static final Pattern CONDITION = Pattern.compile("([a-z][a-z0-9_.]*)(!=|=|~|<|>)(.*)", Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");

    /**
     * How near something is, or is not.
     *
     * @param not whether nothing of it may be there
     * @param before whether it is looked for before, and not after
     * @param same fields in which both are equal
     */
    public record Relation(boolean not, boolean before, Term other, long withinNanos, List<String> same) {
        public Relation {
            same = List.copyOf(same);
        }
    }

    /**
     * The query that these words write.
     *
     * @throws IllegalArgumentException when they write none
     */
    public static Query parse(String text) {
        var words = new Words(text);
        var what = term(words);
        if (words.atEnd()) {
            return new Query(what, null);
        }
        boolean not = words.take("not");
        boolean before = words.take("preceded-by");
        if (!before && !words.take("followed-by")) {
            throw wrong("preceded-by or followed-by", words);
        }
        var other = term(words);
        if (!words.take("within")) {
            throw wrong("within and a span such as 5s", words);
        }
        long within = span(words);
        List<String> same = List.of();
        if (words.take("same")) {
            if (words.atEnd()) {
                throw wrong("the name of a field, such as instance or node", words);
            }
            same = List.of(words.next().split(",", -1));
        }
        if (!words.atEnd()) {
            throw wrong("the end", words);
        }
        return new Query(what, new Relation(not, before, other, within, same));
    }

    private static IllegalArgumentException wrong(String expected, Words words) {
        return new IllegalArgumentException("expected " + expected + ", found "
                + (words.atEnd() ? "the end" : "\"" + words.peek() + "\"") + "; the form is " + FORM);
    }

    private static long span(Words words) {
        var matcher = SPAN.matcher(words.atEnd() ? "" : words.peek());
        if (!matcher.matches()) {
            throw wrong("a span such as 500ms, 5s, 2m or 1h", words);
        }
        words.next();
        long amount = TextSource.fromSeconds(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> amount / 1000;
            case "m" -> amount * 60;
            case "h" -> amount * 3600;
            default -> amount;
        };
    }

    private static Term term(Words words) {
        if (words.atEnd()) {
            throw wrong("a kind such as BecameMaster", words);
        }
        Set<String> kinds = new LinkedHashSet<>();
        if (!words.take("any")) {
            for (var kind : words.next().split(",", -1)) {
                if (!Fields.EVENT_KINDS.contains(kind) && !Fields.EFFECT_KINDS.contains(kind)) {
                    throw new IllegalArgumentException("there is no kind \"" + kind + "\"; the nearest is "
                            + nearest(kind) + ", and replay show --kind x lists them all");
                }
                kinds.add(kind);
            }
        }
        var conditions = new ArrayList<Condition>();
        while (!words.atEnd() && !Words.KEYWORDS.contains(words.peek())) {
            var matcher = CONDITION.matcher(words.peek());
            if (!matcher.matches()) {
                throw wrong("a condition such as instance=VI_1", words);
            }
            words.next();
            conditions.add(new Condition(matcher.group(1), comparison(matcher.group(2)), matcher.group(3)));
        }
        return new Term(kinds, conditions);
    }

    private static Comparison comparison(String sign) {
        return Stream.of(Comparison.values())
                .filter(c -> c.sign().equals(sign))
                .findFirst()
                .orElseThrow();
    }

    private static String nearest(String kind) {
        return Stream.concat(Fields.EVENT_KINDS.stream(), Fields.EFFECT_KINDS.stream())
                .min(Comparator.comparingInt((String k) -> distance(k, kind)).thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /** How many letters are to be put in, taken out or changed. */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int same = diagonal
                        + (Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1))
                                ? 0
                                : 1);
                diagonal = row[j];
                row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    /** The words of a query; quotes hold a value with blanks together. */
    private static final class Words {
        static final Set<String> KEYWORDS = Set.of("not", "preceded-by", "followed-by", "within", "same");
        private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\")+");

        private final List<String> words;
        private int at;

        Words(String text) {
            words = WORD.matcher(text)
                    .results()
                    .map(r -> r.group().replace("\"", ""))
                    .toList();
        }

        boolean atEnd() {
            return at == words.size();
        }

        String peek() {
            return words.get(at);
        }

        String next() {
            return words.get(at++);
        }

        boolean take(String word) {
            boolean there = !atEnd() && peek().equals(word);
            at += there ? 1 : 0;
            return there;
        }
    }
}
