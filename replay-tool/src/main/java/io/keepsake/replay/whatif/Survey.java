package io.keepsake.replay.whatif;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.ScriptEvent.ScriptUnavailable;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the journals say of the world around the directors: what the network did to adverts, how the kernel and scripts
 * answered, when processes stood still and when their runs ended. Places are nanoseconds since 1970 on the common clock.
 */
final class Survey {
    private static final int EEXIST = 17;
    private static final int ANSWERS_MAX = 10_000;
    private static final long DEFAULT_ANSWER = 1_000_000L;

    /** A director that just began opens its sockets first. */
    private static final long OPENING_NANOS = 50_000_000L;

    /** A journal that ends so much before the others has lost its director: a heartbeat comes every five seconds. */
    private static final long SILENT_NANOS = 12_000_000_000L;

    /** From when to when a process stood still. */
    record Stall(long from, long to) {}

    /** A change that the kernel was asked for. */
    private record Asked(String key, long place) {}

    /** What is known of one node. */
    private static final class Node {
        final Map<Long, Long> ends = new HashMap<>();
        final Map<Long, Asked> changes = new HashMap<>();
        final Map<String, TreeMap<Long, EffectFailed>> failures = new TreeMap<>();
        final Map<Long, Long> crashes = new HashMap<>();
        final Map<String, Results> scripts = new TreeMap<>();
        final Map<Long, Long> asked = new HashMap<>();
        final Map<Long, Long> runs = new HashMap<>();
        final List<Long> answers = new ArrayList<>();
        final Map<Long, Long> joins = new HashMap<>();
        final List<Long> opened = new ArrayList<>();
        final List<Stall> stalls = new ArrayList<>();
        final Set<LinkAddress> virtual = new HashSet<>();
        final Set<String> files = new TreeSet<>();
        final Map<InterfaceName, Link> links = new HashMap<>();

        @Nullable ControllerConfig config;

        long run;
        long began = Long.MAX_VALUE;
        long last;
    }

    private final ClusterHistory history;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<Way, Cuts> ways = new LinkedHashMap<>();
    private final Set<String> foreign = new TreeSet<>();
    private long end;

    Survey(ClusterHistory history) {
        this.history = history;
        history.nodes().forEach(name -> nodes.put(name, new Node()));
    }

