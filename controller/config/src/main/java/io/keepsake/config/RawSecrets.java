package io.keepsake.config;

import io.keepsake.config.lex.Source;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds secrets in the text as it was written: those behind conditions, in comments and in definitions never become
 * words, but stand in the text all the same.
 */
final class RawSecrets {
    /** With all that touches it: a quote ends a word, and what stands behind it may be a part of the secret all the same. */
    private static final String WORD = "((?:\"[^\"\\n]*\"?|\\$\\{[^}\\n]*}|[^\\s{}\"])++)";

    private static final Pattern USE =
            Pattern.compile("(?:\\bauth_pass\\w*|\\bpassword|\\bkey[ \\t]+[^\\s{}]+)(?:[ \\t]+|(?=\"))" + WORD);
    private static final Pattern NAME = Pattern.compile("\\$\\{?([A-Za-z0-9_]+)");
    private static final Pattern DEFINITION =
            Pattern.compile("\\$([A-Za-z0-9_]+)=((?:[^\\n]*\\\\[ \\t]*\\r?\\n)*[^\\n]*)");
    private static final Pattern BLOCK = Pattern.compile("\\b(authentication|auth_hmac)[ \\t]*(\\{|$)");
    private static final Pattern LIST = Pattern.compile("~LST\\(([^)\\n]*)\\)");

    private static final Pattern PART_OF_LIST = Pattern.compile("[^,{}\\s]+");
    private static final Pattern PART_OF_DEFINITION = Pattern.compile("\"[^\"\\n]*\"|[^\\s\\\\]+");

    private final Redaction redaction;
    private final Set<String> names = new HashSet<>();
    private final Set<String> literals = new HashSet<>();

    private RawSecrets(Redaction redaction) {
        this.redaction = redaction;
    }

    /** The number of the word behind {@code keyword} that is secret; 0 for none. */
    static int secretWord(String keyword) {
        return switch (keyword) {
            case "auth_pass", "password" -> 1;
            case "key" -> 2;
            default -> keyword.startsWith("auth_pass") ? 1 : 0;
        };
    }

    /** @param known secrets that became words */
    static void hide(List<Source> sources, Collection<String> known, Redaction redaction) {
        var secrets = new RawSecrets(redaction);
        secrets.literals.addAll(known);
        sources.forEach(secrets::followUses);
        for (int before = 0; secrets.names.size() > before; ) {
            before = secrets.names.size();
            sources.forEach(secrets::followNames);
        }
        sources.forEach(secrets::repeated);
    }

    private void followUses(Source source) {
        int number = 1;
        for (var line : source.text().split("\n", -1)) {
            // few lines do, and the pattern, which never goes beyond its line, is slow
            if (line.contains("auth_pass") || line.contains("password") || line.contains("key")) {
                var uses = USE.matcher(line);
                while (uses.find()) {
                    add(source, number, uses.start(1), uses.group(1));
                }
            }
            number++;
        }
    }

    /** In a block of authentication whatever looks like the secret is the secret, whatever line it stands in. */
    private void repeated(Source source) {
        boolean inside = false;
        int number = 1;
        for (var line : source.text().split("\n", -1)) {
            inside |= BLOCK.matcher(line).find();
            if (inside) {
                for (var literal : literals) {
                    var uses = Redaction.asWord(literal).matcher(line);
                    while (uses.find()) {
                        redaction.hide(source.file().toString(), number, uses.start(), literal.length(), literal);
                    }
                }
                inside = line.indexOf('}') < 0;
            }
            number++;
        }
    }

    private void followNames(Source source) {
        var definitions = DEFINITION.matcher(source.text());
        while (definitions.find()) {
            if (names.contains(definitions.group(1))) {
                parts(source, definitions.start(2), definitions.group(2), PART_OF_DEFINITION);
            }
        }
        var lists = LIST.matcher(source.text());
        while (lists.find()) {
            var names = PART_OF_LIST.matcher(lists.group(1)).results().map(MatchResult::group);
            if (names.anyMatch(this.names::contains)) {
                parts(source, lists.start(1), lists.group(1), PART_OF_LIST);
            }
        }
    }

    private void parts(Source source, int start, String text, Pattern part) {
        var parts = part.matcher(text);
        while (parts.find()) {
            if (!names.contains(parts.group())) {
                int at = start + parts.start();
                int lineStart = source.text().lastIndexOf('\n', at - 1) + 1;
                int number = 1
                        + (int) source.text()
                                .substring(0, at)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                add(source, number, at - lineStart, parts.group());
            }
        }
    }

    private void add(Source source, int number, int column, String word) {
        var file = source.file().toString();
        redaction.hide(file, number, column, word.length(), word);
        var bare = word.replace("\"", "");
        if (!bare.isBlank()) {
            literals.add(bare);
        }
        redaction.hide(file, number, column, word.length(), bare);
        for (var piece : word.split("\"", -1)) {
            redaction.hide(file, number, column, word.length(), piece);
        }
        int comment = bare.replace('!', '#').indexOf('#');
        if (comment > 0) {
            redaction.hide(file, number, column, word.length(), bare.substring(0, comment));
        }
        var uses = NAME.matcher(bare);
        while (uses.find()) {
            names.add(uses.group(1));
        }
    }
}
