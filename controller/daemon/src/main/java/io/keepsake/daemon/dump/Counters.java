package io.keepsake.daemon.dump;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.AdvertDiscarded;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Decision.BecameFault;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Decision.BecameStopped;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What happened to each instance since the start, or since it was cleared. Told by the election thread, which never waits
 * here; read and cleared from any other.
 */
public final class Counters {
    private final Map<InstanceName, Map<Counter, AtomicLong>> counts = new ConcurrentHashMap<>();
    private final Map<InstanceName, Instant> transitions = new ConcurrentHashMap<>();

    /** Counts what a turn tells of. */
    public void tell(Turn turn) {
        switch (turn.recorded().event()) {
            case AdvertReceived heard -> received(heard, turn);
            case AdvertRejected rejected -> add(rejected.instance(), of(rejected.reason()), 1);
            case AdvertsRejected rejected -> add(rejected.instance(), of(rejected.reason()), rejected.count());
            default -> {}
        }
        for (var decision : turn.decisions()) {
            decided(decision, turn.recorded().wall());
        }
        for (var effect : turn.effects()) {
            if (effect instanceof SendAdvert sent) {
                add(sent.instance(), Counter.ADVERT_SENT, 1);
                if (sent.advert().priority().equals(Priority.STOP)) {
                    add(sent.instance(), Counter.PRI_ZERO_SENT, 1);
                }
            }
        }
    }

    /** An advert that is no advert for this instance was not received, as keepalived counts. */
    private void received(AdvertReceived heard, Turn turn) {
        for (var decision : turn.decisions()) {
            if (decision instanceof AdvertDiscarded discarded && fails(discarded.reason())) {
                return;
            }
        }
        add(heard.instance(), Counter.ADVERT_RCVD, 1);
        if (heard.advert().priority().equals(Priority.STOP)) {
            add(heard.instance(), Counter.PRI_ZERO_RCVD, 1);
        }
    }

    private static boolean fails(DiscardReason reason) {
        return switch (reason) {
            case INTERVAL_MISMATCH, VERSION_MISMATCH, NOT_A_PEER, PEER_TTL, OWN_ADDRESS, ADDRESS_LIST -> true;
            case LOWER_PRIORITY, OWNER_IGNORES, NOT_RUNNING, STARTUP_DELAY -> false;
        };
    }

    private static @Nullable Counter of(RejectReason reason) {
        return switch (reason) {
            case TOO_SHORT, LENGTH -> Counter.PACKET_LEN_ERR;
            case TTL -> Counter.IP_TTL_ERR;
            case TYPE -> Counter.INVALID_TYPE_RCVD;
            case AUTH_TYPE -> Counter.AUTHTYPE_MISMATCH;
            case AUTH_FAILED -> Counter.AUTH_FAILURE;
            case INTERVAL -> Counter.ADVERT_INTERVAL_ERR;
            case VERSION, CHECKSUM, DESTINATION, TOO_MANY, UNKNOWN_VRID -> null;
        };
    }

    private void decided(Decision decision, Instant wall) {
        switch (decision) {
            case BecameMaster(var instance, var _, var _) -> {
                add(instance, Counter.BECOME_MASTER, 1);
                transitions.put(instance, wall);
            }
            case BecameBackup(var instance, var from, var _) -> left(instance, from, wall);
            case BecameFault(var instance, var from, var _) -> left(instance, from, wall);
            case BecameStopped(var instance, var from, var _) -> left(instance, from, wall);
            case AdvertDiscarded(var instance, var _, var reason, var _) -> {
                switch (reason) {
                    case INTERVAL_MISMATCH -> add(instance, Counter.ADVERT_INTERVAL_ERR, 1);
                    case ADDRESS_LIST -> add(instance, Counter.ADDR_LIST_ERR, 1);
                    case PEER_TTL -> add(instance, Counter.IP_TTL_ERR, 1);
                    default -> {}
                }
            }
            default -> {}
        }
    }

    private void left(InstanceName instance, Role from, Instant wall) {
        transitions.put(instance, wall);
        if (from == Role.MASTER) {
            add(instance, Counter.RELEASE_MASTER, 1);
        }
    }

    private void add(InstanceName instance, @Nullable Counter counter, long count) {
        if (counter != null) {
            var counted = counts.computeIfAbsent(instance, _ -> zeros()).get(counter);
            if (counted != null) {
                counted.addAndGet(count);
            }
        }
    }

    /** Nothing is put into it later, so that any thread may look into it. */
    private static Map<Counter, AtomicLong> zeros() {
        var zeros = new EnumMap<Counter, AtomicLong>(Counter.class);
        for (var counter : Counter.values()) {
            zeros.put(counter, new AtomicLong());
        }
        return zeros;
    }

    long of(InstanceName instance, Counter counter) {
        var counted = counts.get(instance);
        var count = counted == null ? null : counted.get(counter);
        return count == null ? 0 : count.get();
    }

    /** When it became what it is; the epoch for one that never became anything. */
    Instant transition(InstanceName instance) {
        return transitions.getOrDefault(instance, Instant.EPOCH);
    }

    /** Every count begins anew with 0. */
    void clear() {
        counts.clear();
    }
}
