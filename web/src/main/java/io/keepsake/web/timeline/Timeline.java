package io.keepsake.web.timeline;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.RunIndex.Stretch;
import io.keepsake.web.json.Json;
import io.keepsake.web.merge.Bands;
import io.keepsake.web.merge.Group;
import io.keepsake.web.merge.Merge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Writes a window of the timeline: who was master, and the lanes of each node. Times are microseconds since 1970. */
public final class Timeline {
    private static final long SKEW_PARTS = 256;

    private Timeline() {}

    /** The window as JSON. */
    public static String json(Merge merge, View view) {
        var groups = Group.of(merge.nodes());
        var json = new Json();
        json.open().member("from", view.from()).member("to", view.to()).member("bucket", view.bucket());
        json.member("begin", merge.begin()).member("end", merge.end()).member("horizon", merge.horizon());
        json.name("verdict");
        Verdict.of(merge, groups, view.from(), view.to()).write(json);
        json.objects("groups", groups, (out, group) -> group(out, group, merge, view));
        json.objects("nodes", merge.nodes(), (out, node) -> node(out, node, groups, merge, view));
        json.name("messages");
        Messages.write(json, merge, groups, view);
        return json.close().toString();
    }

    private static void group(Json json, Group group, Merge merge, View view) {
        json.member("key", group.key()).member("vrid", group.vrid()).member("title", group.title());
        json.objects("members", group.members(), (out, m) -> out.member("node", m.node())
                .member("instance", m.instance()));
        json.name("bands").openArray();
        var thin = new ArrayList<Bands.Band>();
        for (var band : Bands.of(group, merge, view.from(), view.to())) {
            if (band.micros() >= view.bucket() || band.masters() == Bands.Masters.TWO || thin.isEmpty()) {
                thin.add(band);
            }
        }
        thin.forEach(band -> band(json, band));
        json.closeArray();
    }

    private static void band(Json json, Bands.Band band) {
        json.openArray()
                .value(band.from())
                .value(band.to())
                .value(band.masters().name());
        json.value(String.join(", ", band.nodes())).value(band.uncertainty()).closeArray();
    }

    private static void node(Json json, NodeIndex node, List<Group> groups, Merge merge, View view) {
        var correction = merge.correction(node.name());
        json.member("name", node.name()).member("clock", correction.text()).member("shift", correction.shift());
        json.member("low", correction.low()).member("high", correction.high());
        node.read(runs -> {
            var writer = new LaneWriter(json, view, correction.shift(), merge.alive());
            json.objects("runs", runs, (out, run) -> run(out, run, correction.shift()));
            json.objects("lanes", lanes(runs), (out, lane) -> lane(out, lane, runs, node.name(), groups, writer));
            stretches(json, "stalls", runs, RunIndex::stalls, correction.shift(), view);
            stretches(json, "holes", runs, RunIndex::holes, correction.shift(), view);
            return json;
        });
    }

    private static void run(Json json, RunIndex run, long shift) {
        json.member("run", run.run()).member("version", run.version());
        json.member("from", run.first() < 0 ? 0 : run.wallOf(run.first()) - shift);
        json.member("to", run.first() < 0 ? 0 : run.wallOf(run.last()) - shift);
        json.member("stopped", run.stopping()).member("turns", run.turns());
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

    private static void lane(
            Json json, Lane lane, List<RunIndex> runs, String node, List<Group> groups, LaneWriter writer) {
        json.member("kind", lane.kind().name())
                .member("subject", lane.subject())
                .member("of", lane.of());
        if (lane.kind() == Lane.Kind.ROLE) {
            groups.stream()
                    .filter(g -> g.members().contains(new Group.Member(node, lane.subject())))
                    .findFirst()
                    .ifPresent(g -> json.member("group", g.key()).member("vrid", g.vrid()));
            instance(json, lane.subject(), runs);
        }
        if (lane.kind().spans()) {
            writer.spans(runs, lane);
        } else {
            writer.points(runs, lane);
        }
    }

    private static void instance(Json json, String name, List<RunIndex> runs) {
        var config = runs.reversed().stream()
                .map(RunIndex::config)
                .filter(c -> c != null)
                .flatMap(c -> c.instances().stream())
                .filter(i -> i.name().value().equals(name))
                .findFirst();
        config.ifPresent(i -> {
            long interval = i.interval().nanos() / 1_000;
            json.member("interval", interval).member("priority", i.priority().value());
            json.member("down", i.downTimerAdverts() * interval + skew(i));
        });
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

    private static void stretches(
            Json json, String name, List<RunIndex> runs, Function<RunIndex, List<Stretch>> of, long shift, View view) {
        json.name(name).openArray();
        for (var run : runs) {
            of.apply(run).stream()
                    .filter(s -> run.wallOf(s.to()) - shift >= view.from() && run.wallOf(s.from()) - shift <= view.to())
                    .limit(View.COLUMNS_MAX)
                    .forEach(s -> json.openArray()
                            .value(run.wallOf(s.from()) - shift)
                            .value(run.wallOf(s.to()) - shift)
                            .value(run.run())
                            .value(s.index())
                            .value(s.what())
                            .closeArray());
        }
        json.closeArray();
    }
}
