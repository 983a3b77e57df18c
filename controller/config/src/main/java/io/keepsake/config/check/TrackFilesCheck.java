package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackFile;
import io.keepsake.core.config.TrackedFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The blocks {@code track_file} as instances track them, and the lines that name them. */
final class TrackFilesCheck {
    private final Problems problems;
    private final Map<String, Found> byName = new LinkedHashMap<>();

    /** A file, and the block that says something for everyone who tracks it. */
    private record Found(TrackFile file, Node block) {}

    private static final Weighed.Kind WEIGHTS = new Weighed.Kind("track_file", TrackedFile.MOST);

    TrackFilesCheck(Problems problems, List<Node> root) {
        this.problems = problems;
        root.stream()
                .filter(n -> n.name().equals("track_file") || n.name().equals("vrrp_track_file"))
                .filter(n -> n.block() != null)
                .forEach(this::read);
    }

    /** What is wrong with a block itself is said where checkers read it. */
    private void read(Node block) {
        var name = block.values().isEmpty() ? null : block.values().getFirst().text();
        var path = block.children().stream()
                .filter(n -> n.name().equals("file") && !n.values().isEmpty())
                .findFirst()
                .map(n -> n.values().getFirst().text())
                .orElse(null);
        if (name == null || path == null) {
            return;
        }
        var init = init(new Values(problems, block.children()).last("init_file"));
        byName.putIfAbsent(name, new Found(new TrackFile(name, path, init), block));
    }

    /** Read only for instances: a checker may have larger weights. */
    private Weighed weighed(Node block) {
        var weight = new Values(problems, block.children()).last("weight");
        var otherwise = new Weighed(1, false);
        return weight == null || weight.values().isEmpty()
                ? otherwise
                : otherwise.ofBlock(problems, WEIGHTS, weight.values());
    }

    /** {@code init_file [NUMBER] [overwrite]}. */
    private TrackFile.Init init(@Nullable Node line) {
        if (line == null) {
            return TrackFile.Init.NONE;
        }
        var when = TrackFile.When.MISSING;
        long number = 0;
        for (var word : line.values()) {
            if (word.text().equals("overwrite")) {
                when = TrackFile.When.ALWAYS;
            } else {
                var whole =
                        Values.whole(problems, "init_file", word, -Integer.MAX_VALUE, Integer.MAX_VALUE, "taken as 0");
                number = whole == null ? 0 : whole;
            }
        }
        return new TrackFile.Init(when, number);
    }

    /** Those that at least one instance or group tracks, or that are to be written. */
    List<TrackFile> tracked(List<InstanceConfig> instances, List<SyncGroup> groups) {
        var used = Stream.concat(
                        instances.stream().flatMap(i -> i.trackedFiles().stream()),
                        groups.stream().flatMap(g -> g.trackedFiles().stream()))
                .map(TrackedFile::file)
                .collect(Collectors.toSet());
        return byName.values().stream()
                .map(Found::file)
                .filter(file -> used.contains(file.name()) || file.init().when() != TrackFile.When.NEVER)
                .toList();
    }

    /** Reads {@code track_file { NAME [weight N] [reverse] }} of an instance or a group. */
    List<TrackedFile> lines(List<Node> nodes) {
        var tracked = new LinkedHashMap<String, TrackedFile>();
        for (var node : nodes) {
            if (node.name().equals("track_file")) {
                node.children().forEach(line -> line(line, tracked));
            }
        }
        return List.copyOf(tracked.values());
    }

    private void line(Node line, Map<String, TrackedFile> tracked) {
        var name = line.keyword();
        var found = byName.get(name.text());
        if (found == null) {
            problems.warn(
                    name.place(),
                    "there is no track_file " + name.text() + "; it is not tracked",
                    byName.isEmpty() ? "write the track_file" : "there are " + String.join(", ", byName.keySet()));
            return;
        }
        var weighed = weighed(found.block()).ofLine(problems, WEIGHTS, name, line.values());
        if (weighed == null) {
            return;
        }
        if (tracked.putIfAbsent(name.text(), new TrackedFile(name.text(), weighed.weight(), weighed.reverse()))
                != null) {
            problems.warn(name.place(), name.text() + " is tracked twice; the later line is ignored");
        }
    }
}
