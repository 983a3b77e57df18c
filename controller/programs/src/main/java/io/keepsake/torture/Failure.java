package io.keepsake.torture;

/** Something that must hold did not. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param expected what must hold, with its bound */
    Failure(String expected, String found) {
        super("expected: " + expected + "\nfound:    " + found);
    }
}
