package io.keepsake.daemon.script;

import io.keepsake.core.config.ScriptRules;
import io.keepsake.core.value.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A script that someone wants to run.
 *
 * @param lane jobs of one lane run one after another
 * @param script with all its arguments
 * @param done told the result, once
 */
record Job(String lane, Script script, ScriptRules rules, long timeoutNanos, Consumer<ScriptResult> done) {

    /** The program at {@code path}, and all arguments. */
    List<String> words(String path) throws ScriptRefused {
        var words = new ArrayList<>(script.argv());
        words.set(0, path);
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw new ScriptRefused("an argument has a NUL in it");
        }
        return words;
    }
}
