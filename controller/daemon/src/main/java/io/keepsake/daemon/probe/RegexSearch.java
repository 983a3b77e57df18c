package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check.Url;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.probe.wire.Printable;
import io.keepsake.daemon.probe.wire.ReplyError;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * {@code regex} and its options, looked for in the body of an answer. Java's expressions stand in for PCRE2's: a line ends
 * with LF, a character is a byte unless {@code utf} is among the options, and options that Java does not know make every
 * check fail and say so.
 */
final class RegexSearch {
    private static final int QUOTED_MAX = 80;

    private final Url url;
    private final String regex;
    private final Pattern pattern;

    private RegexSearch(Url url, String regex, Pattern pattern) {
        this.url = url;
        this.regex = regex;
        this.pattern = pattern;
    }

    /**
     * The search that a URL asks for.
     *
     * @throws IllegalArgumentException when it cannot be made; the message says why
     */
    static RegexSearch of(String regex, Url url) {
        int flags = Pattern.UNIX_LINES;
        for (var option : url.regexOptions()) {
            flags |= flag(option);
        }
        try {
            return new RegexSearch(url, regex, Pattern.compile(regex, flags));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("regex " + regex + " is not understood: " + e.getDescription(), e);
        }
    }

    /** The flag that does what PCRE2's option does; 0 where no flag is needed. */
    private static int flag(String option) {
        return switch (option) {
            case "caseless" -> Pattern.CASE_INSENSITIVE;
            case "dotall" -> Pattern.DOTALL;
            case "extended" -> Pattern.COMMENTS;
            case "literal" -> Pattern.LITERAL;
            case "multiline" -> Pattern.MULTILINE;
            case "ucp" -> Pattern.UNICODE_CHARACTER_CLASS;
            case "utf" -> Pattern.UNICODE_CASE;
            case "anchored",
                    "auto_callout",
                    "dupnames",
                    "endanchored",
                    "never_backslash_c",
                    "never_ucp",
                    "never_utf",
                    "no_auto_capture",
                    "no_auto_possess",
                    "no_dotstar_anchor",
                    "no_start_optimize" -> 0;
            default -> throw new IllegalArgumentException("regex_options " + option + " is not supported");
        };
    }

    /** A search in this body, not begun yet. */
    Execution in(byte[] bytes, int size) {
        boolean utf = url.regexOptions().contains("utf");
        return new Execution(
                utf
                        ? new BoundedText(new String(bytes, 0, size, StandardCharsets.UTF_8))
                        : new BoundedText(bytes, size));
    }

    /** One search; to be made on a thread that may take its time. */
    final class Execution {
        private final BoundedText text;

        private Execution(BoundedText text) {
            this.text = text;
        }

        /** Makes {@link #find} give up soon; from any thread. */
        void cancel() {
            text.cancel();
        }

        /** Null when the body is as the configuration wants it. */
        @Nullable ReplyError find() {
            try {
                return judge(found(pattern.matcher(text)));
            } catch (BoundedText.SearchAborted e) {
                return regex("gave up after " + text.steps() + " steps");
            } catch (StackOverflowError e) {
                return regex("gave up, it nests too deep in this body");
            }
        }

        private boolean found(Matcher matcher) {
            long from = offset(url.regexMinOffset());
            long before = url.regexMaxOffset() == 0 ? Long.MAX_VALUE : offset(url.regexMaxOffset());
            if (from > text.length()) {
                return false;
            }
            matcher.region((int) from, text.length()).useTransparentBounds(true).useAnchoringBounds(false);
            return search(matcher, (int) from) && matcher.start() < before;
        }

        private boolean search(Matcher matcher, int from) {
            var options = url.regexOptions();
            boolean anchored = options.contains("anchored");
            if (options.contains("endanchored")) {
                return anchored ? matcher.matches() : matchesToTheEnd(matcher, from);
            }
            return anchored ? matcher.lookingAt() : matcher.find();
        }

        private boolean matchesToTheEnd(Matcher matcher, int from) {
            for (int start = from; start <= text.length(); start++) {
                if (matcher.region(start, text.length()).matches()) {
                    return true;
                }
            }
            return false;
        }

        /** An offset in bytes as one in characters. */
        private long offset(long bytes) {
            return text.characters(bytes);
        }

        private @Nullable ReplyError judge(boolean found) {
            if (found == url.regexNoMatch()) {
                return regex(found ? "found, and should not be" : "not found");
            }
            return null;
        }

        private ReplyError regex(String what) {
            return new ReplyError(CheckFailure.REGEX, "regex " + Printable.quoted(regex, QUOTED_MAX) + " " + what);
        }
    }
}
