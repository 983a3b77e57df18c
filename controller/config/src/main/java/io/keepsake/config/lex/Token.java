package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;

/** A word, without its quotes, and where it was written. */
public record Token(String text, Place place) {}
