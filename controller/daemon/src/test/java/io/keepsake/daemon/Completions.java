package io.keepsake.daemon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes what bash, zsh and fish complete our commands with. */
final class Completions {
    /** What an argument is completed with. */
    sealed interface Value {
        /** A flag, which has no value. */
        record None() implements Value {}

        /** Something of which no list is known here. */
        record Any() implements Value {}

        record Files() implements Value {}

        record Directories() implements Value {}

        record Words(List<String> words) implements Value {}
    }

    /** Commands that mean a part of {@code keepsake}. */
    private static final SequencedMap<String, String> OTHER_NAMES = new LinkedHashMap<>();

    static {
        OTHER_NAMES.put("genhash", "genhash");
        OTHER_NAMES.put("keepalived", "director");
        OTHER_NAMES.put("keepsake-replay", "replay");
        OTHER_NAMES.put("keepsake-web", "web");
    }

    private Completions() {}

    /** Every command with its words behind {@code keepsake}, parents first. */
    private static SequencedMap<String, CommandSpec> commands() {
        var all = new LinkedHashMap<String, CommandSpec>();
        collect("", Commands.keepsake(), all);
        return all;
    }

    private static void collect(String path, CommandSpec spec, SequencedMap<String, CommandSpec> all) {
        all.put(path, spec);
        spec.subcommands()
                .forEach((name, command) -> collect((path + " " + name).strip(), command.getCommandSpec(), all));
    }

    private static Value value(ArgSpec arg) {
        if (arg.arity().max() == 0) {
            return new Value.None();
        }
        if (arg.completionCandidates() != null) {
            return new Value.Words(
                    StreamSupport.stream(arg.completionCandidates().spliterator(), false)
                            .map(word -> arg.typeInfo().isEnum() ? word.toLowerCase(Locale.ROOT) : word)
                            .toList());
        }
        var label = arg.paramLabel();
        if (label.endsWith("FILE") || label.equals("SOCKET")) {
            return new Value.Files();
        }
        if (label.endsWith("DIR")) {
            // a journal may lie in a zip as well
            return arg.isPositional() ? new Value.Files() : new Value.Directories();
        }
        return new Value.Any();
    }

    private static boolean hasFiles(CommandSpec spec) {
        return spec.positionalParameters().stream().anyMatch(arg -> value(arg) instanceof Value.Files);
    }

    private static String brief(CommandSpec spec) {
        return switch (spec.name()) {
            case "director" -> "elects and balances, or asks the one that does";
            case "genhash" -> "prints the digest of a page";
            case "upgrade-check" -> "compares what this version decides with what was recorded";
            default -> Commands.brief(spec.usageMessage().description());
        };
    }

    private static String words(CommandSpec spec) {
        return Stream.concat(
                        spec.subcommands().keySet().stream(),
                        spec.options().stream().flatMap(option -> Stream.of(option.names())))
                .collect(Collectors.joining(" "));
    }

    static String bash() {
        var text = new StringBuilder("""
                # What bash completes keepsake, keepalived, genhash, keepsake-replay and keepsake-web with; written by CompletionsTest.
                _keepsake() {
                  local word=${COMP_WORDS[COMP_CWORD]} at=$COMP_CWORD before path='' i
                  # Bash cuts at "=": of --option=VALUE and of NAME=DIR behind an option before is that option.
                  if [ "$word" = = ]; then word=''; else at=$((at - 1)); fi
                  before=${COMP_WORDS[at]}
                  while [ "$before" = = ] && [ "$at" -gt 1 ]; do
                    at=$((at - 1))
                    before=${COMP_WORDS[at]}=
                    [[ $before == -* ]] || { at=$((at - 1)) && before=${COMP_WORDS[at]}; }
                  done
                  case ${COMP_WORDS[0]##*/} in
                """);
        OTHER_NAMES.forEach((name, path) -> text.append("    %s) path=%s ;;\n".formatted(name, path)));
        text.append("""
                  esac
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$path ${COMP_WORDS[i]}" in
                """);
        var deeper = commands().keySet().stream()
                .filter(path -> !path.isEmpty())
                .map(path -> "'" + (path.contains(" ") ? path : " " + path) + "'")
                .collect(Collectors.joining("|"));
        text.append("      %s) path=${path:+$path }${COMP_WORDS[i]} ;;\n".formatted(deeper));
        text.append("""
                    esac
                  done
                  local files='' directories='' words=''
                  case $path in
                """);
        commands().forEach((path, spec) -> text.append(bash(path, spec)));
        text.append("""
                  esac
                  if [ -n "$files" ]; then
                    mapfile -t COMPREPLY < <(compgen -f -- "$word")
                  elif [ -n "$directories" ]; then
                    mapfile -t COMPREPLY < <(compgen -d -- "$word")
                  else
                    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
                  fi
                }
                complete -o filenames -F _keepsake keepsake %s
                """.formatted(String.join(" ", OTHER_NAMES.keySet())));
        return text.toString();
    }

