package io.keepsake.web.timeline;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.history.json.Json;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.RunIndex.Stretch;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.Group;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.merge.PlacedBands;
import io.keepsake.web.merge.Places;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Writes a window of the timeline: who was master, and the lanes of each node. Times are microseconds since 1970. */
public final class Timeline {
    private static final long SKEW_PARTS = 256;

    /** The most places of all lanes together: the more lanes there are, the coarser is each. */
    private static final int POINTS_MAX = 60_000;

    private final Json json;
    private final Merge merge;
    private final Window window;
    private final View view;
    private final Findings findings;
    private final List<Group> groups;
    private final Map<Group.Member, Group> groupOf = new HashMap<>();
    private final Budget budget;

    private Timeline(Json json, Merge merge, Findings findings, Window window, Budget budget) {
        this.json = json;
        this.merge = merge;
        this.findings = findings;
        this.window = window;
        this.view = window.view();
        this.groups = Group.of(findings);
        this.budget = budget;
        groups.forEach(group -> group.members().forEach(member -> groupOf.putIfAbsent(member, group)));
    }

    /** The window as JSON; coarser than was asked for where that would be too much for one answer. */
    public static String json(Merge merge, Findings findings, View view, Budget budget) {
        var lanes = new LinkedHashMap<NodeIndex, List<Lane>>();
        merge.nodes().forEach(node -> lanes.put(node, node.read(Timeline::lanes)));
        int all = lanes.values().stream().mapToInt(List::size).sum();
        // with its quiet stretches a window has twice as many places at most: theirs, and all the others beside them
        var seen = view.within(POINTS_MAX / (view.folding() ? 2 : 1) / Math.max(1, all));
        var window = seen.folding() ? Window.of(merge, lanes, findings, seen, budget) : Window.whole(seen);
        var json = budget.json();
        new Timeline(json, merge, findings, window, budget).write(lanes);
        return json.toString();
    }

    private void write(Map<NodeIndex, List<Lane>> lanes) {
        json.open().member("from", view.from()).member("to", view.to()).member("bucket", view.bucket());
        json.member("begin", merge.begin()).member("end", merge.end()).member("horizon", merge.horizon());
        json.name("folds").openArray();
        window.quiet()
                .forEach(fold ->
                        json.openArray().value(fold.from()).value(fold.to()).closeArray());
        json.closeArray().member("behind", findings.behind()).name("verdict");
        Headline.of(findings, view.from(), view.to()).write(json);
        json.name("groups").openArray();
        for (int i = 0; i < groups.size(); i++) {
            group(groups.get(i), findings.masters().get(i));
        }
        json.closeArray();
        json.objects("nodes", merge.nodes(), (_, node) -> node(node, lanes.getOrDefault(node, List.of())));
        json.name("messages");
        Messages.write(json, merge, groups, window.parts());
        json.close();
    }

    private void group(Group group, PlacedBands masters) {
        budget.step();
        json.open().member("key", group.key()).member("vrid", group.vrid()).member("title", group.title());
        json.objects("members", group.members(), (out, m) -> out.member("node", m.node())
                .member("instance", m.instance()));
        json.name("bands");
        MasterBands.write(json, findings, masters, view.from(), view.to(), window.bucket(), View.COLUMNS_MAX);
        json.close();
    }

    /** Each lane by itself: whoever writes the index, or asks whether a director lives, need not wait for all of them. */
    private void node(NodeIndex node, List<Lane> lanes) {
        var places = merge.places(node.name());
        json.member("name", node.name()).member("clock", places.text()).member("shift", places.shift());
        json.member("low", places.low()).member("high", places.high());
        var runs = node.read(all -> touching(all, places));
        var instances = node.read(Timeline::instances);
        var writer = new LaneWriter(json, window, places, merge.alive());
        json.objects("runs", runs, (_, run) -> node.read(_ -> run(run, places)));
        json.objects("lanes", lanes, (_, lane) -> {
            budget.step();
            head(lane, node.name(), instances);
            node.read(_ -> lane.kind().spans() ? writer.spans(runs, lane) : writer.points(runs, lane));
        });
        node.read(_ -> stretches("stalls", runs, RunIndex::stalls, places));
        node.read(_ -> stretches("holes", runs, RunIndex::holes, places));
    }

