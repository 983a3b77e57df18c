package io.keepsake.daemon;

import io.keepsake.daemon.probe.Genhash;
import io.keepsake.daemon.upgrade.UpgradeCheck;
import io.keepsake.replay.Replay;
import io.keepsake.web.Web;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands that a package installs, and their options: from them the manual and the completion are written. */
final class Commands {
    /** A line of a usage that is written by hand: {@code -s, --server=ADDRESS  of the real server}, or without a letter. */
    private static final Pattern LINE = Pattern.compile("  (?:(-\\w), )?(--[\\w-]+)(?:=(\\S+))? +(.*)");

    private static final Map<Option, List<String>> WORDS = Map.of(
            Option.SIGNUM,
            List.of("STOP", "RELOAD", "DATA", "STATS", "STATS_CLEAR", "JSON"),
            Option.LOG_FORMAT,
            List.of("events", "keepalived"));

    /** What is otherwise in a director that was called keepalived. */
    private static final Map<Option, String> AS_KEEPALIVED = Map.of(
            Option.CONFIG_TEST,
            "check the configuration and end, messages to FILE: 0 fine, missing or empty, 5 with warnings, 4 refused, "
                    + "6 scripts are not secure",
            Option.DONT_FORK,
            "stay in the foreground",
            Option.LOG_CONSOLE,
            "log to the standard error, too",
            Option.LOG_FORMAT,
            "keepalived, the default, or events: those of the journal",
            Option.PID,
            "default /run/keepalived.pid",
            Option.VRRP_PID,
            "default /run/vrrp.pid, written when there are instances",
            Option.CHECKERS_PID,
            "default /run/checkers.pid, written when there are virtual servers",
            Option.GENHASH,
            "be genhash, which the rest of the command line is for; as the first word only",
            Option.VERSION,
            "print the version to the standard error");

    private Commands() {}

    /** The launcher, and all that it starts. */
    static CommandSpec keepsake() {
        return CommandSpec.create()
                .name("keepsake")
                .addSubcommand("director", director())
                .addSubcommand("genhash", genhash())
                .addSubcommand("replay", Replay.spec())
                .addSubcommand("upgrade-check", upgradeCheck())
                .addSubcommand("web", Web.spec());
    }

    static CommandSpec director() {
        return options("director", Arrays.stream(Option.values()).filter(Option::counts), Map.of());
    }

    /** The same program by its other name. */
    static CommandSpec keepalived() {
        return options(
                "keepalived",
                Arrays.stream(Option.values()).filter(option -> option.counts() || AS_KEEPALIVED.containsKey(option)),
                AS_KEEPALIVED);
    }

    /** What is taken from a command line of keepalived, and means nothing. */
    static String meaningless() {
        return Arrays.stream(Option.values())
                .filter(option -> !option.counts() && !AS_KEEPALIVED.containsKey(option))
                .map(Option::print)
                .collect(Collectors.joining(" "));
    }

    private static CommandSpec options(String name, Stream<Option> options, Map<Option, String> help) {
        var spec = CommandSpec.create().name(name);
        options.forEach(option -> {
            var names = Stream.of("-" + option.letter, "--" + option.longName).filter(word -> !word.matches("-*"));
            var told = help.getOrDefault(option, option.help).replace('\n', ' ');
            var built = OptionSpec.builder(names.toArray(String[]::new)).description(told);
            if (option.argument == Option.Argument.NONE) {
                built.type(boolean.class).arity("0");
            } else {
                built.type(String.class).paramLabel(option.placeholder.isEmpty() ? "FILE" : option.placeholder);
                built.arity(option.argument == Option.Argument.REQUIRED ? "1" : "0..1");
            }
            if (WORDS.containsKey(option)) {
                built.completionCandidates(WORDS.get(option));
            }
            spec.addOption(built.build());
        });
        return spec;
    }

    static CommandSpec genhash() {
        return written("genhash", Genhash.USAGE.lines().skip(1));
    }

    static CommandSpec upgradeCheck() {
        var spec = written("upgrade-check", UpgradeCheck.OPTIONS.lines());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("DIR")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("the journals, by default /var/lib/keepsake/journal")
                .build());
        return spec;
    }

    /** A command whose usage is written by hand. */
    private static CommandSpec written(String name, Stream<String> options) {
        var spec = CommandSpec.create().name(name);
        options.forEach(line -> {
            var option = LINE.matcher(line);
            if (!option.matches()) {
                throw new IllegalStateException("no option in \"" + line + "\"");
            }
            var names = Stream.of(option.group(1), option.group(2)).filter(Objects::nonNull);
            var built = OptionSpec.builder(names.toArray(String[]::new)).description(option.group(4));
            var value = option.group(3);
            if (value == null) {
                built.type(boolean.class).arity("0");
            } else {
                built.type(String.class).paramLabel(value).arity("1");
            }
            spec.addOption(built.build());
        });
        return spec;
    }

    /** What of a description stands in one line: its beginning, up to where it goes into detail. */
    static String brief(String... description) {
        return String.join(" ", description).strip().split("[;:.]( |$)", 2)[0];
    }
}
