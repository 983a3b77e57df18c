package io.keepsake.web.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The journal of one node. Any thread may {@link #read}, shortly and of one node at a time: whoever asks about life waits
 * behind the writer, and the writer behind all readers. One thread writes. It takes a bounded room: beyond it the oldest
 * stretches are known in less detail, and then the oldest runs not at all.
 */
public final class NodeIndex {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String name;
    private final List<RunIndex> runs = new ArrayList<>();
    private final Map<Long, RunIndex> byNumber = new HashMap<>();
    private final AtomicLong revision = new AtomicLong();
    private final Room room;
    private final Sources sources = new Sources();

    /** @param bytes that it may take, about */
    public NodeIndex(String name, long bytes) {
        this.name = name;
        this.room = new Room(bytes);
    }

    /** What the node is called on the page and in addresses; unique. */
    public String name() {
        return name;
    }

    /** Rises with everything that was added. */
    public long revision() {
        return revision.get();
    }

    /** Answers from the runs, oldest first, while nothing is added. The answer must not hold on to them. */
    public <T> T read(Function<List<RunIndex>, T> question) {
        lock.readLock().lock();
        try {
            return question.apply(runs);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The same, of each run by itself. */
    public void each(Consumer<RunIndex> taker) {
        ask(runs -> {
            runs.forEach(taker);
            return runs.size();
        });
    }

    public long ask(ToLongFunction<List<RunIndex>> question) {
        return read(all -> question.applyAsLong(all));
    }

    /** Answers from one run; empty when nothing is known of it. */
    public OptionalLong ask(long run, ToLongFunction<RunIndex> question) {
        return read(_ -> {
            var index = byNumber.get(run);
            return index == null ? OptionalLong.empty() : OptionalLong.of(question.applyAsLong(index));
        });
    }

    void write(Runnable addition) {
        lock.writeLock().lock();
        try {
            addition.run();
            makeRoom();
            revision.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void makeRoom() {
        room.thin();
        int forgotten = 0;
        while (room.full() && forgotten + 1 < runs.size()) {
            var oldest = runs.get(forgotten++);
            oldest.forget();
            byNumber.remove(oldest.run(), oldest);
        }
        runs.subList(0, forgotten).clear();
    }

    /** Bytes that it takes, about. */
    public long bytes() {
        return read(_ -> room.bytes());
    }

    RunIndex begin(long run, String version) {
        var index = new RunIndex(run, version, room.share(), sources, runs.isEmpty() ? null : runs.getLast());
        runs.add(index);
        byNumber.put(run, index);
        return index;
    }
}
