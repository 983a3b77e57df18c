package io.keepsake.core.value;

/** Ports or users from {@code first} to {@code last}. */
public record NumberRange(long first, long last) {
    public NumberRange {
        if (first < 0 || last < 0) {
            throw new IllegalArgumentException("a range of numbers from 0 on, was " + first + "-" + last);
        }
    }

    /** Reads {@code 10-20}. */
    static NumberRange parse(String text) {
        int dash = text.indexOf('-');
        long first = Digits.parse(text.substring(0, Math.max(dash, 0)), 10);
        long last = Digits.parse(text.substring(dash + 1), 10);
        if (first < 0 || last < 0) {
            throw new IllegalArgumentException("expected a range such as 10-20, found " + text);
        }
        return new NumberRange(first, last);
    }

    @Override
    public String toString() {
        return first + "-" + last;
    }
}
