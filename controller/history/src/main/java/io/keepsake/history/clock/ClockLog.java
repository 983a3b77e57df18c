package io.keepsake.history.clock;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of one node tells of its clocks: which there were, and when which advert left and arrived by them. Takes
 * the turns in their order and a bounded room. For one thread.
 */
public final class ClockLog {
    private static final long SECOND = 1_000_000_000L;

    /** The wall clock may be slewed so much in a second, and read so late, without having jumped. */
    private static final long SLEW_NANOS = 1_000_000;

    private static final long JUMP_NANOS = 5_000_000;

    /** How much longer than its interval a silence must be for the next advert to be told from others by it. */
    private static final double SILENCE = 2.5;

    private static final int SENDERS_MAX = 4_096;
    private static final int SAMPLES_MAX = 32_768;
    private static final long START_BYTES = 64;

    /** A clock with what was stamped by it. */
    static final class Stretch {
        final ClockId id;
        final Samples sent = new Samples(SAMPLES_MAX);
        final Samples heard = new Samples(SAMPLES_MAX);
        long first;
        long last;
        /** Nanoseconds since 1970 less the moment, as they were at the last moment. */
        long base;

        Stretch(ClockId id, long first, long base) {
            this.id = id;
            this.first = first;
            this.last = first;
            this.base = base;
        }
    }

    /** From this moment of a run on, this clock stamped. */
    record ClockStart(long run, long from, ClockId clock) {}

    private record Sender(boolean own, int vrid, int source) {}

    private final String node;
    private final Sources sources;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<ClockStart> starts = new ArrayList<>();
    private @Nullable Ip lastSource;
    private int lastNumber;

    /** Of each the moment, in an array of one: it is another with each advert. */
    private final Map<Sender, long[]> lastAdverts = new HashMap<>();

    private long run = -1;
    private String boot = "";
    /** Whether the run is there from its beginning, so that the first advert seen of it is its first. */
    private boolean whole;

    /** The first moment of the run. */
    private long begunAt;

    /** @param sources shared by all nodes that are compared */
    public ClockLog(String node, Sources sources) {
        this.node = node;
        this.sources = sources;
    }

    public String node() {
        return node;
    }

    List<Stretch> stretches() {
        return stretches;
    }

    /** Which clock stamped what, in the order of the journal. */
    List<ClockStart> starts() {
        return starts;
    }

    /** Bytes that it takes, about. */
    public long bytes() {
        return START_BYTES * starts.size()
                + stretches.stream()
                        .mapToLong(s -> s.sent.bytes() + s.heard.bytes())
                        .sum();
    }

    /** Nanoseconds since 1970. */
    public static long nanos(Instant wall) {
        return wall.getEpochSecond() * SECOND + wall.getNano();
    }

    /** Takes the next turn; the clock that stamped it. */
    public ClockId take(long run, Turn turn) {
        var recorded = turn.recorded();
        long at = recorded.at().nanos();
        var clock = clock(run, turn, at, nanos(recorded.wall()) - at);
        if (recorded.event() instanceof AdvertReceived heard) {
            long arrived = at - heard.lateNanos();
            note(clock.heard, false, arrived, heard.source(), heard.advert(), heard.id());
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert sent) {
                note(clock.sent, true, at, sent.source(), sent.advert(), AdvertReceived.idOf(turn.effectIndex(i)));
            }
        }
        return clock.id;
    }

    private Stretch clock(long run, Turn turn, long at, long base) {
        boolean begins = run != this.run;
        var before = boot;
        if (begins) {
            boot = boot(run, turn);
            this.run = run;
            whole = turn.recorded().index() == 1;
            begunAt = at;
            lastAdverts.clear();
        }
        var last = stretches.isEmpty() ? null : stretches.getLast();
        long allowed = last == null ? 0 : JUMP_NANOS + (at - last.last) / SECOND * SLEW_NANOS;
        boolean jumps = last == null
                || begins && !boot.equals(before)
                || at < last.last
                || Math.abs(base - last.base) > allowed;
        if (last == null || jumps) {
            last = new Stretch(new ClockId(node, stretches.size() + 1), at, base);
            stretches.add(last);
        }
        if (begins || jumps) {
            starts.add(new ClockStart(run, at, last.id));
        }
        last.last = at;
        last.base = base;
        return last;
    }

    /** The boot that a run is in, by its first turn; one of its own when that does not tell. */
    private static String boot(long run, Turn first) {
        return switch (first.recorded().event()) {
            case ProcessStarted started -> started.bootId();
            case Checkpoint checkpoint -> boot(run, checkpoint);
            default -> "run " + run;
        };
    }

    private static String boot(long run, Checkpoint checkpoint) {
        try {
            return checkpoint.state().stream()
                    .filter(line -> TextSource.kind(line).equals("Node"))
                    .map(line -> TextSource.of(line).text("boot"))
                    .findFirst()
                    .orElse("run " + run);
        } catch (IllegalArgumentException damaged) {
            // whoever recalls it tells of that
            return "run " + run;
        }
    }

    private void note(Samples samples, boolean own, long at, Ip ip, Advert advert, int id) {
        int source = number(ip);
        int vrid = advert.vrid().value();
        if (source == 0) {
            return;
        }
        int priority = advert.priority().value();
        if (id != 0 && ip.family() == Family.IPV4) {
            samples.add(at, Samples.key(source, vrid, priority, id));
        }
        var sender = new Sender(own, vrid, source);
        var before = lastAdverts.get(sender);
        if (before == null && lastAdverts.size() >= SENDERS_MAX) {
            return;
        }
        double silence = advert.interval().nanos() * SILENCE;
        // Whoever has only begun to listen does not know how long the other had been silent.
        boolean afterSilence = before == null ? whole && (own || at - begunAt > silence) : at - before[0] > silence;
        if (afterSilence) {
            samples.add(at, Samples.key(source, vrid, priority, 0));
        }
        if (before == null) {
            lastAdverts.put(sender, new long[] {at});
        } else {
            before[0] = at;
        }
    }

    /** Most adverts come from where the last one came from. */
    private int number(Ip source) {
        if (!source.equals(lastSource)) {
            lastNumber = sources.number(source);
            lastSource = source;
        }
        return lastNumber;
    }
}
