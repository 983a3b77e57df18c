package io.keepsake.config.problem;

/** Replaces every secret in a text. */
@FunctionalInterface
public interface Redactor {
    String apply(String text);
}
