package io.keepsake.config.problem;

/**
 * Where something was written.
 *
 * @param line from 1; 0 for the file as a whole
 * @param column of the first character, from 1
 * @param length in characters, within the line
 */
public record Span(String file, int line, int column, int length) {
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
