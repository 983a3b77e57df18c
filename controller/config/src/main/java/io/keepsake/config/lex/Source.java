package io.keepsake.config.lex;

import java.nio.file.Path;

/** A file as it was read, secrets included. */
public record Source(Path file, String text) {}
