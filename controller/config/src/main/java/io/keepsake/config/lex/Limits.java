package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;

/**
 * What a configuration may cost. Each limit is reported once. A configuration that is cut off is another one: at the
 * limits of bytes, files, words and lines nothing is read any further, and there is none.
 */
final class Limits {
    static final int LINE_BYTES = 1024;
    static final int INCLUDE_DEPTH = 16;
    static final int EXPANSION_DEPTH = 64;
    private static final int FILES = 10_000;
    private static final int FILE_BYTES = 8 << 20;
    private static final int EXPANDED_LINES = 100_000;
    private static final int EXPANDED_CHARS = 16 << 20;
    private static final int EXPANDED_LINE_CHARS = 64 << 10;
    /** What a word costs, a hundred bytes and more, is taken from the heap of a director that runs. */
    private static final int WORDS = 700_000;

    private final Problems problems;
    private int files;
    private int fileBytes;
    private int lines;
    private int chars;
    private int words;
    private boolean reached;
    private boolean depthTold;
    private boolean lengthTold;

    Limits(Problems problems) {
        this.problems = problems;
    }

    boolean anotherFile(Place place) {
        return within(++files, FILES, place, "more than " + FILES + " files are included");
    }

    /** Whether nothing is worth reading any more. */
    boolean reached() {
        return reached;
    }

    /** How many bytes are worth reading of the next file: one more than may follow. */
    int bytesLeft() {
        return FILE_BYTES - fileBytes + 1;
    }

    boolean moreBytes(int count, Place place) {
        if (!within(
                fileBytes + count,
                FILE_BYTES,
                place,
                "the configuration is longer than " + FILE_BYTES + " bytes with this file")) {
            return false;
        }
        fileBytes += count;
        return true;
    }

    /** Counts a line that a definition or a repeat has made. */
    boolean anotherLine(LocatedText line) {
        lines++;
        chars += Math.min(line.length(), EXPANDED_CHARS);
        var what = "definitions and repeats make more than " + EXPANDED_LINES + " lines or " + EXPANDED_CHARS
                + " characters";
        return within(lines, EXPANDED_LINES, line.place(), what) && within(chars, EXPANDED_CHARS, line.place(), what);
    }

    /** Whether a line may grow to this many characters, or into this many lines. */
    boolean substitutionFits(int length, int count, LocatedText line) {
        if (length <= EXPANDED_LINE_CHARS && count <= EXPANDED_LINES) {
            return true;
        }
        if (!lengthTold) {
            problems.error(
                    line.place(),
                    "definitions make this line longer than " + EXPANDED_LINE_CHARS + " characters or " + EXPANDED_LINES
                            + " lines; it is dropped");
            lengthTold = true;
        }
        return false;
    }

    boolean anotherWord(Place place) {
        return within(++words, WORDS, place, "more than " + WORDS + " words are in the configuration");
    }

    boolean deeper(int depth, LocatedText line) {
        if (depth <= EXPANSION_DEPTH) {
            return true;
        }
        if (!depthTold) {
            problems.error(line.place(), "definitions and repeats are nested more than " + EXPANSION_DEPTH + " deep");
            depthTold = true;
        }
        return false;
    }

    private boolean within(int count, int most, Place place, String what) {
        if (count > most && !reached) {
            problems.fatal(place, what + "; reading ends here, and nothing of it is used");
            reached = true;
        }
        return !reached;
    }
}
