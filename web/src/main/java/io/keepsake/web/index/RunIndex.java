package io.keepsake.web.index;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.Ip;
import io.keepsake.web.index.Series.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** How much longer than its interval a silence must be for the next advert to be a beginning. */
    private static final double SILENCE = 2.5;

    /**
     * The first advert after a silence: it can be told from all others, on both ends of the wire.
     *
     * @param interval of adverts, in microseconds
     */
    public record Beginning(Lane lane, Ip source, long micros, long interval) {}

    private final long run;
    private final String version;
    private final List<Beginning> beginnings = new ArrayList<>();
    private final Map<Beginning, Long> lastAdverts = new HashMap<>();
    private final SequencedMap<Lane, Series> lanes = new LinkedHashMap<>();
    private final List<Ip> sources = new ArrayList<>();
    private final List<Stretch> stalls = new ArrayList<>();
    private final List<Stretch> holes = new ArrayList<>();
    private @Nullable ControllerConfig config;
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

    RunIndex(long run, String version) {
        this.run = run;
        this.version = version;
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

    public List<Stretch> stalls() {
        return stalls;
    }

    /** Where something is missing. */
    public List<Stretch> holes() {
        return holes;
    }

    /** Microseconds since 1970 at a moment of this run. */
    public long wallOf(long micros) {
        return base + micros;
    }

    /** The moment of this run at these microseconds since 1970. */
    public long microsOf(long wall) {
        return wall - base;
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
        return sources.get(code >>> 8);
    }

    /** The priority in a code of an advert. */
    public static int priority(int code) {
        return code & 0xff;
    }

    /** First adverts after a silence, sent and heard. */
    public List<Beginning> beginnings() {
        return beginnings;
    }

    void advert(Lane lane, Ip source, int priority, long interval, long micros, long index) {
        var key = new Beginning(lane, source, 0, 0);
        var before = lastAdverts.put(key, micros);
        if (before == null || micros - before > interval * SILENCE) {
            beginnings.add(new Beginning(lane, source, micros, interval));
        }
        add(lane, micros, index, advertCode(source, priority));
    }

    private int advertCode(Ip source, int priority) {
        int number = sources.indexOf(source);
        if (number < 0) {
            number = sources.size();
            sources.add(source);
        }
        return number << 8 | priority;
    }

    void add(Lane lane, long micros, long index, int code) {
        lanes.computeIfAbsent(lane, _ -> new Series()).add(micros, index, code);
    }

    /** Adds to a lane of spans unless that is its state already. */
    void enter(Lane lane, long micros, long index, int code) {
        var series = lanes.computeIfAbsent(lane, _ -> new Series());
        if (series.lastAt(Long.MAX_VALUE, new Entry(0, 0, -1)).code() != code) {
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
        config = accepted;
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
