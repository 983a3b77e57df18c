package io.keepsake.config.syntax;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keywords of one block, aliases included. */
public final class Vocabulary {
    private final String name;
    private final Map<String, Word> words;

    /** What becomes of a keyword. */
    public enum Standing {
        /** It does what it does in keepalived. */
        APPLIED,
        /** It is read, and has no effect yet. */
        KNOWN,
        /** It has no effect and is to have none: here is nothing for it to act on, or something else does it. */
        NOT_HERE,
        /** It has no effect, in keepalived neither. */
        WITHOUT_EFFECT
    }

    /** What a keyword takes in braces. */
    public sealed interface Body {
        record None() implements Body {}

        /** Free lines, such as addresses. */
        record Lines() implements Body {}

        /**
         * Keywords of its own.
         *
         * @param optional whether the keyword means the same without its block
         */
        record Block(Vocabulary keywords, boolean optional) implements Body {}
    }

    public record Word(String name, Standing standing, Body body) {
        public boolean applied() {
            return standing == Standing.APPLIED;
        }

        public boolean takesBraces() {
            return !(body instanceof Body.None);
        }
    }

    Vocabulary(String name, Words... table) {
        this.name = name;
        words = new LinkedHashMap<>();
        for (var word : Words.group(table).words()) {
            words.put(word.name, word);
        }
    }

    /** All blocks, by name. */
    public static List<Vocabulary> all() {
        return RootWords.ALL;
    }

    /** What may stand outside of all blocks. */
    public static Vocabulary root() {
        return RootWords.ROOT;
    }

    public String name() {
        return name;
    }

    /** The keywords, in the order of the table. */
    public List<Word> words() {
        return List.copyOf(words.values());
    }

    public Optional<Word> word(String keyword) {
        return Optional.ofNullable(words.get(keyword));
    }

    /** The keyword that {@code typo} was probably meant to be: at most two letters differ. */
    public Optional<String> nearest(String typo) {
        int most = typo.length() < 5 ? 1 : 2;
        String best = null;
        int bestDistance = most + 1;
        for (var word : words.keySet()) {
            int distance = Math.abs(word.length() - typo.length()) > most ? most + 1 : distance(word, typo);
            if (distance < bestDistance) {
                best = word;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters must be put in, taken out or replaced (Levenshtein). */
    private static int distance(String one, String other) {
        var row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
