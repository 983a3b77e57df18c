package io.keepsake.config.problem;

/** A line as it stands in a file. */
public record SourceLine(String file, int number, String text) {}
