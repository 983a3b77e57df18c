package io.keepsake.config;

import io.keepsake.config.problem.Redactor;
import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts *** where a secret stands as a word; a long one wherever it stands. */
final class Redaction implements Redactor {
    private static final int LONG = 6;
    private static final String BEFORE = "(?<![^\\s\"'{}()=,;#!\\\\])";
    private static final String AFTER = "(?![^\\s\"'{}(),;#!\\\\])";

    private final @Nullable Pattern secrets;

    Redaction(Set<String> literals) {
        var alternatives = literals.stream()
                .filter(literal -> !literal.isBlank())
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(Redaction::alternative)
                .collect(Collectors.joining("|"));
        secrets = alternatives.isEmpty() ? null : Pattern.compile(alternatives);
    }

    private static String alternative(String literal) {
        var quoted = Pattern.quote(literal);
        return literal.length() >= LONG ? quoted : BEFORE + quoted + AFTER;
    }

    @Override
    public String apply(String text) {
        return secrets == null ? text : secrets.matcher(text).replaceAll("***");
    }
}
