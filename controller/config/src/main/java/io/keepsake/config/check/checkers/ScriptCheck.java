package io.keepsake.config.check.checkers;

import io.keepsake.config.lex.ScriptWords;
import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.value.Script;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code KEYWORD "command" [user [group]]}. */
public final class ScriptCheck {
    private final Problems problems;

    public ScriptCheck(Problems problems) {
        this.problems = problems;
    }

    /** The command behind {@code line}, or null when there is none. */
    public @Nullable Script script(@Nullable Node line) {
        if (line == null) {
            return null;
        }
        var words = line.values();
        if (words.isEmpty()) {
            problems.fatal(
                    line.keyword().place(),
                    line.name()
                            + " needs a command, has none; the whole file is refused, as keepalived refuses it (exit 2)",
                    "write the command or remove the line");
            return null;
        }
        if (words.size() > 3) {
            problems.warn(
                    words.get(3).place(),
                    "expected a command, a user and a group, was more; the rest is ignored",
                    "a command with arguments stands in quotes");
        }
        return script(line.name(), words.getFirst(), words.subList(1, words.size()));
    }

    /** The command in {@code command}, run as {@code account}: a user and a group, or a user, or nobody in particular. */
    @Nullable Script script(String keyword, Token command, List<Token> account) {
        var argv = ScriptWords.split(command.text());
        boolean runs =
                !argv.isEmpty() && !argv.getFirst().isEmpty() && command.text().indexOf('\0') < 0;
        if (!runs || argv.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            var what = keyword + " must be a program and its arguments, was \""
                    + command.text().replace('\0', '?') + "\"; it is ignored";
            if (keyword.startsWith("notify")) {
                problems.warn(command.place(), what); // nobody is told, and all else goes on
            } else {
                problems.error(command.place(), what);
            }
            return null;
        }
        return new Script(argv, word(account, 0), word(account, 1));
    }

    private static @Nullable String word(List<Token> words, int index) {
        return index < words.size() ? words.get(index).text() : null;
    }
}
