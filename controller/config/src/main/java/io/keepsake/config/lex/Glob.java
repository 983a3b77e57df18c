package io.keepsake.config.lex;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds files by a shell pattern: {@code *}, {@code ?}, {@code [a-z]} and braces. */
final class Glob {
    private static final int MOST_ALTERNATIVES = 1000;

    private final SourceFiles files;

    Glob(SourceFiles files) {
        this.files = files;
    }

    /** The patterns that {@code pattern} stands for once its braces are resolved; at most a thousand. */
    static List<String> alternatives(String pattern) {
        var done = new ArrayList<String>();
        var open = new ArrayList<String>();
        open.add(pattern);
        while (!open.isEmpty() && done.size() + open.size() < MOST_ALTERNATIVES) {
            var next = open.removeFirst();
            int end = next.indexOf('}');
            int start = end < 0 ? -1 : next.lastIndexOf('{', end);
            if (start < 0) {
                done.add(next);
                continue;
            }
            for (var part : next.substring(start + 1, end).split(",", -1)) {
                open.add(next.substring(0, start) + part + next.substring(end + 1));
            }
        }
        return done;
    }

    static boolean isWild(String pattern) {
        return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** What one brace-free pattern matches, whatever its kind, in the order of the names. */
    List<Path> find(Path directory, String pattern) {
        try {
            var found = List.of(pattern.startsWith("/") ? Path.of("/") : directory);
            for (var component : pattern.split("/+", -1)) {
                if (!component.isEmpty()) {
                    found = step(found, component);
                }
            }
            return found.stream()
                    .filter(p -> files.kind(p) != SourceFiles.Kind.MISSING)
                    .toList();
        } catch (InvalidPathException noSuchName) {
            return List.of();
        }
    }

    private List<Path> step(List<Path> from, String component) {
        var next = new ArrayList<Path>();
        for (var directory : from) {
            if (!isWild(component)) {
                next.add(directory.resolve(component));
                continue;
            }
            for (var name : files.names(directory)) {
                boolean hidden = name.startsWith(".") && !component.startsWith(".");
                if (!hidden && matches(component, name)) {
                    next.add(directory.resolve(name));
                }
            }
        }
        return next;
    }

    /** Whether {@code name} matches; goes back to the last star only, so the time is at most the product of lengths. */
    static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int starAt = -1;
        int starName = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starAt = p++;
                starName = n;
                continue;
            }
            int step = p < pattern.length() ? one(pattern, p, name.charAt(n)) : 0;
            if (step > 0) {
                p += step;
                n++;
            } else if (starAt >= 0) {
                p = starAt + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** How many characters of the pattern match {@code c}, or 0. */
    private static int one(String pattern, int at, char c) {
        char first = pattern.charAt(at);
        int end = first == '[' ? pattern.indexOf(']', at + 2) : -1;
        if (end < 0) {
            return first == '?' || first == c ? 1 : 0;
        }
        boolean negated = pattern.charAt(at + 1) == '!' || pattern.charAt(at + 1) == '^';
        boolean in = false;
        for (int i = at + (negated ? 2 : 1); i < end; i++) {
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                in |= c >= pattern.charAt(i) && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                in |= c == pattern.charAt(i);
            }
        }
        return in == negated ? 0 : end + 1 - at;
    }
}
