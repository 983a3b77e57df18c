package io.keepsake.config;

import io.keepsake.config.lex.Token;
import io.keepsake.config.lex.WordSink;
import io.keepsake.config.problem.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Listens to the words on their way to the tree and remembers those that are secret. */
final class Secrets implements WordSink {
    private static final Set<String> BLOCKS = Set.of("authentication", "auth_hmac");

    /** Keywords of those blocks whose values are no secret. */
    private static final Set<String> OPEN_WORDS =
            Set.of("auth_type", "active_key", "anti_replay", "time_window", "mode", "key");

    private final WordSink next;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<String> blocks = new ArrayDeque<>();
    private String keyword = "";

    Secrets(WordSink next) {
        this.next = next;
    }

    /** The words that are secret, where they are written. */
    List<Token> tokens() {
        return tokens;
    }

    @Override
    public void words(List<Token> words) {
        keyword = words.getFirst().text();
        if (!blocks.isEmpty() && BLOCKS.contains(blocks.element()) && !OPEN_WORDS.contains(keyword)) {
            // a misspelled auth_pass is a secret too
            tokens.addAll(words.subList(1, words.size()));
        }
        int secret = RawSecrets.secretWord(keyword);
        if (secret > 0 && words.size() > secret) {
            tokens.add(words.get(secret));
        }
        next.words(words);
    }

    @Override
    public void open(Place brace) {
        blocks.push(keyword);
        keyword = "";
        next.open(brace);
    }

    @Override
    public void close(Place brace) {
        blocks.poll();
        next.close(brace);
    }
}
