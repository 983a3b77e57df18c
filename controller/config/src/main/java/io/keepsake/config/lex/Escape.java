package io.keepsake.config.lex;

/**
 * A backslash escape of the second tokeniser.
 *
 * @param end the index after the escape
 */
record Escape(char character, int end) {

    /** Reads the escape whose backslash stands before {@code at}; {@code at} must be before {@code limit}. */
    static Escape read(String text, int at, int limit) {
        char c = text.charAt(at);
        return switch (c) {
            case 'a' -> new Escape('\u0007', at + 1);
            case 'b' -> new Escape('\b', at + 1);
            case 'E' -> new Escape('\u001b', at + 1);
            case 'f' -> new Escape('\f', at + 1);
            case 'n' -> new Escape('\n', at + 1);
            case 'r' -> new Escape('\r', at + 1);
            case 't' -> new Escape('\t', at + 1);
            case 'v' -> new Escape('\u000b', at + 1);
            case 'x' -> number(text, at + 1, Math.min(limit, at + 3), 16, c);
            case 'c' ->
                at + 1 < limit ? new Escape((char) (text.charAt(at + 1) & 0x1f), at + 2) : new Escape(c, at + 1);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(text, at, Math.min(limit, at + 3), 8, c);
            default -> new Escape(c, at + 1);
        };
    }

    private static Escape number(String text, int from, int limit, int radix, char plain) {
        int at = from;
        int value = 0;
        while (at < limit && Character.digit(text.charAt(at), radix) >= 0) {
            value = value * radix + Character.digit(text.charAt(at++), radix);
        }
        return at == from ? new Escape(plain, at) : new Escape((char) (value & 0xff), at);
    }
}
