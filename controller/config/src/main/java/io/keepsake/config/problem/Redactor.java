package io.keepsake.config.problem;

/** Hides secrets. */
public interface Redactor {
    /** The characters {@code from} to {@code to} of the line of {@code place}. */
    String line(Place place, int from, int to);

    /** What is said of {@code place}. */
    String message(Place place, String text);
}
