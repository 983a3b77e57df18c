package io.keepsake.config;

import io.keepsake.config.lex.Source;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Redactor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts *** where a secret is written, and nowhere else: a word that happens to be the same stays. What a message says of
 * a place that holds a secret is searched for it too.
 */
final class Redaction implements Redactor {
    private static final String BEFORE = "(?<![^\\s\"'{}()=,;#!\\\\])";
    private static final String AFTER = "(?![^\\s\"'{}(),;#!\\\\])";

    /** The characters of lines that are secret, from 0; those of one word follow each other. */
    private final Map<Line, TreeSet<Integer>> hidden = new HashMap<>();

    private final Map<Line, Set<String>> words = new HashMap<>();

    private record Line(String file, int number) {}

    /** Hides what stands at {@code place}, and {@code word}, which is what it comes to, in what is said of it. */
    void hide(Place place, String word) {
        hide(place.line().file(), place.line().number(), place.column() - 1, place.length(), word);
    }

    void hide(String file, int number, int start, int length, String word) {
        if (number == 0 || word.isBlank()) {
            return;
        }
        var line = new Line(file, number);
        var characters = hidden.computeIfAbsent(line, _ -> new TreeSet<>());
        for (int i = start; i < start + length; i++) {
            characters.add(i);
        }
        words.computeIfAbsent(line, _ -> new HashSet<>()).add(word);
    }

    @Override
    public String line(Place place, int from, int to) {
        var text = place.line().text();
        var characters = hidden.get(new Line(place.line().file(), place.line().number()));
        return characters == null ? text.substring(from, to) : masked(text, from, to, characters);
    }

    /** Where {@code word} stands as one. */
    static Pattern asWord(String word) {
        return Pattern.compile(BEFORE + Pattern.quote(word) + AFTER);
    }

    private static String masked(String text, int from, int to, Set<Integer> characters) {
        var shown = new StringBuilder();
        boolean before = false;
        for (int i = from; i < to; i++) {
            boolean now = characters.contains(i);
            if (!now) {
                shown.append(text.charAt(i));
            } else if (!before) {
                shown.append("***");
            }
            before = now;
        }
        return shown.toString();
    }

    @Override
    public String message(Place place, String text) {
        var said = words.get(new Line(place.line().file(), place.line().number()));
        if (said == null) {
            return text;
        }
        var alternatives = said.stream()
                .sorted((one, other) -> other.length() - one.length())
                .map(word -> asWord(word).pattern())
                .collect(Collectors.joining("|"));
        return Pattern.compile(alternatives).matcher(text).replaceAll("***");
    }

    /** The text of {@code source} with its secrets hidden. */
    String text(Source source) {
        var file = source.file().toString();
        List<String> lines = new ArrayList<>();
        int number = 1;
        for (var line : source.text().split("\n", -1)) {
            var characters = hidden.get(new Line(file, number++));
            lines.add(characters == null ? line : masked(line, 0, line.length(), characters));
        }
        return String.join("\n", lines);
    }
}