    private Node node(String name) {
        var node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name + "; there are " + nodes.keySet());
        }
        return node;
    }

    /** The way of the adverts of one VRID: those of two overtake each other, and then neither is lost. */
    private record Way(String from, String to, int vrid, Family family) {}

    Cuts way(String from, String to, int vrid, Family family) {
        return ways.computeIfAbsent(new Way(from, to, vrid, family), _ -> new Cuts());
    }

    /** All ways from one node to another. */
    List<Cuts> ways(String from, String to) {
        return ways.entrySet().stream()
                .filter(e -> e.getKey().from.equals(from) && e.getKey().to.equals(to))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The next item of the journals, in the order of time. */
    void take(Placed placed) {
        var node = node(placed.node());
        switch (placed.item()) {
            case RunStarted started -> {
                node.run = started.run();
                node.began = Long.MAX_VALUE;
                node.asked.clear();
                node.joins.clear();
                node.changes.clear();
                node.runs.clear();
                history.nodes().forEach(other -> ways(other, placed.node()).forEach(Cuts::closed));
            }
            case TurnRead read -> take(node, placed, read.turn());
            case Unknown _, Damaged _ -> {}
        }
    }

    private void take(Node node, Placed placed, Turn turn) {
        long place = placed.place();
        node.last = place;
        node.ends.put(node.run, turn.recorded().index());
        node.crashes.merge(node.run, place, Math::max);
        end = Math.max(end, place);
        switch (turn.recorded().event()) {
            case ProcessStarted _ -> node.began = place;
            case Checkpoint checkpoint -> {
                if (node.began == Long.MAX_VALUE) {
                    node.began = place - OPENING_NANOS;
                    var state = NodeState.of(checkpoint);
                    state.links().links().forEach(link -> node.links.put(link.name(), link));
                    var configured = state.configured();
                    if (configured != null) {
                        configure(node, configured.config());
                    }
                }
            }
            case ConfigAccepted accepted -> configure(node, accepted.config());
            case KernelRead read -> {
                node.links.clear();
                read.links().forEach(link -> node.links.put(link.name(), link));
            }
            case LinkSeen seen -> node.links.put(seen.link().name(), seen.link());
            case LinkGone gone -> node.links.remove(gone.link());
            case LoopStalled stalled -> node.stalls.add(new Stall(place - stalled.nanos(), place));
            case EffectApplied applied -> {
                var asked = node.asked.remove(applied.effect());
                if (asked != null && node.answers.size() < ANSWERS_MAX) {
                    node.answers.add(place - asked);
                }
                var change = node.changes.remove(applied.effect());
                if (change != null && node.failures.containsKey(change.key())) {
                    outcome(node, change, new EffectFailed(0, 0, ""));
                }
                var join = node.joins.remove(applied.effect());
                if (join != null && node.opened.size() < ANSWERS_MAX) {
                    node.opened.add(place - join);
                }
            }
            case EffectFailed failed -> {
                var change = node.changes.remove(failed.effect());
                if (change != null && failed.errno() != EEXIST) {
                    outcome(node, change, failed);
                }
            }
            case ScriptEnded ended -> {
                var begun = node.runs.remove(ended.effect());
                if (begun != null) {
                    results(node, ended.subject()).ended(begun, ended);
                }
            }
            case ScriptUnavailable unavailable ->
                results(node, unavailable.subject()).ended(place, unavailable);
            case AdvertReceived heard -> heard(placed.node(), place - heard.lateNanos(), heard);
            default -> {}
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            long index = turn.effectIndex(i);
            switch (turn.effects().get(i)) {
                case SendAdvert sent -> {
                    // The next one would have been recorded.
                    node.crashes.put(node.run, place + sent.advert().interval().nanos());
                    sent(placed.node(), node, place, index, sent);
                }
                case RunScript run when run.tracked() -> node.runs.put(index, place);
                case AddAddress add -> {
                    node.asked.put(index, place);
                    node.changes.put(index, new Asked(key(add), place));
                }
                case RemoveAddress _ -> node.asked.put(index, place);
                case JoinGroup join -> {
                    node.joins.put(index, place);
                    node.changes.put(index, new Asked(key(join), place));
                }
                default -> {}
            }
        }
    }

    /** @param failed with errno 0 when it was done */
    private static void outcome(Node node, Asked change, EffectFailed failed) {
        node.failures.computeIfAbsent(change.key(), _ -> new TreeMap<>()).put(change.place(), failed);
    }

    private static Results results(Node node, String subject) {
        return node.scripts.computeIfAbsent(subject, _ -> new Results());
    }

    private static void configure(Node node, ControllerConfig config) {
        node.config = config;
        config.instances().forEach(i -> i.virtual().forEach(a -> node.virtual.add(a.place())));
        config.trackFiles().forEach(file -> node.files.add(file.name()));
        config.trackProcesses().forEach(process -> node.files.add(process.name()));
    }

    private void heard(String to, long place, AdvertReceived heard) {
        var from = history.sender(heard.source());
        if (from == null) {
            foreign.add(heard.source().toString());
        } else if (!from.equals(to)) {
            var advert = heard.advert();
            way(from, to, advert.vrid().value(), heard.source().family())
                    .heard(place, heard.id(), advert.priority().value());
        }
    }

    private void sent(String from, Node sender, long place, long index, SendAdvert sent) {
        var instance = instance(sender, sent);
        if (instance == null || !usable(sender, instance)) {
            return;
        }
        for (var each : nodes.entrySet()) {
            var there = each.getValue();
            var peer = peer(there.config, instance);
            if (!each.getKey().equals(from)
                    && peer != null
                    && usable(there, peer)
                    && place - OPENING_NANOS >= there.began) {
                way(from, each.getKey(), instance.vrid().value(), sent.source().family())
                        .sent(
                                place,
                                AdvertReceived.idOf(index),
                                sent.advert().priority().value(),
                                sent.advert().interval().nanos());
            }
        }
    }

    private static @Nullable InstanceConfig instance(Node node, SendAdvert sent) {
        var config = node.config;
        return config == null
                ? null
                : config.instances().stream()
                        .filter(i -> i.name().equals(sent.instance()))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean usable(Node node, InstanceConfig instance) {
        var link = node.links.get(instance.link());
        return link != null && link.usable();
    }

    /** The instance of a configuration that elects a master together with {@code instance}; null for none. */
    static @Nullable InstanceConfig peer(@Nullable ControllerConfig config, InstanceConfig instance) {
        if (config == null) {
            return null;
        }
        for (var other : config.instances()) {
            boolean same = other.vrid().equals(instance.vrid()) && other.family() == instance.family();
            boolean belongs = other.name().equals(instance.name())
                    || other.virtual().anyMatch(a -> instance.virtual()
                            .anyMatch(b -> b.address().ip().equals(a.address().ip())));
            if (same && belongs) {
                return other;
            }
        }
        return null;
    }

    /** Nothing more comes. */
    void close() {
        nodes.forEach((to, node) -> nodes.keySet().forEach(from -> {
            ways(from, to).forEach(way -> {
                if (isOver(to)) {
                    way.closed();
                } else {
                    way.end(node.last);
                }
            });
        }));
    }

    /** Whether the director of this node is gone long before the journals of the others end. */
    boolean isOver(String name) {
        return end - node(name).last > SILENT_NANOS;
    }

    /** Whether a run ended with this turn: its journal goes on with another run, or is over long before the others. */
    boolean endsWith(String name, long run, Turn turn) {
        var node = node(name);
        var last = node.ends.get(run);
        return last != null && last == turn.recorded().index() && (node.run != run || isOver(name));
    }

    /** A run that ended without a word ended before this place: a turn that was due then is not recorded. */
    long crashBefore(String name, long run) {
        return node(name).crashes.getOrDefault(run, Long.MIN_VALUE);
    }

    /** The last place of all. */
    long end() {
        return end;
    }

    List<Stall> stalls(String name) {
        return node(name).stalls;
    }

    long answerNanos(String name) {
        return Medians.of(node(name).answers, DEFAULT_ANSWER);
    }

    private static String key(Change change) {
        return switch (change) {
            case AddAddress add -> "address " + add.address().place();
            case JoinGroup join -> "socket " + join.instance();
            default -> "";
        };
    }

    /** How the kernel refuses a change at that time; null when it does not. */
    @Nullable EffectFailed failure(String name, Change change, long place) {
        var failures = node(name).failures.get(key(change));
        var last = failures == null ? null : failures.floorEntry(place);
        return last == null || last.getValue().errno() == 0 ? null : last.getValue();
    }

    /** How long a socket took to open. */
    long joinNanos(String name) {
        return Medians.of(node(name).opened, 0);
    }

    /** How the runs of a script of a node ended; null when none is recorded. */
    @Nullable Results script(String name, String subject) {
        return node(name).scripts.get(subject);
    }

    /** Whether this file or these processes were tracked in the recording. */
    boolean tracked(String name, String what) {
        return node(name).files.contains(what);
    }

    boolean isVirtual(String name, LinkAddress address) {
        return node(name).virtual.contains(address);
    }

    /** The configuration that was in force last; null when none is known. */
    @Nullable ControllerConfig config(String name) {
        return node(name).config;
    }

    /** Routers without a journal here that were heard. */
    Set<String> foreign() {
        return foreign;
    }

    boolean isForeign(Ip source) {
        return history.sender(source) == null;
    }

    List<String> names() {
        return history.nodes();
    }
}
