package io.keepsake.config.lex;

import io.keepsake.config.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a line into words and braces. */
final class Words {
    /** Keywords whose values go through the second tokeniser, which knows both quotes and backslash escapes. */
    private static final Set<String> SCRIPT_KEYWORDS = Set.of(
            "script",
            "notify",
            "notify_master",
            "notify_backup",
            "notify_fault",
            "notify_stop",
            "notify_deleted",
            "notify_master_rx_lower_pri",
            "notify_up",
            "notify_down",
            "quorum_up",
            "quorum_down",
            "misc_path",
            "regex",
            "notify_fifo_script",
            "vrrp_notify_fifo_script",
            "lvs_notify_fifo_script",
            "startup_script",
            "shutdown_script");

    private final LocatedText line;
    private final Problems problems;
    private int at;

    Words(LocatedText line, Problems problems) {
        this.line = line;
        this.problems = problems;
    }

    void tell(WordSink sink, Limits limits) {
        List<Token> words = new ArrayList<>();
        while (at < line.length() && !limits.reached()) {
            char c = line.at(at);
            if (LocatedText.isBlank(c)) {
                at++;
            } else if (c == '{' || c == '}') {
                tellWords(words, sink);
                words = new ArrayList<>();
                var brace = line.place(at, at + 1);
                at++;
                if (c == '}') {
                    sink.close(brace);
                } else if (limits.anotherWord(brace)) {
                    sink.open(brace);
                }
            } else {
                boolean script = !words.isEmpty()
                        && SCRIPT_KEYWORDS.contains(words.getFirst().text());
                var word = script ? scriptWord() : plainWord();
                if (limits.anotherWord(word.place())) {
                    words.add(word);
                }
            }
        }
        tellWords(words, sink);
    }

    private static void tellWords(List<Token> words, WordSink sink) {
        if (!words.isEmpty()) {
            sink.words(List.copyOf(words));
        }
    }

    /** A quote ends a word, and begins another. */
    private Token plainWord() {
        int start = at;
        var text = new StringBuilder();
        if (line.at(at) == '"') {
            int end = closing('"');
            text.append(line.text(), at + 1, end);
            at = end + 1;
        } else {
            while (at < line.length() && line.at(at) != '"' && !endsWord(line.at(at))) {
                appendPlain(text);
            }
        }
        var word = token(text, start);
        if (start == 0 || endsWord(line.at(start - 1))) {
            tellTouching(start);
        }
        return word;
    }

    private void tellTouching(int start) {
        int end = at;
        boolean quoted = false;
        while (end < line.length() && (quoted || !endsWord(line.at(end)))) {
            quoted ^= line.at(end++) == '"';
        }
        if (end > at) {
            problems.trap(
                    line.place(start, end),
                    "a quote ends a word: these are several, as in keepalived",
                    "put one pair of quotes around all of it if one word is meant, or blanks between them");
        }
    }

    private Token scriptWord() {
        int start = at;
        var text = new StringBuilder();
        while (at < line.length() && !endsWord(line.at(at))) {
            char c = line.at(at);
            if (c == '"' || c == '\'') {
                int end = closingUnescaped(c);
                at++;
                while (at < end) {
                    appendScript(text, end);
                }
                at = end + 1;
            } else if (c == '\\') {
                appendScript(text, line.length());
            } else {
                appendPlain(text);
            }
        }
        return token(text, start);
    }

    private Token token(StringBuilder text, int start) {
        at = Math.min(at, line.length());
        return new Token(text.toString(), line.place(start, at));
    }

    private static boolean endsWord(char c) {
        return LocatedText.isBlank(c) || c == '{' || c == '}';
    }

    /** One character, or all of a <code>${NAME}</code> that no definition has resolved: its braces are no braces. */
    private void appendPlain(StringBuilder text) {
        int end = at + 1;
        if (line.text().startsWith("${", at)) {
            int close = line.text().indexOf('}', at);
            end = close < 0 ? at + 1 : close + 1;
        }
        text.append(line.text(), at, end);
        at = end;
    }

    private void appendScript(StringBuilder text, int end) {
        if (line.at(at) != '\\' || at + 1 >= end) {
            text.append(line.at(at++));
            return;
        }
        var escape = Escape.read(line.text(), at + 1, end);
        text.append(escape.character());
        at = escape.end();
    }

    private int closing(char quote) {
        int end = line.text().indexOf(quote, at + 1);
        return end < 0 ? missingQuote() : end;
    }

    private int closingUnescaped(char quote) {
        for (int i = at + 1; i < line.length(); i++) {
            if (line.at(i) == '\\') {
                i++;
            } else if (line.at(i) == quote) {
                return i;
            }
        }
        return missingQuote();
    }

    private int missingQuote() {
        problems.warn(line.place(at, line.length()), "the closing quote is missing; the word ends with the line");
        return line.length();
    }
}
