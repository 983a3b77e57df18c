package io.keepsake.daemon.probe.wire;

/** Text from a stranger, made fit for a log: one line, bounded, no control characters. */
public final class Printable {
    /** The longest detail that is told of a check. */
    public static final int DETAIL_MAX = 200;

    private static final String CUT = "...";

    private Printable() {}

    /** The text without control characters and at most {@link #DETAIL_MAX} characters long. */
    public static String detail(String text) {
        return clean(text, DETAIL_MAX);
    }

    /** The text in quotes, without control characters and cut after {@code max} characters. */
    public static String quoted(String text, int max) {
        return '"' + clean(text, max) + '"';
    }

    private static String clean(String text, int max) {
        if (text.length() <= max && plain(text)) {
            return text;
        }
        var clean = new StringBuilder(Math.min(text.length(), max));
        text.codePoints().limit(max + 1L).forEach(c -> clean.append(unprintable(c) ? "?" : Character.toString(c)));
        if (clean.length() > max) {
            clean.setLength(Character.isHighSurrogate(clean.charAt(max - 4)) ? max - 4 : max - 3);
            clean.append(CUT);
        }
        return clean.toString();
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Control, format (right to left marks and such), line ends, halves of pairs, and what has no meaning. */
    private static boolean unprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
