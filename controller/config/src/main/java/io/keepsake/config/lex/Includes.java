package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code include} and its strict forms: which files a line names. */
final class Includes {
    private final SourceFiles files;
    private final Problems problems;

    /** The strictness of {@code include_check}; belongs to the file that is being read. */
    private Set<IncludeChecks> strict = EnumSet.noneOf(IncludeChecks.class);

    Includes(SourceFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    Set<IncludeChecks> strict() {
        return EnumSet.copyOf(strict);
    }

    void strict(Set<IncludeChecks> checks) {
        strict = checks;
    }

    /** {@code include_check [+|-]name …}: a sign changes one check, a bare name starts a new list. */
    void check(LocatedText names) {
        boolean fresh = true;
        var next = EnumSet.copyOf(strict);
        for (var word : names.text().strip().split("\\s+", -1)) {
            boolean minus = word.startsWith("-");
            boolean plus = word.startsWith("+");
            var check = IncludeChecks.ofName(minus || plus ? word.substring(1) : word);
            if (check == null) {
                if (!word.isEmpty()) {
                    problems.warn(
                            names.strip().place(),
                            "include_check knows readable, match, wildcard_match and brace_match, was \"" + word
                                    + "\"");
                }
                continue;
            }
            if (!minus && !plus && fresh) {
                next.clear();
            }
            fresh = false;
            if (minus) {
                next.remove(check);
            } else {
                next.add(check);
            }
        }
        if (names.strip().isEmpty()) {
            next.clear();
        }
        strict = next;
    }

    /** The files to read for {@code pattern}, in order. */
    List<Path> find(Path directory, String pattern, Set<IncludeChecks> asked, Place place) {
        var checks = EnumSet.copyOf(strict);
        checks.addAll(asked);
        var found = new ArrayList<Path>();
        var alternatives = Glob.alternatives(pattern);
        for (var alternative : alternatives) {
            var matches = new Glob(files).find(directory, alternative);
            if (matches.isEmpty()
                    && (alternatives.size() > 1
                            ? checks.contains(IncludeChecks.BRACE_MATCH)
                            : checks.contains(IncludeChecks.MATCH) && !Glob.isWild(alternative))) {
                problems.error(
                        place,
                        "include: nothing matches \"" + alternative + "\"; the reading goes on without it",
                        hint(alternative));
            } else if (matches.isEmpty() && !checks.contains(IncludeChecks.WILDCARD_MATCH)) {
                nothing(alternative, place);
            }
            found.addAll(matches);
        }
        if (found.isEmpty() && Glob.isWild(pattern) && checks.contains(IncludeChecks.WILDCARD_MATCH)) {
            problems.error(place, "include: nothing matches \"" + pattern + "\"; the reading goes on without it");
        }
        return readable(found, checks, place);
    }

    /** An empty directory may be meant, a file that is named and missing hardly. */
    private void nothing(String pattern, Place place) {
        if (Glob.isWild(pattern) && !isQuoted(pattern)) {
            problems.notice("include " + pattern, place, "matches nothing; the reading goes on without it");
        } else {
            problems.warn(
                    place,
                    "include: there is no file \"" + pattern
                            + "\"; the reading goes on without it, as keepalived's does",
                    hint(pattern));
        }
    }

    private static String hint(String pattern) {
        return isQuoted(pattern)
                ? "quotes are part of the name, as in keepalived; write the name without them if it is to be read"
                : "a path is relative to the file that includes";
    }

    private static boolean isQuoted(String pattern) {
        return pattern.startsWith("\"") || pattern.startsWith("'");
    }

    private List<Path> readable(List<Path> found, Set<IncludeChecks> checks, Place place) {
        var readable = new ArrayList<Path>();
        for (var path : found) {
            switch (files.kind(path)) {
                case FILE -> readable.add(path);
                case EXECUTABLE ->
                    problems.notice("include " + path, place, "has an x bit; it is skipped, as keepalived skips it");
                case DIRECTORY -> {}
                case MISSING -> problems.error(place, "include: \"" + path + "\" leads nowhere; it cannot be read");
                case OTHER -> {
                    var what = "include: \"" + path + "\" is no regular file; it is skipped";
                    if (checks.contains(IncludeChecks.READABLE)) {
                        problems.error(place, what);
                    } else {
                        problems.warn(place, what);
                    }
                }
            }
        }
        return readable;
    }
}
