package io.keepsake.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds secrets in the text as it was written: those behind conditions, in comments and in definitions never become
 * words, but stand in the text all the same.
 */
final class RawSecrets {
    private static final String WORD = "(\"[^\"\\n]*\"?|[^\\s{}\"]*\\$\\{[^}\\n]*}[^\\s}]*|[^\\s{}]+)";
    private static final Pattern USE =
            Pattern.compile("(?:\\bauth_pass\\w*|\\bpassword|\\bkey[ \\t]+[^\\s{}]+)[ \\t]+" + WORD);
    private static final Pattern NAME = Pattern.compile("\\$\\{?([A-Za-z0-9_]+)");
    private static final Pattern DEFINITION =
            Pattern.compile("\\$([A-Za-z0-9_]+)=((?:[^\\n]*\\\\[ \\t]*\\r?\\n)*[^\\n]*)");
    private static final Pattern LIST = Pattern.compile("~LST\\(([^)\\n]*)\\)");

    private static final Pattern NAMES_OF_LIST = Pattern.compile("[,{}\\s]+");
    private static final Pattern WORDS_OF_DEFINITION = Pattern.compile("[\\s\\\\]+");

    private final String text;
    private final Set<String> literals = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private RawSecrets(String text) {
        this.text = text;
    }

    /** The number of the word behind {@code keyword} that is secret; 0 for none. */
    static int secretWord(String keyword) {
        return switch (keyword) {
            case "auth_pass", "password" -> 1;
            case "key" -> 2;
            default -> keyword.startsWith("auth_pass") ? 1 : 0;
        };
    }

    static Set<String> in(String text) {
        var secrets = new RawSecrets(text);
        Arrays.stream(text.split("\n", -1)).filter(RawSecrets::mayUse).forEach(line -> {
            var uses = USE.matcher(line);
            while (uses.find()) {
                secrets.add(uses.group(1));
            }
        });
        for (int before = 0; secrets.names.size() > before; ) {
            before = secrets.names.size();
            secrets.followNames();
        }
        return secrets.literals;
    }

    /** Few lines do, and the pattern, which never goes beyond its line, is slow. */
    private static boolean mayUse(String line) {
        return line.contains("auth_pass") || line.contains("password") || line.contains("key");
    }

    private void add(String word) {
        var bare = word.replace("\"", "");
        if (bare.isBlank()) {
            return;
        }
        literals.add(bare);
        int comment = bare.replace('!', '#').indexOf('#');
        if (comment > 0) {
            literals.add(bare.substring(0, comment));
        }
        var uses = NAME.matcher(bare);
        while (uses.find()) {
            names.add(uses.group(1));
        }
    }

    private void followNames() {
        var definitions = DEFINITION.matcher(text);
        while (definitions.find()) {
            if (names.contains(definitions.group(1))) {
                addAll(definitions.group(2), WORDS_OF_DEFINITION);
            }
        }
        var lists = LIST.matcher(text);
        while (lists.find()) {
            boolean secret = NAMES_OF_LIST.splitAsStream(lists.group(1)).anyMatch(names::contains);
            if (secret) {
                addAll(lists.group(1), NAMES_OF_LIST);
            }
        }
    }

    private void addAll(String words, Pattern separator) {
        if (words.strip().startsWith("\"")) {
            add(words.strip());
        }
        for (var word : separator.split(words, -1)) {
            if (!names.contains(word)) {
                add(word);
            }
        }
    }
}
