package io.keepsake.history.cluster;

import io.keepsake.core.value.Ip;
import io.keepsake.history.clock.Clocks;
import io.keepsake.history.explain.OthersHand.Forward;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the journals of several nodes tell together, on one clock. */
public final class ClusterHistory {
    private static final long PROGRESS_EVENTS = 1 << 16;

    private final SequencedMap<String, List<Fact>> facts;
    private final Map<String, Map<Class<?>, List<Fact>>> kinds = new HashMap<>();
    private final Map<String, List<String>> missing;
    private final Clocks clocks;
    private final Map<Ip, String> senders = new HashMap<>();

    ClusterHistory(SequencedMap<String, List<Fact>> facts, Map<String, List<String>> missing, Clocks clocks) {
        this.missing = missing;
        this.facts = facts;
        facts.forEach((node, all) -> kinds.put(node, byKind(all)));
        this.clocks = clocks;
        each(Fact.Sent.class)
                .forEach(s -> senders.putIfAbsent(s.source(), s.stamp().node()));
    }

    /**
     * Reads journals to their ends.
     *
     * @param journals by the names of their nodes; the clock of the first one counts
     * @param progress hears now and then how many turns were read
     */
    public static ClusterHistory read(SequencedMap<String, JournalReader> journals, LongConsumer progress)
            throws JournalFailure {
        var scan = new ClusterScan(journals.keySet());
        long items = 0;
        for (var journal : journals.entrySet()) {
            var reader = journal.getValue();
            for (var item = reader.next(); item != null; item = reader.next()) {
                scan.take(journal.getKey(), item);
                if (++items % PROGRESS_EVENTS == 0) {
                    progress.accept(items);
                }
            }
        }
        return scan.history();
    }

    /** The names of the nodes, in the order in which they were given. */
    public List<String> nodes() {
        return List.copyOf(facts.keySet());
    }

    /** What a node recorded, in its order. */
    public List<Fact> facts(String node) {
        return facts.getOrDefault(node, List.of());
    }

    /** What is missing of the journal of a node, in words. */
    public List<String> missing(String node) {
        return missing.getOrDefault(node, List.of());
    }

    /** Whether something is missing anywhere. */
    public boolean isIncomplete() {
        return missing.values().stream().anyMatch(list -> !list.isEmpty())
                || facts.values().stream().anyMatch(List::isEmpty);
    }

    <T extends Fact> Stream<T> each(Class<T> kind) {
        return facts.keySet().stream().flatMap(node -> each(node, kind));
    }

    /** Those of one kind, which is one of the records: they are looked through again and again. */
    <T extends Fact> Stream<T> each(String node, Class<T> kind) {
        return kinds.getOrDefault(node, Map.of()).getOrDefault(kind, List.of()).stream()
                .map(kind::cast);
    }

    private static Map<Class<?>, List<Fact>> byKind(List<Fact> facts) {
        return facts.stream().collect(Collectors.groupingBy(Fact::getClass));
    }

    public Clocks clocks() {
        return clocks;
    }

    /** Where it lies on the common clock, in nanoseconds since 1970. */
    public long place(Stamp stamp) {
        return clocks.at(stamp.clock(), stamp.moment());
    }

    /**
     * The time from one to the other: exact where one clock stamped both, else within bounds. Where the wall clock was set
     * in a run between them, and nothing else says how far, it is what the run's own timers counted.
     */
    public Span between(Stamp from, Stamp to) {
        long counted = to.moment() - from.moment();
        if (from.clock().equals(to.clock())) {
            return new Span(counted, counted, counted);
        }
        var least = difference(low(to), high(from));
        var most = difference(high(to), low(from));
        if (from.isOfRunOf(to) && most == null) {
            long atLeast = least == null ? counted : Math.max(least, counted);
            return new Span(atLeast, atLeast, null);
        }
        return new Span(place(to) - place(from), least, most);
    }

    /** What a wall clock that went forward comes from: by how long it took on the clocks of others, as far as adverts tell. */
    Forward forward(Fact.ClockJumped jump) {
        var took = between(jump.before(), jump.stamp());
        var least = took.least();
        var most = took.most();
        if (most != null && most < jump.nanos() / 2) {
            return Forward.SET;
        }
        return least != null && least > jump.nanos() / 2 ? Forward.SUSPENDED : Forward.EITHER;
    }

    private @Nullable Long low(Stamp stamp) {
        return clocks.notBefore(stamp.clock(), stamp.moment());
    }

    private @Nullable Long high(Stamp stamp) {
        return clocks.notAfter(stamp.clock(), stamp.moment());
    }

    private static @Nullable Long difference(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : (Long) (one - other);
    }

    /** The node that sends from this address; null when none of these does. */
    public @Nullable String sender(Ip source) {
        return senders.get(source);
    }

    /** What the router that sends from this address is called: its node, or the address where none of these is it. */
    String router(Ip source) {
        var node = sender(source);
        return node == null ? source.toString() : node;
    }

    /** The last moment that any node recorded. */
    public long end() {
        return each(Fact.Ended.class).mapToLong(e -> place(e.stamp())).max().orElse(0);
    }

    /** The first moment that any node recorded. */
    public long begin() {
        return each(Fact.Began.class).mapToLong(b -> place(b.stamp())).min().orElse(0);
    }
}
