package io.keepsake.config.lex;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What happens to one line: comment, condition, definition, repeat, substitution, include, and at last words. */
final class LineReader {
    private final Conditions conditions;
    private final Problems problems;
    private final Limits limits;
    private final WordSink sink;
    private final Predicate<LocatedText> include;
    private final Definitions definitions;

    /** The definition whose lines are being collected. */
    private @Nullable Body body;

    /** Whether the line ends in a backslash as it is written: one at the end of its comment continues a definition too. */
    private boolean written;

    /** @param name null when a condition has dropped the definition */
    private record Body(@Nullable String name, LocatedText opener, List<LocatedText> lines) {}

    LineReader(Conditions conditions, Problems problems, Limits limits, WordSink sink, Predicate<LocatedText> include) {
        this.conditions = conditions;
        this.problems = problems;
        this.limits = limits;
        this.sink = sink;
        this.include = include;
        definitions = new Definitions(conditions);
    }

    void directory(String path) {
        definitions.directory(path);
    }

    /** Reads a line as it stands in a file. */
    void physical(LocatedText raw) {
        var line = Comments.strip(raw, problems).strip();
        Invisible.tell(line, problems);
        written = continues(raw.strip());
        if (body != null) {
            warnOfEmpty(body, line);
            collect(body, line);
        } else {
            read(line, 0);
        }
    }

    /** The files are over. */
    void end() {
        if (body != null) {
            problems.error(
                    body.opener.place(),
                    "the definition has no end: its last line must not end in \\; all behind it belongs to it");
            finish(body);
        }
    }

    private void warnOfEmpty(Body open, LocatedText line) {
        if (line.isEmpty() && !written) {
            problems.warn(
                    open.opener.place(),
                    "a line without text ends this definition; the lines behind it are read where they stand",
                    "end each line of it but the last with \\, comments too");
        }
    }

    private void collect(Body open, LocatedText line) {
        boolean continued = continues(line);
        boolean more = continued || written;
        var text = continued ? line.sub(0, line.length() - 1).strip() : line;
        if (!text.isEmpty() && limits.anotherWord(text.place())) {
            open.lines.add(text);
        }
        if (!more) {
            finish(open);
        }
    }

    private void finish(Body done) {
        if (done.name != null) {
            var lines = done.lines.isEmpty() ? List.of(done.opener.sub(0, 0)) : done.lines;
            definitions.define(done.name, lines);
        }
        body = null;
    }

    private static boolean continues(LocatedText line) {
        return !line.isEmpty() && line.at(line.length() - 1) == '\\';
    }

    /** A line has one condition: what looks like a second is a word as any, as in keepalived. */
    private void read(LocatedText line, int depth) {
        var kept = line.strip();
        if (!kept.isEmpty() && kept.at(0) == '@') {
            int end = kept.blankFrom(0);
            boolean wanted = wanted(kept.text().substring(1, end));
            var rest = kept.from(end).strip();
            if (!wanted && Definitions.defined(rest) != null && (continues(rest) || written)) {
                body = new Body(null, rest, new ArrayList<>());
            }
            kept = wanted ? rest : rest.sub(0, 0);
        }
        if (!kept.isEmpty() && limits.deeper(depth, kept)) {
            readKept(kept, depth);
        }
    }

    private boolean wanted(String condition) {
        return condition.startsWith("^")
                ? !condition.substring(1).equals(conditions.configId())
                : condition.equals(conditions.configId());
    }

    private void readKept(LocatedText line, int depth) {
        var name = Definitions.defined(line);
        if (name != null) {
            define(name, line);
        } else if (line.at(0) == '~') {
            repeat(line, depth);
        } else {
            substituted(line, depth);
        }
    }

    private void define(String name, LocatedText line) {
        var value = line.from(name.length() + 2).strip();
        var open = new Body(name, line, new ArrayList<>());
        body = open;
        collect(open, value);
    }

    private void repeat(LocatedText line, int depth) {
        var repeat = Repeat.read(line);
        if (repeat == null) {
            problems.warn(line.place(), "expected ~SEQ(…), ~SEQx(…) or ~LST(…); the line is dropped");
            return;
        }
        var arguments = repeat.arguments();
        for (int i = 0; i < Limits.EXPANSION_DEPTH && !arguments.isEmpty(); i++) {
            var next = definitions.substitute(arguments, limits);
            if (next == null || next.size() != 1 || !limits.anotherLine(line)) {
                break;
            }
            arguments = next.getFirst();
        }
        var resolved = new Repeat(repeat.kind(), arguments, repeat.rest());
        resolved.turns(problems, line, variables -> {
            boolean goOn = limits.anotherLine(line);
            if (goOn) {
                definitions.scoped(variables, () -> read(resolved.rest(), depth + 1));
            }
            return goOn;
        });
    }

    private void substituted(LocatedText line, int depth) {
        var replaced = definitions.substitute(line, limits);
        if (replaced == null) {
            words(line);
            return;
        }
        for (var next : replaced) {
            if (next.isEmpty()) {
                continue;
            }
            if (!limits.anotherLine(next)) {
                return;
            }
            read(next, depth + 1);
        }
    }

    private void words(LocatedText line) {
        var meant = Comments.stripGenerated(line);
        if (!meant.isEmpty() && !include.test(meant)) {
            new Words(meant, problems).tell(new Watching(), limits);
        }
    }

    /** Passes words on, and learns the seed of <code>${_RANDOM}</code>. */
    private final class Watching implements WordSink {
        @Override
        public void words(List<Token> words) {
            if (words.size() > 1 && words.getFirst().text().equals("random_seed")) {
                definitions.random(new Random(words.get(1).text().hashCode()));
            }
            sink.words(words);
        }

        @Override
        public void open(Place brace) {
            sink.open(brace);
        }

        @Override
        public void close(Place brace) {
            sink.close(brace);
        }
    }
}
