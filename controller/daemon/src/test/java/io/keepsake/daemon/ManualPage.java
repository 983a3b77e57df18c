package io.keepsake.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A page of the manual: its sections by their names, in the macros of man(7). */
record ManualPage(String title, int section, SequencedMap<String, String> sections) {
    private static final String HEADING = ".SH ";
    /** So that no line is broken: groff does that. */
    private static final int WIDE = 10_000;

    static ManualPage parse(Path file, String text) {
        var sections = new LinkedHashMap<String, String>();
        var name = "";
        var body = new StringBuilder();
        for (var line : text.lines().skip(1).toList()) {
            if (line.startsWith(HEADING)) {
                put(sections, name, body);
                name = line.substring(HEADING.length());
            } else {
                body.append(line).append('\n');
            }
        }
        put(sections, name, body);
        var page = file.getFileName().toString();
        int dot = page.lastIndexOf('.');
        return new ManualPage(page.substring(0, dot), Integer.parseInt(page.substring(dot + 1)), sections);
    }

    private static void put(Map<String, String> sections, String name, StringBuilder body) {
        if (!name.isEmpty()) {
            sections.put(name, body.toString());
        }
        body.setLength(0);
    }

    /** The same with these sections instead of its own; new ones at the end. */
    ManualPage with(Map<String, String> others) {
        var all = new LinkedHashMap<>(sections);
        all.putAll(others);
        return new ManualPage(title, section, all);
    }

    String print() {
        return sections.entrySet().stream()
                .map(entry -> HEADING + entry.getKey() + "\n" + entry.getValue())
                .collect(Collectors.joining(
                        "",
                        ".TH " + title.toUpperCase(Locale.ROOT) + " " + section + " \"\" \"Keepsake " + Director.VERSION
                                + "\"\n",
                        ""));
    }

    static String name(String title, String summary) {
        return roff(title) + " \\- " + text(summary) + "\n";
    }

    /** A command that picocli reads: the line that it prints in its help, with another name. */
    static String synopsis(String called, CommandSpec spec) {
        spec.usageMessage().width(WIDE);
        var line = new CommandLine.Help(spec, Ansi.OFF).synopsis(0).replaceAll("\\s+", " ");
        return ".B " + roff(called) + "\n"
                + text(line.substring(spec.qualifiedName().length()).strip()) + "\n";
    }

    /** Lines that begin with blanks are shown as they are. */
    static String description(String... lines) {
        var page = new StringBuilder();
        for (var line : lines) {
            page.append(line.startsWith("  ") ? shown(line.strip()) : text(line) + "\n");
        }
        return page.toString();
    }

    static String options(CommandSpec spec) {
        return Stream.concat(spec.positionalParameters().stream(), spec.options().stream())
                .map(arg -> ".TP\n" + names(arg) + "\n" + text(String.join(" ", arg.description())) + "\n")
                .collect(Collectors.joining());
    }

    private static String names(ArgSpec arg) {
        var label = "\\fI" + roff(arg.paramLabel()) + "\\fR";
        return switch (arg) {
            case PositionalParamSpec _ -> label;
            case OptionSpec option -> {
                var names = Stream.of(option.names())
                        .map(name -> "\\fB" + roff(name) + "\\fR")
                        .collect(Collectors.joining(", "));
                yield names
                        + switch (option.arity().toString()) {
                            case "0" -> "";
                            case "0..1" -> "[=" + label + "]";
                            default -> option.longestName().startsWith("--") ? "=" + label : " " + label;
                        };
            }
            default -> throw new IllegalStateException(arg.toString());
        };
    }

    /** What a footer says behind this word, up to an empty line; what is its own of each line is kept. */
    static List<String> behind(String word, String... footer) {
        var lines = new ArrayList<String>();
        boolean found = false;
        for (var line : footer) {
            if (line.startsWith(word)) {
                found = true;
                lines.add(line.substring(line.indexOf(':') + 1).strip());
            } else if (line.isEmpty()) {
                found = false;
            } else if (found) {
                lines.add(line.strip());
            }
        }
        lines.removeIf(String::isEmpty);
        return lines;
    }

    /** A command, and behind three blanks or more what it does. */
    static String examples(List<String> commands) {
        var page = new StringBuilder();
        for (var command : commands) {
            var parts = command.split(" {3,}", 2);
            page.append(shown(parts[0]));
            if (parts.length > 1) {
                page.append(text(parts[1])).append('\n');
            }
        }
        return page.substring(".PP\n".length());
    }

    private static String shown(String line) {
        return ".PP\n.RS\n.nf\n" + text(line) + "\n.fi\n.RE\n";
    }

    /** A line of text, which may begin with anything. */
    static String text(String line) {
        var escaped = roff(line);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static String roff(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
    }
}
