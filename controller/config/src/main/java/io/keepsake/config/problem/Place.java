package io.keepsake.config.problem;

/** A {@link Span} that still has the text of its line, secrets included: it stays inside the reader. */
public record Place(SourceLine line, int column, int length) {
    /** The file as a whole. */
    public static Place ofFile(String file) {
        return new Place(new SourceLine(file, 0, ""), 1, 0);
    }

    public Span span() {
        return new Span(line.file(), line.number(), column, length);
    }

    /** The line with a caret under the place, after {@code redact} has seen each part of it; empty for a whole file. */
    String excerpt(Redactor redact) {
        if (line.number() == 0) {
            return "";
        }
        var text = line.text();
        int from = Math.clamp(column - 1L, 0, text.length());
        int to = Math.clamp(from + (long) length, from, text.length());
        var before = redact.line(this, 0, from);
        var marked = redact.line(this, from, to);
        var after = redact.line(this, to, text.length());
        return "%5d | %s%n      | %s^%s"
                .formatted(
                        line.number(),
                        before + marked + after,
                        blank(before),
                        "~".repeat(Math.max(0, marked.length() - 1)));
    }

    /** As wide as {@code text}: tabs stay tabs. */
    private static String blank(String text) {
        return text.replaceAll("[^\t]", " ");
    }
}
