package io.keepsake.config.problem;

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
