package io.keepsake.daemon.loop;

import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which of the packets that were heard become events of their own. A flood is told by its first packet and then by a
 * count for each second, source and reason, so that it costs the journal next to nothing; and of adverts that are in
 * order no source gets more in than a router of the configured interval has any reason to send. For the election thread.
 */
final class FloodGuard {
    /** So long a kind of rejection is counted after its first packet. */
    static final long WINDOW_NANOS = 1_000_000_000L;

    /** Kinds of rejection (instance, source, reason) that are told apart in one window. */
    static final int KINDS_MAX = 64;

    /** Sources of one instance that have an allowance of their own; all others share one. */
    static final int SOURCES_MAX = 8;

    /** A source that was silent for so long, and for some intervals, makes room for another. */
    private static final long SILENT_NANOS = 60_000_000_000L;

    private static final int SILENT_INTERVALS = 4;

    private static final int FORGET_LEAST = 64;

    private final ToLongFunction<InstanceName> intervals;
    private final Map<Kind, Window> windows = new LinkedHashMap<>();
    private final Map<InstanceName, Map<Ip, Allowance>> allowances = new HashMap<>();
    private final Map<InstanceName, Allowance> shared = new HashMap<>();
    private @Nullable Window beyond;

    /** With so many instances those that are gone are looked for. */
    private int forgetAt = FORGET_LEAST;

    private record Kind(InstanceName instance, Ip source, RejectReason reason) {}

    /** @param intervals the configured advert interval of an instance in nanoseconds; 0 for none */
    FloodGuard(ToLongFunction<InstanceName> intervals) {
        this.intervals = intervals;
    }

    /** The event that this packet is; null for one that is only counted. */
    @Nullable VrrpEvent admit(VrrpEvent event, Moment now) {
        return switch (event) {
            case AdvertReceived advert -> allowance(advert, now).take(now) ? advert : rejected(tooMany(advert), now);
            case AdvertRejected rejection -> rejected(rejection, now);
            case AdvertsRejected counted -> counted;
        };
    }

    private Allowance allowance(AdvertReceived advert, Moment now) {
        var name = advert.instance();
        var own = allowances.get(name);
        if (own == null) {
            forgetGone();
            own = new HashMap<>();
            allowances.put(name, own);
        }
        var known = own.get(advert.source());
        if (known != null) {
            return known;
        }
        if (own.size() >= SOURCES_MAX) {
            long silent = Math.max(SILENT_NANOS, SILENT_INTERVALS * intervals.applyAsLong(name));
            own.values().removeIf(allowance -> now.since(allowance.usedAt) > silent);
        }
        if (own.size() >= SOURCES_MAX) {
            return shared.computeIfAbsent(name, _ -> new Allowance(name, now));
        }
        var fresh = new Allowance(name, now);
        own.put(advert.source(), fresh);
        return fresh;
    }

    /** Not with each new instance, which would make the first adverts of many cost what their square is. */
    private void forgetGone() {
        if (allowances.size() >= forgetAt) {
            allowances.keySet().removeIf(gone -> intervals.applyAsLong(gone) == 0);
            shared.keySet().retainAll(allowances.keySet());
            forgetAt = Math.max(FORGET_LEAST, 2 * allowances.size());
        }
    }

    private static AdvertRejected tooMany(AdvertReceived advert) {
        return new AdvertRejected(
                advert.instance(),
                advert.source(),
                RejectReason.TOO_MANY,
                "in order, but far more of them than the advert interval explains: a loop in the network, or a flood",
                advert.lateNanos());
    }

    private @Nullable AdvertRejected rejected(AdvertRejected packet, Moment now) {
        var kind = new Kind(packet.instance(), packet.source(), packet.reason());
        var window = windows.get(kind);
        if (window != null) {
            window.count++;
            return null;
        }
        if (windows.size() < KINDS_MAX) {
            windows.put(kind, new Window(kind, now.plus(WINDOW_NANOS)));
            return packet;
        }
        var rest = beyond;
        if (rest == null) {
            var any = new Kind(packet.instance(), anyOf(packet.source()), RejectReason.TOO_MANY);
            rest = new Window(any, now.plus(WINDOW_NANOS));
            beyond = rest;
        }
        rest.count++;
        return null;
    }

    /** The unspecified address of a family: all sources. */
    private static Ip anyOf(Ip source) {
        return new Ip(source.family(), 0, 0);
    }

    /** When there is something to tell, at the earliest. */
    Moment due() {
        var rest = beyond;
        var first =
                windows.isEmpty() ? Moment.NEVER : windows.values().iterator().next().end;
        return rest == null ? first : first.earlierOf(rest.end);
    }

    /** Tells what was counted in the windows that are over. */
    void tell(Moment now, Consumer<VrrpEvent> taker) {
        if (!now.reaches(due())) {
            return;
        }
        Iterator<Window> all = windows.values().iterator();
        while (all.hasNext()) {
            var window = all.next();
            if (!now.reaches(window.end)) {
                break;
            }
            all.remove();
            window.tell(taker);
        }
        var rest = beyond;
        if (rest != null && now.reaches(rest.end)) {
            beyond = null;
            rest.tell(taker);
        }
    }

    private static final class Window {
        private final Kind kind;
        private final Moment end;
        private long count;

        Window(Kind kind, Moment end) {
            this.kind = kind;
            this.end = end;
        }

        void tell(Consumer<VrrpEvent> taker) {
            if (count > 0) {
                taker.accept(new AdvertsRejected(kind.instance(), kind.source(), kind.reason(), count));
            }
        }
    }

    /** How many adverts may still come: it fills with time, to a bound. */
    private final class Allowance {
        /** What a router may send beyond one in each interval: it was elected, lost, asked, was reloaded. */
        private static final long EXTRA_A_SECOND = 16;

        private static final long TIMES_THE_INTERVAL = 4;
        private static final long BURST_SECONDS = 4;
        private static final long SECOND = 1_000_000_000L;

        private final InstanceName name;
        private Moment usedAt;
        private Moment ratedAt;
        private long cost;
        private long nanos = BURST_SECONDS * SECOND;

        Allowance(InstanceName name, Moment now) {
            this.name = name;
            usedAt = now;
            ratedAt = now;
            cost = cost();
        }

        private long cost() {
            long interval = intervals.applyAsLong(name);
            return SECOND / (EXTRA_A_SECOND + (interval == 0 ? 0 : TIMES_THE_INTERVAL * SECOND / interval));
        }

        /** Whether one more may come. It is kept as time: an advert costs its share of a second. */
        boolean take(Moment now) {
            nanos = Math.min(BURST_SECONDS * SECOND, nanos + now.since(usedAt));
            usedAt = now;
            if (nanos < cost && now.since(ratedAt) >= SECOND) {
                ratedAt = now;
                cost = cost(); // a reload may have made it less
            }
            if (nanos < cost) {
                return false;
            }
            nanos -= cost;
            return true;
        }
    }
}
