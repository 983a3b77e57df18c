package io.keepsake.config.problem;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a configuration. Holds no secret.
 *
 * @param what lower case, with what was expected and what was found
 * @param hint what to do, if there is more to say
 * @param excerpt the line and a caret under the place; empty when the whole file is meant
 */
public record Problem(
        Span span, Severity severity, String what, @Nullable String hint, String excerpt) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern IN_LINES = Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]");

    /** What a terminal would act on is shown as {@code \x1b}, and in the excerpt, where columns count, as U+FFFD. */
    public Problem {
        what = shown(what);
        hint = hint == null ? null : shown(hint);
        excerpt = IN_LINES.matcher(excerpt).replaceAll("\ufffd");
    }

    private static String shown(String text) {
        return CONTROL.matcher(text)
                .replaceAll(found -> "\\\\x%02x".formatted((int) found.group().charAt(0)));
    }

    @Override
    public String toString() {
        var text = new StringBuilder()
                .append(span)
                .append(": ")
                .append(severity)
                .append(": ")
                .append(what);
        if (!excerpt.isEmpty()) {
            text.append(System.lineSeparator()).append(excerpt);
        }
        if (hint != null) {
            text.append(System.lineSeparator()).append("  hint: ").append(hint);
        }
        return text.toString();
    }
}
