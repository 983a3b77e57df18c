package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.config.TrackProcess.Command;
import io.keepsake.core.config.TrackProcess.Match;
import io.keepsake.core.config.TrackedProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The blocks {@code vrrp_track_process}, and the lines of {@code track_process} that name them. */
final class TrackProcessesCheck {
    private static final Weighed.Kind WEIGHTS = new Weighed.Kind("track_process", TrackedProcess.MOST);
    private static final int MOST_PROCESSES = 65_535;
    private static final String MOST_SECONDS = "3600";

    /** The kernel keeps no more of a name. */
    private static final int NAME_MAX = 15;

    private final Problems problems;
    private final Map<String, Found> byName = new LinkedHashMap<>();

    /** What is counted, and what its block says for everyone who tracks it. */
    private record Found(TrackProcess process, Weighed weighed) {}

    TrackProcessesCheck(Problems problems, List<Node> root) {
        this.problems = problems;
        root.stream()
                .filter(n -> n.name().equals("vrrp_track_process") && n.block() != null)
                .forEach(this::read);
    }

    private void read(Node block) {
        if (block.values().isEmpty() || block.values().getFirst().text().isEmpty()) {
            problems.error(block.keyword().place(), "vrrp_track_process needs a name, has none; it is left out");
            return;
        }
        var name = block.values().getFirst();
        var values = new Values(problems, block.children());
        var command = command(name, values);
        if (command == null) {
            return;
        }
        if (byName.containsKey(name.text())) {
            problems.warn(
                    name.place(), "vrrp_track_process " + name.text() + " is here twice; the later one is left out");
            return;
        }
        byName.put(name.text(), new Found(process(name, command, values), weighed(values)));
    }

    private Weighed weighed(Values values) {
        var weight = values.last("weight");
        var otherwise = new Weighed(0, false);
        return weight == null || weight.values().isEmpty()
                ? otherwise
                : otherwise.ofBlock(problems, WEIGHTS, weight.values());
    }

    private TrackProcess process(Token name, Command command, Values values) {
        var quorum = values.whole("quorum", 1, MOST_PROCESSES, "taken as 1");
        var most = values.whole("quorum_max", 0, MOST_PROCESSES, "taken as without a limit");
        // quorum_max 0: it must not run
        int least = quorum != null ? quorum : most != null && most == 0 ? 0 : 1;
        if (most != null && most < least) {
            problems.warn(
                    values.placeOf("quorum_max", name.place()),
                    "quorum_max " + most + " is below quorum " + least + "; it is ignored");
            most = null;
        }
        var both = values.nanos("delay", "0", MOST_SECONDS, "ignored");
        var fork = values.nanos("fork_delay", "0", MOST_SECONDS, "ignored");
        var terminate = values.nanos("terminate_delay", "0", MOST_SECONDS, "ignored");
        long otherwise = both == null ? 0 : both;
        return new TrackProcess(
                name.text(),
                command,
                least,
                most == null ? Integer.MAX_VALUE : most,
                fork == null ? otherwise : fork,
                terminate == null ? otherwise : terminate);
    }

    private @Nullable Command command(Token name, Values values) {
        var line = values.last("process");
        var matchLine = values.last("param_match");
        boolean full = values.bare("full_command");
        if (line == null
                || line.values().isEmpty()
                || line.values().getFirst().text().isEmpty()) {
            problems.error(
                    name.place(),
                    "vrrp_track_process " + name.text() + " names no process; it is left out",
                    "add process NAME");
            return null;
        }
        var words = line.values().stream().map(Token::text).toList();
        var command = new Command(
                words.getFirst(),
                words.subList(1, words.size()),
                matchLine == null && words.size() == 1
                        ? Match.NONE
                        : words.size() == 1 ? Match.EXACT : match(matchLine),
                full);
        if (!command.line() && command.word().length() > NAME_MAX) {
            problems.warn(
                    line.values().getFirst().place(),
                    "the kernel keeps " + NAME_MAX + " characters of a name, was \"" + command.word()
                            + "\"; it is compared with that many",
                    "write full_command to compare the command line");
        }
        return command;
    }

    /** Without parameters that are to match, there must be none. */
    private Match match(@Nullable Node line) {
        if (line == null || line.values().isEmpty()) {
            return Match.EXACT;
        }
        var word = line.values().getFirst();
        return switch (word.text()) {
            case "initial" -> Match.INITIAL;
            case "partial" -> Match.PARTIAL;
            default -> {
                problems.warn(
                        word.place(),
                        "param_match must be initial or partial, was \"" + word.text()
                                + "\"; the parameters must be the same");
                yield Match.EXACT;
            }
        };
    }

    /** Those that at least one instance or group tracks. */
    List<TrackProcess> tracked(List<InstanceConfig> instances, List<SyncGroup> groups) {
        var used = Stream.concat(
                        instances.stream().flatMap(i -> i.trackedProcesses().stream()),
                        groups.stream().flatMap(g -> g.trackedProcesses().stream()))
                .map(TrackedProcess::process)
                .collect(Collectors.toSet());
        return byName.values().stream()
                .map(Found::process)
                .filter(process -> used.contains(process.name()))
                .toList();
    }

    /** Reads {@code track_process { NAME [weight N] [reverse] }} of an instance or a group. */
    List<TrackedProcess> lines(List<Node> nodes) {
        var tracked = new LinkedHashMap<String, TrackedProcess>();
        for (var node : nodes) {
            if (node.name().equals("track_process")) {
                node.children().forEach(line -> line(line, tracked));
            }
        }
        return List.copyOf(tracked.values());
    }

    private void line(Node line, Map<String, TrackedProcess> tracked) {
        var name = line.keyword();
        var found = byName.get(name.text());
        if (found == null) {
            problems.warn(
                    name.place(),
                    "there is no vrrp_track_process " + name.text() + "; it is not tracked",
                    byName.isEmpty()
                            ? "write the vrrp_track_process"
                            : "there are " + String.join(", ", byName.keySet()));
            return;
        }
        var weighed = found.weighed().ofLine(problems, WEIGHTS, name, line.values());
        if (weighed == null) {
            return;
        }
        var one = new TrackedProcess(name.text(), weighed.weight(), weighed.reverse());
        if (tracked.putIfAbsent(name.text(), one) != null) {
            problems.warn(name.place(), name.text() + " is tracked twice; the later line is ignored");
        }
    }
}
