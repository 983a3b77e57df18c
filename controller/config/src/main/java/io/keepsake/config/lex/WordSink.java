package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import java.util.List;

/** What the words of a configuration are told to, in order. */
public interface WordSink {
    /** A keyword and its values; never empty. */
    void words(List<Token> words);

    void open(Place brace);

    void close(Place brace);
}
