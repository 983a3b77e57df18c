package io.keepsake.replay;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.config.problem.Problem;
import io.keepsake.config.problem.Severity;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.journal.JournalFailure;
import io.keepsake.replay.whatif.Report;
import io.keepsake.replay.whatif.Setting;
import io.keepsake.replay.whatif.Settings;
import io.keepsake.replay.whatif.WhatIf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay what-if}. */
@Command(
        name = "what-if",
        description = {
            "Plays journals again with another configuration: which changes of role there would have been, and which not.",
            "The journal of one node is an open loop: its peers do not answer what it does. Of several nodes all take part.",
            "Only elections are simulated: of virtual servers nothing is told."
        },
        footer = {
            "",
            "Examples:",
            "  replay what-if --set advert_int=0.1 a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "  replay what-if --set priority=90 --html what-if.html a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "  replay what-if --config b=NEW.conf --forbid-new-transitions a=/mnt/node-a/journal b=/mnt/node-b/journal",
            "",
            "Exit codes: 0 fine, 1 with --forbid-new-transitions: there are transitions that the recording has not,",
            "            2 wrong usage, 3 something is missing or damaged in a journal"
        },
        mixinStandardHelpOptions = true)
final class WhatIfCommand implements Callable<Integer> {
    private final Output out;

    @Mixin
    private final JournalsArgument journals = new JournalsArgument();

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(
            names = "--config",
            paramLabel = "[NODE=]FILE",
            description = "the configuration of this node, or of every one, from its first to its last event")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "[NODE:][NAME.]KEY=VALUE",
            description = {
                "the configuration as it was, or as --config has it, but for this. KEY is priority, advert_int, nopreempt,",
                "preempt_delay, down_timer_adverts, lower_prio_no_advert, higher_prio_send_advert, weight of track_script,",
                "or of a vrrp_script interval, rise, fall. NAME is that of an instance or script. An advert_int that is not",
                "whole seconds takes version 3, which is set too"
            })
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--forbid-new-transitions",
            description = "a gate: exit code 1 when there are transitions that the recording has not")
    private boolean forbid;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "a page too: the simulated roles beside the recorded ones; needs no server and no network")
    private @Nullable Path html;

    WhatIfCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure, IOException {
        var clock = zone.clock();
        if (files.isEmpty() && settings.isEmpty()) {
            throw new WrongUsage("what-if: expected --config FILE or --set KEY=VALUE, found neither;"
                    + " for example --set advert_int=0.1");
        }
        var directories = journals.directories();
        try (var open = new OpenJournals(directories)) {
            var history = open.history();
            var whatIf = new WhatIf(history, open.readers());
            var recorded = whatIf.configs();
            for (var each : directories.entrySet()) {
                if (!recorded.containsKey(each.getKey())) {
                    throw new WrongUsage("journal " + each.getValue() + ": expected a configuration in it, found none;"
                            + " what-if needs a journal of a director that accepted one");
                }
            }
            var configs = settings(recorded);
            new ClusterText(history, clock, out::line).head();
            var story = new Report(clock, out::line).tell(whatIf, configs);
            if (html != null) {
                var page = new PageFile(directories, out);
                page.write(html, history.begin(), history.end(), how(directories.keySet()), story.json());
            }
            if (history.isIncomplete()) {
                return Exit.INCOMPLETE;
            }
            return forbid && story.gained() > 0 ? Exit.DIVERGED : Exit.FINE;
        }
    }

    private String how(Set<String> names) {
        var words = new ArrayList<>(List.of("replay what-if --html FILE"));
        files.forEach(file -> words.add("--config " + file));
        settings.forEach(setting -> words.add("--set " + setting));
        words.addAll(names);
        return String.join(" ", words);
    }

    private Settings settings(Map<String, ControllerConfig> recorded) throws WrongUsage {
        var given = given(recorded);
        try {
            var parsed = settings.stream()
                    .map(s -> Setting.parse(s, recorded.keySet()))
                    .toList();
            return new Settings(given, parsed, recorded.values());
        } catch (IllegalArgumentException wrong) {
            throw new WrongUsage(String.valueOf(wrong.getMessage()));
        }
    }

    private Map<String, ControllerConfig> given(Map<String, ControllerConfig> recorded) throws WrongUsage {
        var given = new LinkedHashMap<String, ControllerConfig>();
        for (var text : files) {
            int equals = text.indexOf('=');
            var node = equals > 0 && recorded.containsKey(text.substring(0, equals)) ? text.substring(0, equals) : null;
            var path = Path.of(node == null ? text : text.substring(equals + 1));
            if (!Files.isRegularFile(path)) {
                throw new WrongUsage("--config " + text + ": expected a configuration file"
                        + ", found " + (Files.exists(path) ? "no file" : "nothing") + " at " + path
                        + "; NODE= is one of "
                        + String.join(", ", recorded.keySet()));
            }
            for (var each : recorded.entrySet()) {
                if (node == null || node.equals(each.getKey())) {
                    given.put(each.getKey(), read(path, each.getKey(), each.getValue()));
                }
            }
        }
        return given;
    }

    private ControllerConfig read(Path path, String node, ControllerConfig recorded) throws WrongUsage {
        var checked = ConfigFile.load(path, new ConfigOptions(node, recorded.routerId(), Map.of(), 0));
        return switch (checked) {
            case Checked.Valid<LoadedConfig> valid
            when valid.usable() -> {
                for (var warning : valid.warnings()) {
                    if (warning.severity() != Severity.NOTICE) {
                        out.note(said(warning));
                    }
                }
                yield valid.value().config();
            }
            case Checked.Valid<LoadedConfig> valid -> throw refused(path, valid.problems());
            case Checked.Invalid<LoadedConfig> invalid -> throw refused(path, invalid.problems());
        };
    }

    private static String said(Problem problem) {
        return problem.span() + ": " + problem.what();
    }

    private static WrongUsage refused(Path path, List<Problem> problems) {
        var worst = problems.stream()
                .filter(p -> p.severity() != Severity.NOTICE && p.severity() != Severity.WARNING)
                .findFirst();
        return new WrongUsage("--config " + path + " is refused: "
                + worst.map(WhatIfCommand::said).orElse("it configures nothing") + "; see director -t");
    }
}
