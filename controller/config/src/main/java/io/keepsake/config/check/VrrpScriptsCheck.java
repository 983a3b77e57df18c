package io.keepsake.config.check;

import io.keepsake.config.check.checkers.ScriptCheck;
import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.value.Script;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads every {@code vrrp_script}, and the lines of {@code track_script} that name them. */
final class VrrpScriptsCheck {
    private static final String SECOND = "1";
    private static final String LEAST_SECONDS = "0.001";
    private static final String MOST_SECONDS = "4294";
    private static final int MOST_RESULTS = 1_000_000;
    private static final Weighed.Kind WEIGHTS = new Weighed.Kind("track_script", TrackedScript.MOST);

    private final Problems problems;
    private final Map<String, Found> byName = new LinkedHashMap<>();

    /**
     * A script, and what its block says for everyone who tracks it.
     *
     * @param script null when it cannot be run
     */
    private record Found(@Nullable VrrpScript script, Weighed weighed) {}

    VrrpScriptsCheck(Problems problems, List<Node> root) {
        this.problems = problems;
        root.stream().filter(n -> n.name().equals("vrrp_script")).forEach(this::read);
    }

    /** Those that at least one instance or group tracks: no other is run. */
    List<VrrpScript> tracked(List<InstanceConfig> instances, List<SyncGroup> groups) {
        var used = Stream.concat(
                        instances.stream().flatMap(i -> i.trackedScripts().stream()),
                        groups.stream().flatMap(g -> g.trackedScripts().stream()))
                .map(TrackedScript::script)
                .collect(Collectors.toSet());
        return byName.values().stream()
                .map(Found::script)
                .filter(script -> script != null && used.contains(script.name()))
                .toList();
    }

    private void read(Node node) {
        if (node.values().isEmpty() || node.values().getFirst().text().isEmpty()) {
            problems.error(node.keyword().place(), "vrrp_script needs a name, has none; it is left out");
            return;
        }
        var name = node.values().getFirst();
        if (byName.containsKey(name.text())) {
            problems.warn(name.place(), "vrrp_script " + name.text() + " is here twice; the later one is ignored");
            return;
        }
        var values = new Values(problems, node.children());
        var weighed = new Weighed(0, false);
        var weight = values.last("weight");
        if (weight != null && values.first(weight) != null) {
            weighed = weighed.ofBlock(problems, WEIGHTS, weight.values());
        }
        byName.put(name.text(), new Found(script(name, values), weighed));
    }

    private @Nullable VrrpScript script(Token name, Values values) {
        var command = command(name, values);
        var interval = values.nanos("interval", LEAST_SECONDS, MOST_SECONDS, "taken as " + SECOND + " s");
        var timeout = values.nanos("timeout", LEAST_SECONDS, MOST_SECONDS, "taken as the interval");
        var rise = results(values, "rise");
        var fall = results(values, "fall");
        boolean initFail = values.bare("init_fail");
        if (command == null) {
            return null;
        }
        long every = interval == null ? 1_000_000_000L : interval;
        return new VrrpScript(
                name.text(),
                command,
                every,
                timeout == null ? every : timeout,
                rise == null ? 1 : rise,
                fall == null ? 1 : fall,
                initFail);
    }

    /** More than there is any use for is as much as there is. */
    private static @Nullable Integer results(Values values, String keyword) {
        var value = values.value(keyword);
        var number = value == null ? null : Values.whole(value);
        return number != null && number > MOST_RESULTS
                ? Integer.valueOf(MOST_RESULTS)
                : values.whole(keyword, 1, MOST_RESULTS, "taken as 1");
    }

    private @Nullable Script command(Token name, Values values) {
        var line = values.last("script");
        if (line == null) {
            problems.warn(
                    name.place(),
                    "vrrp_script " + name.text() + " has no script; it is left out",
                    "add script \"/path/of/program arguments\"");
            return null;
        }
        var command = new ScriptCheck(problems).script(line);
        var user = values.last("user");
        if (command == null || user == null || values.first(user) == null) {
            return command;
        }
        var group = user.values().size() > 1 ? user.values().get(1).text() : null;
        return new Script(command.argv(), user.values().getFirst().text(), group);
    }

    /** Reads {@code track_script { NAME [weight N] [reverse] }} of an instance or a group. */
    List<TrackedScript> lines(List<Node> nodes) {
        var tracked = new LinkedHashMap<String, TrackedScript>();
        for (var node : nodes) {
            if (node.name().equals("track_script")) {
                node.children().forEach(line -> line(line, tracked));
            }
        }
        return List.copyOf(tracked.values());
    }

    private void line(Node line, Map<String, TrackedScript> tracked) {
        var name = line.keyword();
        var found = byName.get(name.text());
        if (found == null) {
            problems.warn(
                    name.place(),
                    "there is no vrrp_script " + name.text() + "; it is not tracked",
                    byName.isEmpty() ? "write the vrrp_script" : "there are " + String.join(", ", byName.keySet()));
            return;
        }
        if (found.script() == null) {
            problems.error(
                    name.place(),
                    "vrrp_script " + name.text() + " cannot be run; it is not tracked",
                    "see what is said where it is defined");
            return;
        }
        var weighed = found.weighed().ofLine(problems, WEIGHTS, name, line.values());
        if (weighed == null) {
            return;
        }
        if (tracked.putIfAbsent(name.text(), new TrackedScript(name.text(), weighed.weight(), weighed.reverse()))
                != null) {
            problems.warn(name.place(), name.text() + " is tracked twice; the later line is ignored");
        }
    }
}
