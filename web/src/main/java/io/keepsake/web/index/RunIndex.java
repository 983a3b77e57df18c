package io.keepsake.web.index;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.Ip;
import io.keepsake.web.index.Series.Entry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of a director. Times in it are microseconds of its monotonic clock; {@link #wallOf} gives the wall clock as the
 * run knew it last, so that a clock that was set within the run bends nothing.
 */
public final class RunIndex {
    /** A wall clock may be so far from the reckoned one before it counts as set. */
    private static final long STEP_MICROS = 5_000;

    /** A stretch of time. */
    public record Stretch(long from, long to, long index, String what) {}

    private static final Entry NONE = new Entry(0, 0, -1);

    /** Stalls and holes that are kept of a run, the last ones. */
    private static final int STRETCHES_MAX = 4_096;

    private static final int RUN_BYTES = 1_000;
    private static final int LANE_BYTES = 250;
    private static final int STRETCH_BYTES = 80;
    private static final int CONFIGURED_BYTES = 500;

    private final long run;
    private final String version;
    private final Room.Share share;
    private final Sources sources;
    private final SequencedMap<Lane, Series> lanes = new LinkedHashMap<>();
    private final Deque<Stretch> stalls = new ArrayDeque<>(1);
    private final Deque<Stretch> holes = new ArrayDeque<>(1);
    private final @Nullable ControllerConfig earlier;
    private @Nullable ControllerConfig config;
    private Watched watched = Watched.NOTHING;
    private @Nullable String node;
    private String boot = "";
    private long pid;
    private long base;
    private long first = -1;
    private long last;
    private long lastIndex;
    private long turns;
    private boolean beating;
    private boolean stopping;

    /** @param before the run before it, whose configuration it probably has; it has ended */
    RunIndex(long run, String version, Room.Share share, Sources sources, @Nullable RunIndex before) {
        this.run = run;
        this.version = version;
        this.share = share;
        this.sources = sources;
        this.earlier = before == null ? null : before.config == null ? before.earlier : before.config;
        share.grew(RUN_BYTES);
    }

    /** It takes no room any more. */
    void forget() {
        share.release();
    }

    public long run() {
        return run;
    }

    public String version() {
        return version;
    }

    /** The lanes in the order in which they came up. */
    public Map<Lane, Series> lanes() {
        return lanes;
    }

    /** The series of a lane, or null when nothing was seen of it. */
    public @Nullable Series lane(Lane lane) {
        return lanes.get(lane);
    }

    /** The configuration last accepted. */
    public @Nullable ControllerConfig config() {
        return config;
    }

    /** The name the node gives itself, once it did. */
    public @Nullable String node() {
        return node;
    }

    public String boot() {
        return boot;
    }

    public long pid() {
        return pid;
    }

    public Collection<Stretch> stalls() {
        return stalls;
    }

    /** Where something is missing. */
    public Collection<Stretch> holes() {
        return holes;
    }

    void stall(Stretch stretch) {
        keep(stalls, stretch);
    }

    void hole(Stretch stretch) {
        keep(holes, stretch);
    }

    private void keep(Deque<Stretch> stretches, Stretch stretch) {
        stretches.add(stretch);
        if (stretches.size() > STRETCHES_MAX) {
            stretches.remove();
        } else {
            share.grew(STRETCH_BYTES);
        }
    }

    /** Microseconds since 1970 at a moment of this run. */
    public long wallOf(long micros) {
        return base + micros;
    }

    /** The moment of the first turn; -1 before there is one. */
    public long first() {
        return first;
    }

    /** The moment of the last turn. */
    public long last() {
        return last;
    }

    /** The index that the next turn will have. */
    public long nextIndex() {
        return lastIndex;
    }

    public long turns() {
        return turns;
    }

    /** It has heartbeats. */
    void beats() {
        beating = true;
    }

    /** Whether there are heartbeats, so that silence means something. */
    public boolean beating() {
        return beating;
    }

    /** Whether a stop was asked for. */
    public boolean stopping() {
        return stopping;
    }

    /** The address that the number in a code of an advert stands for. */
    public Ip source(int code) {
        return sources.of(code >>> 8);
    }

    /** The priority in a code of an advert. */
    public static int priority(int code) {
        return code & 0xff;
    }

    void advert(Lane lane, Ip source, int priority, long micros, long index) {
        add(lane, micros, index, sources.number(source) << 8 | priority);
    }

    void add(Lane lane, long micros, long index, int code) {
        series(lane).add(micros, index, code);
    }

    private Series series(Lane lane) {
        return lanes.computeIfAbsent(lane, _ -> {
            share.grew(LANE_BYTES);
            return new Series(share);
        });
    }

    /** Adds to a lane of spans unless that is its state already. */
    void enter(Lane lane, long micros, long index, int code) {
        var series = series(lane);
        if (series.last(NONE).code() != code) {
            series.add(micros, index, code);
        }
    }

    void time(long micros, long wallMicros) {
        if (first < 0) {
            first = micros;
            base = wallMicros - micros;
        } else if (Math.abs(wallMicros - micros - base) > STEP_MICROS) {
            base = wallMicros - micros;
        }
        last = micros;
        turns++;
    }

    void reached(long nextIndex) {
        lastIndex = nextIndex;
    }

    void accept(ControllerConfig accepted) {
        // the same again, as after most restarts, is kept once
        if (accepted.equals(config)) {
            return;
        }
        if (accepted.equals(earlier)) {
            config = earlier;
        } else {
            config = accepted;
            share.grew(size(accepted));
        }
        watched = Watched.of(accepted);
    }

    private static long size(ControllerConfig config) {
        long parts = config.instances().stream()
                .mapToLong(i -> 1 + i.addresses().size() + i.excluded().size())
                .sum();
        parts += config.virtualServers().stream()
                .mapToLong(s -> 1 + s.realServers().size())
                .sum();
        return parts * CONFIGURED_BYTES;
    }

    /** What the configuration is about. */
    Watched watched() {
        return watched;
    }

    void started(String name, String bootId, long process) {
        node = name;
        boot = bootId;
        pid = process;
    }

    void stop() {
        stopping = true;
    }
}
