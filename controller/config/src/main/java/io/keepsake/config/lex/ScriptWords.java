package io.keepsake.config.lex;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command, itself one word of the configuration, into a program and its arguments: both quotes keep blanks, pieces
 * that touch are one word, a backslash escapes.
 */
public final class ScriptWords {
    private final String text;
    private final StringBuilder word = new StringBuilder();
    private int at;

    private ScriptWords(String text) {
        this.text = text;
    }

    public static List<String> split(String command) {
        return new ScriptWords(command).words();
    }

    private List<String> words() {
        var words = new ArrayList<String>();
        while (at < text.length()) {
            if (LocatedText.isBlank(text.charAt(at))) {
                at++;
            } else {
                words.add(next());
            }
        }
        return words;
    }

    private String next() {
        word.setLength(0);
        while (at < text.length() && !LocatedText.isBlank(text.charAt(at))) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                at++;
                quoted(c);
            } else {
                character();
            }
        }
        return word.toString();
    }

    private void quoted(char quote) {
        while (at < text.length() && text.charAt(at) != quote) {
            character();
        }
        at++;
    }

    private void character() {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            word.append(text.charAt(at++));
            return;
        }
        var escape = Escape.read(text, at + 1, text.length());
        word.append(escape.character());
        at = escape.end();
    }
}
