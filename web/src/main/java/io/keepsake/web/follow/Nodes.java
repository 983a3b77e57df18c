package io.keepsake.web.follow;

import io.keepsake.web.index.Follower;
import io.keepsake.web.index.JournalListener;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.LiveFindings;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.read.Library;
import io.keepsake.web.state.LiveState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The journals that are followed, and what is made of them together. */
public final class Nodes implements AutoCloseable {
    /** Hears each item of each journal, and whether that journal was read to its end before. */
    public interface Listener {
        void onItem(NodeIndex node, boolean caughtUp, io.keepsake.journal.JournalItem item);
    }

    private static final long MERGE_NANOS = 500_000_000;

    /** The part of the heap that the indexes may take; the rest is for answers, and for what comes to be garbage. */
    private static final long INDEX_PART = 4;

    /** The part of the heap that the findings may take. */
    private static final long FINDINGS_PART = 8;

    private final SequencedMap<String, Follower> followers = new LinkedHashMap<>();
    private final Map<String, LiveState> states = new LinkedHashMap<>();
    private final List<Listener> listeners = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Library library;
    private final LiveFindings live;
    private Merge merge;
    private long mergedAt;
    private boolean mergedWhole;

    /** Starts to follow. The first journal's clock is the one that counts; names must differ. */
    public static Nodes follow(SequencedMap<String, Path> directories) {
        return new Nodes(directories, Runtime.getRuntime().maxMemory() / INDEX_PART);
    }

    /** @param room bytes that all indexes together may take, about */
    private Nodes(SequencedMap<String, Path> directories, long room) {
        live = new LiveFindings(directories.keySet(), Runtime.getRuntime().maxMemory() / FINDINGS_PART);
        library = new Library(Map.copyOf(directories), this::merge, this::findings);
        directories.forEach((name, directory) -> {
            var index = new NodeIndex(name, room / directories.size());
            JournalListener listener = item -> {
                live.take(name, item);
                listeners.forEach(l -> l.onItem(index, caughtUp(name), item));
            };
            followers.put(name, Follower.of(directory, index, List.of(listener)));
            states.put(name, new LiveState(directory));
        });
        merge = Merge.of(indexes(), live.now(problem()), now());
    }

    /** Begins to read; whoever listens from before hears everything. */
    public void start() {
        followers.values().forEach(Follower::start);
    }

    /** Reads all that there is now, and does not follow: for a report. */
    public void readAll() throws io.keepsake.journal.JournalFailure {
        for (var follower : followers.values()) {
            follower.readAll();
        }
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    private boolean caughtUp(String name) {
        var follower = followers.get(name);
        return follower != null && follower.caughtUp();
    }

    /** Whether every journal was read to its end once. */
    public boolean caughtUp() {
        return followers.values().stream().allMatch(Follower::caughtUp);
    }

    public Library library() {
        return library;
    }

    /** The journals as they are now, read the same whenever that is. */
    public Library recordedLibrary() {
        var found = live.now(problem());
        var recorded = Merge.of(indexes(), found, 0);
        return new Library(library.directories(), () -> recorded, () -> found);
    }

    /** Why not all that there is has been read; null when it has. */
    private @Nullable String problem() {
        for (var follower : followers.values()) {
            var trouble = follower.trouble();
            if (trouble != null) {
                return "the journal of " + follower.node().name() + " cannot be read now: " + trouble;
            }
        }
        return caughtUp() ? null : "the journals are still being read";
    }

    /** What the journals tell together. */
    public Findings findings() {
        return live.recent(problem());
    }

    public List<Follower> followers() {
        return List.copyOf(followers.values());
    }

    public LiveState state(String node) {
        return java.util.Objects.requireNonNull(states.get(node), () -> "no node " + node);
    }

    /** Bytes that all indexes take, about. */
    public long bytes() {
        return followers.values().stream().mapToLong(f -> f.node().bytes()).sum();
    }

    /** Rises with everything that was read. */
    public long revision() {
        return followers.values().stream().mapToLong(f -> f.node().revision()).sum();
    }

    private List<NodeIndex> indexes() {
        var all = new ArrayList<NodeIndex>();
        followers.values().forEach(f -> all.add(f.node()));
        return all;
    }

    /** Microseconds since 1970. */
    public static long now() {
        return System.currentTimeMillis() * 1_000;
    }

    /** A merge that is the same whenever it is made: journals end where they end. */
    public Merge recorded() {
        return Merge.of(indexes(), live.now(problem()), 0);
    }

    /** The merge of what was read until now, or until half a second ago. */
    public Merge merge() {
        var found = findings();
        synchronized (this) {
            boolean whole = caughtUp();
            long nanos = System.nanoTime();
            if (nanos - mergedAt > MERGE_NANOS || whole != mergedWhole) {
                merge = Merge.of(indexes(), found, now());
                mergedAt = nanos;
                mergedWhole = whole;
            }
            return merge;
        }
    }

    /** Names and journals. */
    public void each(BiConsumer<String, Follower> action) {
        followers.forEach(action);
    }

    @Override
    public void close() {
        followers.values().forEach(Follower::close);
        states.values().forEach(LiveState::close);
    }
}
