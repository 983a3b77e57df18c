package io.keepsake.web.http;

/** A parameter that means nothing: which, what would, and what stood there. */
final class BadQuestion extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int FOUND_MAX = 100;

    private final String what;
    private final String expected;
    private final String found;

    BadQuestion(String what, String expected, String found) {
        super(what + ": expected " + expected + ", found " + shortened(found));
        this.what = what;
        this.expected = expected;
        this.found = shortened(found);
    }

    private static String shortened(String text) {
        return text.length() <= FOUND_MAX ? text : text.substring(0, FOUND_MAX) + "...";
    }

    String what() {
        return what;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }
}
