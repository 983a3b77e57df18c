package io.keepsake.core.value;

/** Decimal digits: no sign, and none of another script, which the JDK's parsers take. */
final class Digits {
    private Digits() {}

    /**
     * The number that {@code text} writes, or -1 when that is not 1 to {@code most} digits.
     *
     * @param most up to 18
     */
    static long parse(String text, int most) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && !text.isEmpty() && text.length() <= most ? Long.parseLong(text) : -1;
    }
}
