package io.keepsake.testkit.record;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.text.EventText;
import io.keepsake.journal.JournalFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Directors on one switch with a clock that the test turns: what one sends the others hear 0.3 ms later, unless they are
 * cut off.
 */
public final class RecordedCluster implements AutoCloseable {
    public static final long SECOND = 1_000_000_000L;
    private static final long DELAY = 300_000;
    private static final long WAKE = 200_000;

    private final Path root;
    private final List<String> instances;
    private final boolean busy;
    private boolean identified;
    private final Map<String, RecordedNode> nodes = new LinkedHashMap<>();
    private final Set<String> running = new LinkedHashSet<>();
    private final Set<String> deafTo = new LinkedHashSet<>();
    private final Instant epoch;
    private long now = 10 * SECOND;
    private long before;
    private long turnsBefore;

    public RecordedCluster(Path root, Instant began, String instance) {
        this(root, began, List.of(instance), false);
    }

    private RecordedCluster(Path root, Instant began, List<String> instances, boolean busy) {
        this.root = root;
        this.instances = instances;
        this.busy = busy;
        this.identified = busy;
        this.epoch = began.minusNanos(now);
    }

    /** Directors with so many instances of version 3 and 100 ms, whose journals have heartbeats and more than one file. */
    public static RecordedCluster busy(Path root, Instant began, int instances) {
        return new RecordedCluster(
                root,
                began,
                IntStream.rangeClosed(1, instances).mapToObj(i -> "VI_" + i).toList(),
                true);
    }

    /** Their adverts have no identification, as over IPv6. */
    public RecordedCluster unidentified() {
        identified = false;
        return this;
    }

    private RecordedNode node(String name) {
        return java.util.Objects.requireNonNull(nodes.get(name), name);
    }

    public Path journal(String node) {
        return root.resolve(node);
    }

    /** Indexes used by all runs of all nodes. */
    public long events() {
        return before + nodes.values().stream().mapToLong(RecordedNode::events).sum();
    }

    /** Events recorded by all runs of all nodes, without their decisions and effects. */
    public long turns() {
        return turnsBefore
                + nodes.values().stream().mapToLong(RecordedNode::turns).sum();
    }

    /** Microseconds since 1970 by the true clock. */
    public long micros() {
        var wall = epoch.plusNanos(now);
        return wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1_000;
    }

    public RecordedCluster start(String name, String address, int priority, long clockNanos) throws JournalFailure {
        var node = busy
                ? RecordedNode.busy(journal(name), name, address, priority, clockNanos, instances)
                : new RecordedNode(journal(name), name, address, priority, clockNanos, instances.getFirst());
        var old = nodes.put(name, node);
        before += old == null ? 0 : old.events();
        turnsBefore += old == null ? 0 : old.turns();
        running.add(name);
        node.start(epoch, now);
        now += 3_000_000;
        node.answer(epoch, now);
        now += 1_000_000;
        return this;
    }

    /** a is master, is stopped, b takes over, is killed, c takes over; {@code clockNanos} is how far c's clock is ahead. */
    public static void failovers(Path root, Instant began, String instance, long clockNanos) throws JournalFailure {
        try (var cluster = new RecordedCluster(root, began, instance)) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .start("node-c", "192.168.181.135", 50, clockNanos)
                    .pass(20)
                    .stop("node-a")
                    .pass(10)
                    .kill("node-b")
                    .pass(15);
        }
    }

    /** {@code from} does not reach {@code to} any more. */
    public RecordedCluster cut(String from, String to) {
        deafTo.add(to + "<" + from);
        return this;
    }

    public RecordedCluster heal() {
        deafTo.clear();
        return this;
    }

    /** A crash: nothing more is recorded. */
    public RecordedCluster kill(String name) throws JournalFailure {
        running.remove(name);
        node(name).close();
        return this;
    }

    public RecordedCluster stop(String name) throws JournalFailure {
        deliver(name, node(name).event(EventText.parseEvent("StopRequested by=SIGTERM keep_ipvs=false"), epoch, now));
        now += 1_000_000;
        node(name).answer(epoch, now);
        return kill(name);
    }

    public RecordedCluster event(String name, String line) throws JournalFailure {
        node(name).event(EventText.parseEvent(line), epoch, now);
        now += 1_000;
        return this;
    }

    /** Sets the wall clock of a node, which runs, so far ahead of the truth. */
    public RecordedCluster setClock(String name, long aheadNanos) {
        node(name).setClock(aheadNanos);
        return this;
    }

    /** Lets time pass: whatever is due happens, in order. */
    public RecordedCluster pass(double seconds) throws JournalFailure {
        long until = now + (long) (seconds * SECOND);
        while (true) {
            String next = null;
            for (var name : running) {
                if (next == null
                        || node(name).state.deadline().nanos()
                                < node(next).state.deadline().nanos()) {
                    next = name;
                }
            }
            if (next == null || node(next).state.deadline().nanos() + WAKE > until) {
                break;
            }
            now = Math.max(now, node(next).state.deadline().nanos() + WAKE);
            deliver(next, node(next).deadline(epoch, now));
            now += 100_000;
            node(next).answer(epoch, now);
        }
        now = Math.max(now, until);
        return this;
    }

    /** Lets all happen that is due by this machine's clock. */
    public RecordedCluster catchUp() throws JournalFailure {
        return pass(Math.max(
                0, Duration.between(epoch.plusNanos(now), Instant.now()).toNanos() / 1e9));
    }

    private void deliver(String from, Turn turn) throws JournalFailure {
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof Effect.SendAdvert sent) {
                int id = identified ? AdvertReceived.idOf(turn.effectIndex(i)) : 0;
                now += DELAY;
                for (var to : List.copyOf(running)) {
                    if (!to.equals(from) && !deafTo.contains(to + "<" + from)) {
                        var heard = new AdvertReceived(
                                sent.instance(),
                                node(from).address,
                                255,
                                12_000,
                                sent.advert(),
                                ChecksumForm.USUAL,
                                id);
                        deliver(to, node(to).event(heard, epoch, now));
                        node(to).answer(epoch, now + 50_000);
                        now += 60_000;
                    }
                }
            }
        }
    }

    @Override
    public void close() throws JournalFailure {
        for (var name : Set.copyOf(running)) {
            kill(name);
        }
    }
}
