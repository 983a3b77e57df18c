package io.keepsake.config.check.checkers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code regex} and the keywords around it. The expression must be one that Java knows; keepalived's are PCRE2's.
 *
 * @param text null for none, or one that cannot be used
 * @param options those that change what is found
 */
record RegexCheck(@Nullable String text, List<String> options, boolean noMatch, long minOffset, long maxOffset) {
    private static final Map<String, Integer> FLAGS = Map.of(
            "caseless", Pattern.CASE_INSENSITIVE,
            "multiline", Pattern.MULTILINE,
            "dotall", Pattern.DOTALL,
            "extended", Pattern.COMMENTS,
            "ucp", Pattern.UNICODE_CHARACTER_CLASS,
            "utf", Pattern.UNICODE_CASE);

    /** Options of PCRE2 that change how it works, or what it refuses, but nothing that it finds. */
    private static final Set<String> HARMLESS = Set.of(
            "auto_callout",
            "never_backslash_c",
            "never_ucp",
            "never_utf",
            "no_auto_possess",
            "no_dotstar_anchor",
            "no_start_optimize",
            "use_offset_limit");

    /** A backslash that is gone before the expression is read: it stands before a letter that it does not escape. */
    private static final Pattern LOST =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\([dDwWsSBAzZGQhHRKpPkuU.+*?()\\[\\]|^$])");

    static RegexCheck read(Problems problems, Values values) {
        var word = values.value("regex");
        var options = options(problems, values);
        boolean noMatch = values.bare("regex_no_match");
        var min = values.whole("regex_min_offset", 0, Integer.MAX_VALUE, "ignored");
        var max = values.whole("regex_max_offset", 0, Integer.MAX_VALUE, "ignored");
        var text = word == null ? null : expression(problems, word, options);
        return new RegexCheck(text, options, noMatch, min == null ? 0 : min, max == null ? 0 : max);
    }

    private static List<String> options(Problems problems, Values values) {
        var line = values.last("regex_options");
        var options = new ArrayList<String>();
        for (var option : line == null ? List.<Token>of() : line.values()) {
            if (FLAGS.containsKey(option.text())) {
                options.add(option.text());
            } else if (!HARMLESS.contains(option.text())) {
                problems.warn(
                        option.place(),
                        "regex option \"" + option.text() + "\" is not supported; it is ignored",
                        "supported are caseless, dotall, extended, multiline, ucp, utf");
            }
        }
        return options;
    }

    private static @Nullable String expression(Problems problems, Token word, List<String> options) {
        warnOfLostBackslash(problems, word);
        int flags = 0;
        for (var option : options) {
            flags |= FLAGS.getOrDefault(option, 0);
        }
        try {
            return Pattern.compile(word.text(), flags).pattern();
        } catch (PatternSyntaxException e) {
            problems.error(
                    word.place(),
                    "regex \"" + word.text() + "\" is refused: " + lowerCase(e.getDescription())
                            + "; the url is checked without it",
                    "expressions are java.util.regex's; what only PCRE2 knows must be written differently");
            return null;
        }
    }

    private static String lowerCase(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static void warnOfLostBackslash(Problems problems, Token word) {
        var place = word.place();
        var line = place.line().text();
        int from = Math.min(place.column() - 1, line.length());
        var written = line.substring(from, Math.min(from + place.length(), line.length()));
        var lost = LOST.matcher(written);
        if (lost.find()) {
            problems.warn(
                    place,
                    "\\" + lost.group(1) + " in a quoted value is read as " + lost.group(1) + ", by keepalived too",
                    "write \\\\" + lost.group(1));
        }
    }
}
