package io.keepsake.web.merge;

import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one timeline, with their clocks brought together as far as their journals prove it. A value: made anew when
 * more was read.
 */
public final class Merge {
    private static final long LIVE_MICROS = 3_600_000_000L;
    private static final long SILENCE_MICROS = 5_000_000;
    private static final int SILENCE_INTERVALS = 4;

    private final List<NodeIndex> nodes;
    private final List<Correction> corrections;
    private final long begin;
    private final long end;
    private final long horizon;
    private final long alive;

    private Merge(List<NodeIndex> nodes, List<Correction> corrections, long now) {
        this.nodes = nodes;
        this.corrections = corrections;
        this.begin = first();
        this.end = last();
        this.horizon = now - end < LIVE_MICROS ? Math.max(now, end) : end;
        this.alive = horizon - Math.max(SILENCE_MICROS, SILENCE_INTERVALS * interval());
    }

    /**
     * The first node's clock is the one that counts.
     *
     * @param now microseconds since 1970; journals that end long before it are taken as they are
     */
    public static Merge of(List<NodeIndex> nodes, long now) {
        var most = new TreeMap<String, Map<String, Long>>();
        var adverts = new TreeMap<String, Integer>();
        for (var sender : nodes) {
            most.put(sender.name(), new TreeMap<>());
        }
        for (var sender : nodes) {
            for (var receiver : nodes) {
                var bound = sender == receiver ? null : ClockBounds.between(sender, receiver);
                if (bound != null) {
                    most.getOrDefault(sender.name(), new TreeMap<>()).put(receiver.name(), bound.most());
                    adverts.merge(sender.name(), bound.adverts(), Integer::sum);
                    adverts.merge(receiver.name(), bound.adverts(), Integer::sum);
                }
            }
        }
        ClockBounds.chain(most);
        return new Merge(List.copyOf(nodes), corrections(nodes, most, adverts), now);
    }

    private static List<Correction> corrections(
            List<NodeIndex> nodes, Map<String, Map<String, Long>> most, Map<String, Integer> adverts) {
        var all = new ArrayList<Correction>();
        for (var node : nodes) {
            var first = nodes.getFirst().name();
            all.add(
                    node.name().equals(first)
                            ? Correction.reference(first)
                            : Correction.of(
                                    node.name(),
                                    negated(most.getOrDefault(node.name(), Map.of())
                                            .get(first)),
                                    most.getOrDefault(first, Map.of()).get(node.name()),
                                    adverts.getOrDefault(node.name(), 0)));
        }
        return List.copyOf(all);
    }

    private static @Nullable Long negated(@Nullable Long value) {
        return value == null ? null : -value;
    }

    public List<NodeIndex> nodes() {
        return nodes;
    }

    public List<Correction> corrections() {
        return corrections;
    }

    /** The first moment of which anything is recorded, in microseconds of the reference clock; 0 when nothing is. */
    public long begin() {
        return begin;
    }

    private long first() {
        return nodes.stream()
                .flatMapToLong(node -> node.read(runs -> runs.stream()
                        .filter(run -> run.first() >= 0)
                        .mapToLong(run -> run.wallOf(run.first())
                                - correction(node.name()).shift())
                        .min()
                        .stream()))
                .min()
                .orElse(0);
    }

    /** The last moment of which anything is recorded. */
    public long end() {
        return end;
    }

    private long last() {
        return nodes.stream().mapToLong(node -> end(node.name())).max().orElse(0);
    }

    /** The last moment of which a node has recorded anything; 0 when it has not. */
    public long end(String node) {
        long shift = correction(node).shift();
        return node(node).ask(runs -> runs.stream()
                .filter(run -> run.first() >= 0)
                .mapToLong(run -> run.wallOf(run.last()) - shift)
                .max()
                .orElse(0));
    }

    /** Up to when there is something to tell: now, or the end of what is recorded if that is long ago. */
    public long horizon() {
        return horizon;
    }

    /** A director that recorded nothing since then does not run any more, as far as anyone can tell. */
    public long alive() {
        return alive;
    }

    /** The longest interval of adverts that is configured anywhere. */
    private long interval() {
        return nodes.stream()
                .mapToLong(node -> node.ask(runs -> runs.isEmpty() ? 0 : longest(runs.getLast())))
                .max()
                .orElse(0);
    }

    private static long longest(RunIndex run) {
        var config = run.config();
        return config == null
                ? 0
                : config.instances().stream()
                        .mapToLong(instance -> instance.interval().nanos() / 1_000)
                        .max()
                        .orElse(0);
    }

    public NodeIndex node(String name) {
        return nodes.stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + name));
    }

    public Correction correction(String node) {
        return corrections.stream()
                .filter(c -> c.node().equals(node))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node " + node));
    }
}
