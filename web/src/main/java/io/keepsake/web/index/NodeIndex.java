package io.keepsake.web.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The journal of one node. Any thread may {@link #read}; one writes. */
public final class NodeIndex {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String name;
    private final List<RunIndex> runs = new ArrayList<>();
    private final AtomicLong revision = new AtomicLong();

    public NodeIndex(String name) {
        this.name = name;
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

    public long ask(ToLongFunction<List<RunIndex>> question) {
        return read(all -> question.applyAsLong(all));
    }

    void write(Runnable addition) {
        lock.writeLock().lock();
        try {
            addition.run();
            revision.incrementAndGet();
        } finally {
            lock.writeLock().unlock();
        }
    }

    RunIndex begin(long run, String version) {
        var index = new RunIndex(run, version);
        runs.add(index);
        return index;
    }
}
