package io.keepsake.config.syntax;

import io.keepsake.config.lex.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A keyword, its values, and its block if it has one.
 *
 * @param block null for a keyword without braces
 */
public record Node(
        Token keyword, List<Token> values, @Nullable List<Node> block) {
    public String name() {
        return keyword.text();
    }

    /** What stands between the braces; nothing when there are none. */
    public List<Node> children() {
        return block == null ? List.of() : block;
    }

    /** The keyword and its values: the words of a line in a list such as {@code virtual_ipaddress}. */
    public List<Token> words() {
        var words = new ArrayList<Token>(values.size() + 1);
        words.add(keyword);
        words.addAll(values);
        return words;
    }
}
