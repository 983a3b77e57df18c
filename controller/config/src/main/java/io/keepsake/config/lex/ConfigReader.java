package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.problem.SourceLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads files line by line, follows includes, and hands each line to a {@link LineReader}. */
public final class ConfigReader {
    private final SourceFiles files;
    private final Problems problems;
    private final Limits limits;
    private final Includes includes;
    private final LineReader lines;
    private final List<Source> sources = new ArrayList<>();
    private @Nullable Path directory;
    private int depth;

    public ConfigReader(SourceFiles files, Conditions conditions, Problems problems, WordSink sink) {
        this.files = files;
        this.problems = problems;
        limits = new Limits(problems);
        includes = new Includes(files, problems);
        lines = new LineReader(conditions, problems, limits, sink, this::include);
    }

    /** Every file that was read, in order. */
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    /**
     * Reads the main file; what is wrong with it is fatal.
     *
     * @return whether all of it was read
     */
    public boolean readMain(Path file) {
        var place = Place.ofFile(file.toString());
        switch (files.kind(file)) {
            case MISSING -> problems.fatal(place, "no such file");
            case DIRECTORY -> problems.fatal(place, "is a directory");
            case OTHER -> problems.fatal(place, "is no regular file");
            case EXECUTABLE, FILE -> {
                try {
                    read(file, files.read(file, limits.bytesLeft()), place);
                } catch (IOException e) {
                    problems.fatal(place, "cannot be read: " + why(e));
                }
            }
        }
        lines.end();
        return !limits.reached();
    }

    /** The include in {@code line}, if it is one. */
    private boolean include(LocatedText line) {
        int end = line.blankFrom(0);
        var keyword = line.text().substring(0, end);
        if (keyword.equals("include_check")) {
            includes.check(line.from(end));
            return true;
        }
        var asked = IncludeChecks.ofKeyword(keyword);
        if (asked == null) {
            return false;
        }
        var pattern = line.text().substring(end).strip();
        var place = line.place();
        if (pattern.isEmpty()) {
            problems.warn(place, keyword + " names no file");
        } else if (depth >= Limits.INCLUDE_DEPTH) {
            problems.error(place, "files are included more than " + Limits.INCLUDE_DEPTH + " deep");
        } else {
            var from = directory == null ? Path.of("") : directory;
            includes.find(from, pattern, asked, place).forEach(file -> included(file, place));
        }
        return true;
    }

    private void included(Path file, Place place) {
        if (!limits.anotherFile(place)) {
            return;
        }
        try {
            read(file, files.read(file, limits.bytesLeft()), place);
        } catch (IOException e) {
            problems.error(place, "include: \"" + file + "\" cannot be read: " + why(e));
        }
    }

    private static String why(IOException e) {
        return e instanceof AccessDeniedException
                ? "permission denied; also root's director reads only what is root's, or what everybody may"
                : e.toString();
    }

    private void read(Path file, byte[] bytes, Place place) {
        if (!limits.moreBytes(bytes.length, place)) {
            return;
        }
        var before = directory;
        var strict = includes.strict();
        directory = file.getParent();
        depth++;
        lines.directory(directory == null ? "." : directory.toString());
        sources.add(new Source(file, new String(bytes, StandardCharsets.UTF_8)));
        readLines(file.toString(), bytes);
        depth--;
        directory = before;
        lines.directory(before == null ? "." : before.toString());
        includes.strict(depth == 0 ? EnumSet.noneOf(IncludeChecks.class) : strict);
    }

    private void readLines(String file, byte[] bytes) {
        int number = 1;
        int start = 0;
        while (start < bytes.length && !limits.reached()) {
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int last = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
            readLine(file, number++, bytes, start, last);
            start = end + 1;
        }
    }

    private void readLine(String file, int number, byte[] bytes, int start, int end) {
        int length = Math.min(end - start, Limits.LINE_BYTES);
        var line = new SourceLine(file, number, new String(bytes, start, length, StandardCharsets.UTF_8));
        var place = new Place(line, 1, 1);
        if (end - start > Limits.LINE_BYTES) {
            problems.warn(
                    place, "a line has at most " + Limits.LINE_BYTES + " bytes, was " + (end - start) + "; dropped");
        } else if (line.text().indexOf('\0') >= 0) {
            var shown = new SourceLine(file, number, line.text().replace('\0', '?'));
            problems.error(
                    new Place(shown, line.text().indexOf('\0') + 1, 1),
                    "a NUL byte; the line is dropped",
                    "the file is damaged, or no text");
        } else {
            lines.physical(LocatedText.of(line));
        }
    }
}
