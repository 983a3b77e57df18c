package io.keepsake.config.syntax;

import io.keepsake.config.syntax.Vocabulary.Body;
import io.keepsake.config.syntax.Vocabulary.Standing;
import io.keepsake.config.syntax.Vocabulary.Word;
import java.util.Arrays;
import java.util.List;

/** Keywords of a table that have the same standing and take the same in braces, or several such groups. */
record Words(List<Word> words) {
    static Words applied(String... names) {
        return of(Standing.APPLIED, names);
    }

    /** Without effect yet. */
    static Words known(String... names) {
        return of(Standing.KNOWN, names);
    }

    /** Without effect, and so it stays: {@link Consequences} has the reason. */
    static Words notHere(String... names) {
        return of(Standing.NOT_HERE, names);
    }

    /** Without effect in keepalived either. */
    static Words withoutEffect(String... names) {
        return of(Standing.WITHOUT_EFFECT, names);
    }

    /** What several tables begin with. */
    static Words group(Words... parts) {
        return new Words(
                Arrays.stream(parts).flatMap(part -> part.words.stream()).toList());
    }

    private static Words of(Standing standing, String... names) {
        return new Words(Arrays.stream(names)
                .map(name -> new Word(name, standing, new Body.None()))
                .toList());
    }

    /** Each takes a block of free lines. */
    Words lines() {
        return taking(new Body.Lines());
    }

    /** Each takes a block of these keywords. */
    Words block(Vocabulary keywords) {
        return taking(new Body.Block(keywords, false));
    }

    /** Each means the same with or without its block. */
    Words optionalBlock(Vocabulary keywords) {
        return taking(new Body.Block(keywords, true));
    }

    private Words taking(Body body) {
        return new Words(words.stream()
                .map(word -> new Word(word.name(), word.standing(), body))
                .toList());
    }
}