    /** The runs that the window shows something of, and the last one. */
    private List<RunIndex> touching(List<RunIndex> runs, Places places) {
        return runs.stream()
                .filter(run -> run == runs.getLast()
                        || run.first() >= 0
                                && places.of(run, run.first()) <= view.to()
                                && places.of(run, run.last()) >= view.from())
                .toList();
    }

    /** Each instance as it was configured last. */
    private static Map<String, InstanceConfig> instances(List<RunIndex> runs) {
        var instances = new HashMap<String, InstanceConfig>();
        for (var run : runs.reversed()) {
            var config = run.config();
            if (config != null) {
                config.instances().forEach(i -> instances.putIfAbsent(i.name().value(), i));
            }
        }
        return instances;
    }

    private Json run(RunIndex run, Places places) {
        json.member("run", run.run()).member("version", run.version());
        json.member("from", run.first() < 0 ? 0 : places.of(run, run.first()));
        json.member("to", run.first() < 0 ? 0 : places.of(run, run.last()));
        return json.member("stopped", run.stopping()).member("turns", run.turns());
    }

    /** Every lane of every run, each kind together, and what belongs to an instance under it. */
    private static List<Lane> lanes(List<RunIndex> runs) {
        var order = Comparator.comparingInt((Lane lane) -> family(lane.kind()))
                .thenComparing(lane -> lane.of().isEmpty() ? lane.subject() : lane.of())
                .thenComparing(lane -> lane.kind() == Lane.Kind.CHECK ? Lane.Kind.SERVER : lane.kind())
                .thenComparing(Lane::subject)
                .thenComparing(Lane::kind);
        var all = new TreeSet<>(order);
        runs.forEach(run -> all.addAll(run.lanes().keySet()));
        return List.copyOf(all);
    }

    private static int family(Lane.Kind kind) {
        return switch (kind) {
            case ROLE, ADDRESS, HEARD, SENT, NOTE -> 0;
            case QUORUM, SERVER, CHECK -> 1;
            case IPVS -> 2;
            case LINK -> 3;
            case PROCESS -> 4;
        };
    }

    private void head(Lane lane, String node, Map<String, InstanceConfig> instances) {
        json.member("kind", lane.kind().name())
                .member("subject", lane.subject())
                .member("of", lane.of());
        if (lane.kind() == Lane.Kind.ROLE) {
            var group = groupOf.get(new Group.Member(node, lane.subject()));
            if (group != null) {
                json.member("group", group.key()).member("vrid", group.vrid());
            }
            var instance = instances.get(lane.subject());
            if (instance != null) {
                long interval = instance.interval().nanos() / 1_000;
                json.member("interval", interval)
                        .member("priority", instance.priority().value());
                json.member("down", instance.downTimerAdverts() * interval + skew(instance));
            }
        }
    }

    /** Skew_Time, RFC 9568 6.1: (256 - priority) parts of 256 of an interval. VRRPv2 takes a second for the interval. */
    private static long skew(InstanceConfig instance) {
        long whole =
                switch (instance.version()) {
                    case V2 -> 1_000_000;
                    case V3 -> instance.interval().nanos() / 1_000;
                };
        return (SKEW_PARTS - instance.priority().value()) * whole / SKEW_PARTS;
    }

    private Json stretches(
            String name, List<RunIndex> runs, Function<RunIndex, Collection<Stretch>> of, Places places) {
        json.name(name).openArray();
        int written = 0;
        for (var run : runs) {
            for (var stretch : of.apply(run)) {
                long from = places.of(run, stretch.from());
                long to = places.of(run, stretch.to());
                if (to >= view.from() && from <= view.to() && written++ < View.COLUMNS_MAX) {
                    json.openArray().value(from).value(to).value(run.run());
                    json.value(stretch.index()).value(stretch.what()).closeArray();
                }
            }
        }
        return json.closeArray();
    }
}
