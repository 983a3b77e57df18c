package io.keepsake.web.merge;

import io.keepsake.history.clock.Clocks;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.index.RunIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Places> places = new HashMap<>();
    private final long begin;
    private final long end;
    private final long horizon;
    private final long silence;

    private Merge(List<NodeIndex> nodes, @Nullable Clocks clocks, long now) {
        this.nodes = nodes;
        nodes.forEach(node -> places.put(node.name(), new Places(node.name(), clocks)));
        this.begin = first();
        this.end = last();
        this.horizon = now - end < LIVE_MICROS ? Math.max(now, end) : end;
        this.silence = Math.max(SILENCE_MICROS, SILENCE_INTERVALS * interval());
    }

    /**
     * Of these nodes, each where the account of them all has it.
     *
     * @param now microseconds since 1970; journals that end long before it are taken as they are
     */
    public static Merge of(List<NodeIndex> nodes, Findings findings, long now) {
        var history = findings.history();
        return new Merge(List.copyOf(nodes), history == null ? null : history.clocks(), now);
    }

    public List<NodeIndex> nodes() {
        return nodes;
    }

    /** The first moment of which anything is recorded, in microseconds of the first node's clock; 0 when nothing is. */
    public long begin() {
        return begin;
    }

    private long first() {
        return nodes.stream()
                .flatMapToLong(node -> node.read(runs -> runs.stream()
                        .filter(run -> run.first() >= 0)
                        .mapToLong(run -> places(node.name()).of(run, run.first()))
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
        var places = places(node);
        return node(node).ask(runs -> runs.stream()
                .filter(run -> run.first() >= 0)
                .mapToLong(run -> places.of(run, run.last()))
                .max()
                .orElse(0));
    }

    /** Up to when there is something to tell: now, or the end of what is recorded if that is long ago. */
    public long horizon() {
        return horizon;
    }

    /** A director that recorded nothing since then does not run any more, as far as anyone can tell. */
    public long alive() {
        return horizon - silence;
    }

    /** The same of now, however long ago the journals end. */
    public long aliveAt(long now) {
        return Math.max(now, end) - silence;
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

    /** Where the moments of a node lie. */
    public Places places(String node) {
        var known = places.get(node);
        if (known == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return known;
    }
}