    private static String bash(String path, CommandSpec spec) {
        var cases = new LinkedHashMap<String, List<String>>();
        for (var option : spec.options()) {
            var action =
                    switch (value(option)) {
                        case Value.None _ -> "";
                        case Value.Any _ -> ";;";
                        case Value.Files _ -> "files=1 ;;";
                        case Value.Directories _ -> "directories=1 ;;";
                        case Value.Words some -> "words='" + String.join(" ", some.words()) + "' ;;";
                    };
            if (!action.isEmpty()) {
                cases.computeIfAbsent(action, _ -> new ArrayList<>()).addAll(taking(option));
            }
        }
        var other = "words='" + words(spec) + "'";
        var text = new StringBuilder();
        cases.forEach((action, names) -> text.append("        %s) %s\n".formatted(String.join("|", names), action)));
        if (hasFiles(spec)) {
            text.append("        *) if [[ $word == -* ]]; then %s; else files=1; fi ;;\n".formatted(other));
        } else if (!cases.isEmpty()) {
            text.append("        *) %s ;;\n".formatted(other));
        } else {
            return "    '%s') %s ;;\n".formatted(path, other);
        }
        return "    '%s')\n      case $before in\n%s      esac\n      ;;\n".formatted(path, text);
    }

    /** What stands before a value: the option, or with "=" behind it. */
    private static List<String> taking(OptionSpec option) {
        return Arrays.stream(option.names())
                .flatMap(name ->
                        Stream.of(option.arity().min() > 0 ? name : "", name.startsWith("--") ? name + "=" : ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static String zsh() {
        var text = new StringBuilder("""
                #compdef keepsake %s
                # What zsh completes them with; written by CompletionsTest.

                """.formatted(String.join(" ", OTHER_NAMES.keySet())));
        commands().forEach((path, spec) -> text.append(zsh(path, spec)));
        text.append("case $service in\n");
        OTHER_NAMES.forEach((name, path) -> text.append("  %s) _keepsake_%s \"$@\" ;;\n".formatted(name, path)));
        text.append("  *) _keepsake_all \"$@\" ;;\nesac\n");
        return text.toString();
    }

    private static String function(String path) {
        return "_keepsake_" + (path.isEmpty() ? "all" : path.replaceAll("[ -]", "_"));
    }

    private static String zsh(String path, CommandSpec spec) {
        var lines = new ArrayList<String>();
        spec.options().forEach(option -> lines.addAll(zsh(option)));
        if (!spec.subcommands().isEmpty()) {
            lines.add("'1: :->verb'");
            lines.add("'*:: :->rest'");
        } else if (!spec.positionalParameters().isEmpty()) {
            lines.add(hasFiles(spec) ? "'*:journal:_files'" : "'*: :'");
        }
        var arguments =
                "  _arguments -s -S %s\\\n    ".formatted(spec.subcommands().isEmpty() ? "" : "-C ")
                        + String.join(" \\\n    ", lines);
        if (spec.subcommands().isEmpty()) {
            return "%s() {\n%s\n}\n\n".formatted(function(path), arguments);
        }
        var verbs = spec.subcommands().values().stream()
                .map(command -> command.getCommandSpec())
                .map(command -> "\n        " + quoted(command.name() + ":" + brief(command), "'\\''"))
                .collect(Collectors.joining());
        var rest = spec.subcommands().keySet().stream()
                .map(name -> "        %s) %s ;;\n".formatted(name, function((path + " " + name).strip())))
                .collect(Collectors.joining());
        return """
                %s() {
                  local curcontext=$curcontext state line
                  typeset -A opt_args
                %s
                  case $state in
                    verb)
                      local -a verbs=(%s
                      )
                      _describe -t verbs verb verbs
                      ;;
                    rest)
                      case $words[1] in
                %s      esac
                      ;;
                  esac
                }

                """.formatted(function(path), arguments, verbs, rest);
    }

    /** One for each name; those of one option exclude each other. */
    private static List<String> zsh(OptionSpec option) {
        var action =
                switch (value(option)) {
                    case Value.None _ -> "";
                    case Value.Any _ -> ":" + zshLabel(option) + ":";
                    case Value.Files _ -> ":" + zshLabel(option) + ":_files";
                    case Value.Directories _ -> ":" + zshLabel(option) + ":_files -/";
                    case Value.Words some -> ":" + zshLabel(option) + ":(" + String.join(" ", some.words()) + ")";
                };
        boolean attached = option.arity().max() > 0 && option.arity().min() == 0;
        Function<String, String> joint = name -> action.isEmpty()
                ? ""
                : attached ? name.startsWith("--") ? "=-" : "-" : name.startsWith("--") ? "=" : "+";
        var exclusive = option.isMultiValue()
                ? "*"
                : option.names().length == 1 ? "" : "(" + String.join(" ", option.names()) + ")";
        var told = Commands.brief(option.description()).replace("[", "\\[").replace("]", "\\]");
        return Stream.of(option.names())
                .map(name -> quoted(
                        exclusive + name + joint.apply(name) + "[" + told + "]" + (attached ? ":" + action : action),
                        "'\\''"))
                .toList();
    }

    private static String zshLabel(OptionSpec option) {
        return option.paramLabel().replace(":", "\\:");
    }

    private static String quoted(String text, String quote) {
        return "'" + text.replace("'", quote) + "'";
    }

    static String fish() {
        var text = new StringBuilder("""
                # What fish completes keepsake, keepalived, genhash, keepsake-replay and keepsake-web with; written by CompletionsTest.

                # Which of the programs and verbs the command line is for so far.
                function __keepsake_is
                    set -l words (commandline -opc)
                    set -l path
                    switch (string replace -r '.*/' '' -- $words[1])
                """);
        OTHER_NAMES.forEach(
                (name, path) -> text.append("        case %s\n            set path %s\n".formatted(name, path)));
        text.append("""
                    end
                    for word in $words[2..]
                        switch "$path $word"
                            case %s
                                set -a path $word
                        end
                    end
                    test "$path" = "$argv"
                end

                set -l commands -c keepsake %s
                complete $commands -f
                """.formatted(
                        commands().keySet().stream()
                                .filter(path -> !path.isEmpty())
                                .map(path -> "'" + (path.contains(" ") ? path : " " + path) + "'")
                                .collect(Collectors.joining(" ")),
                        OTHER_NAMES.keySet().stream().map(name -> "-c " + name).collect(Collectors.joining(" "))));
        commands().forEach((path, spec) -> text.append(fish(path, spec)));
        return text.toString();
    }

    private static String fish(String path, CommandSpec spec) {
        var begin = "complete $commands -n " + quoted(("__keepsake_is " + path).strip(), "\\'");
        var lines = new StringBuilder();
        spec.subcommands().forEach((name, command) -> lines.append(begin)
                .append(" -a " + name + " -d " + told(brief(command.getCommandSpec())) + "\n"));
        for (var option : spec.options()) {
            lines.append(begin);
            for (var name : option.names()) {
                lines.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            lines.append(
                            switch (value(option)) {
                                case Value.None _ -> "";
                                case Value.Any _ -> " -x";
                                case Value.Files _ -> option.arity().min() > 0 ? " -r -F" : "";
                                case Value.Directories _ -> " -x -a '(__fish_complete_directories)'";
                                case Value.Words some -> " -x -a '" + String.join(" ", some.words()) + "'";
                            })
                    .append(" -d ")
                    .append(told(Commands.brief(option.description())))
                    .append('\n');
        }
        if (hasFiles(spec)) {
            lines.append(begin).append(" -F\n");
        }
        return lines.toString();
    }

    private static String told(String text) {
        return quoted(text.replace("\\", "\\\\"), "\\'");
    }
}
