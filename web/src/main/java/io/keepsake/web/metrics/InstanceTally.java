package io.keepsake.web.metrics;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts of instances. Not for several threads. */
final class InstanceTally {
    /** A change of role. */
    record Change(String instance, String from, String to, String cause) implements Comparable<Change> {
        @Override
        public int compareTo(Change other) {
            return toString().compareTo(other.toString());
        }
    }

    /** What of the adverts of another router is not as it is configured here. */
    record Difference(String instance, String what) implements Comparable<Difference> {
        @Override
        public int compareTo(Difference other) {
            return toString().compareTo(other.toString());
        }
    }

    private static final List<String> DIFFERENCES =
            List.of("addresses", "authentication", "interval", "peer", "version", "vrid");

    final Map<Difference, Long> differences = new TreeMap<>();
    final Map<String, EnumMap<Counter, Long>> counts = new TreeMap<>();
    final Map<Change, Long> changes = new TreeMap<>();
    private final Map<String, Timer> gaps = new TreeMap<>();
    private final MeterRegistry registry;
    private final Map<String, Long> heardAt = new TreeMap<>();

    InstanceTally(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A silence between two runs is none of the network's. */
    void runStarted() {
        heardAt.clear();
    }

    /** While it is master it hears nobody, and what comes after is no gap. */
    private void listensNoMore(InstanceName instance) {
        heardAt.remove(instance.value());
    }

    void on(VrrpEvent event, long nanos) {
        switch (event) {
            case VrrpEvent.AdvertReceived heard -> received(heard, nanos);
            case VrrpEvent.AdvertRejected e -> rejected(e.instance(), e.reason(), 1);
            case VrrpEvent.AdvertsRejected e -> rejected(e.instance(), e.reason(), e.count());
        }
    }

    private void received(VrrpEvent.AdvertReceived heard, long nanos) {
        count(heard.instance(), Counter.ADVERTISEMENTS_RECEIVED);
        if (heard.advert().priority().equals(Priority.STOP)) {
            count(heard.instance(), Counter.PRIORITY_ZERO_RECEIVED);
        }
        var name = heard.instance().value();
        long arrived = nanos - heard.lateNanos();
        var before = heardAt.put(name, arrived);
        if (before != null) {
            gaps.computeIfAbsent(name, this::gap).record(arrived - before, TimeUnit.NANOSECONDS);
        }
    }

    private Timer gap(String name) {
        return Tally.timer(
                        "keepsake_vrrp_advert_gap_seconds",
                        "Time between adverts heard",
                        50,
                        110,
                        250,
                        500,
                        900,
                        1_100,
                        1_500,
                        2_100,
                        3_100,
                        5_000,
                        10_000,
                        30_000)
                .tag("iname", name)
                .register(registry);
    }

    private void differs(InstanceName instance, String what, long times) {
        differences.merge(new Difference(instance.value(), what), times, Long::sum);
    }

    private void rejected(InstanceName instance, RejectReason reason, long times) {
        switch (reason) {
            case AUTH_TYPE, AUTH_FAILED -> differs(instance, "authentication", times);
            case VERSION -> differs(instance, "version", times);
            case UNKNOWN_VRID -> differs(instance, "vrid", times);
            case TOO_SHORT, LENGTH, TTL, TYPE, CHECKSUM, DESTINATION, INTERVAL, TOO_MANY -> {}
        }
        switch (reason) {
            case TOO_SHORT, LENGTH -> count(instance, Counter.PACKET_LENGTH_ERRORS, times);
            case TTL -> count(instance, Counter.TTL_ERRORS, times);
            case TYPE, VERSION -> count(instance, Counter.INVALID_TYPE, times);
            case AUTH_TYPE -> count(instance, Counter.AUTHENTICATION_MISMATCH, times);
            case AUTH_FAILED -> count(instance, Counter.AUTHENTICATION_FAILURE, times);
            case INTERVAL -> count(instance, Counter.INTERVAL_ERRORS, times);
            case CHECKSUM, DESTINATION, TOO_MANY, UNKNOWN_VRID -> {}
        }
    }

    void on(Decision.OfInstance decision) {
        switch (decision) {
            case Decision.BecameMaster d -> {
                count(d.instance(), Counter.BECOME_MASTER);
                listensNoMore(d.instance());
                change(d, d.from(), Role.MASTER, d.why().getClass().getSimpleName());
            }
            case Decision.BecameBackup d ->
                change(d, d.from(), Role.BACKUP, d.why().getClass().getSimpleName());
            case Decision.BecameFault d -> {
                listensNoMore(d.instance());
                change(
                        d,
                        d.from(),
                        Role.FAULT,
                        d.reasons().isEmpty()
                                ? "FAULT"
                                : d.reasons().getFirst().reason().name());
            }
            case Decision.BecameStopped d -> {
                listensNoMore(d.instance());
                change(d, d.from(), Role.INIT, d.why().getClass().getSimpleName());
            }
            case Decision.AddressListDiffers d -> {
                count(d.instance(), Counter.ADDRESS_LIST_ERRORS);
                differs(d.instance(), "addresses", 1);
            }
            case Decision.AdvertDiscarded d -> discarded(d);
            case Decision.FaultReasonsHeld _,
                    Decision.MasterFollowed _,
                    Decision.GoodbyeHeard _,
                    Decision.LowerMasterHeard _,
                    Decision.AddressTaken _,
                    Decision.RoutingTaken _,
                    Decision.AddressesStand _,
                    Decision.PriorityChanged _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.MasterHeld _,
                    Decision.HandedOver _,
                    Decision.HeldBack _,
                    Decision.HoldEnded _,
                    Decision.OwnerPriorityHeld _ -> {}
        }
    }

    private void discarded(Decision.AdvertDiscarded discarded) {
        if (discarded.reason() == DiscardReason.INTERVAL_MISMATCH) {
            count(discarded.instance(), Counter.INTERVAL_ERRORS);
        }
        switch (discarded.reason()) {
            case INTERVAL_MISMATCH -> differs(discarded.instance(), "interval", 1);
            case VERSION_MISMATCH -> differs(discarded.instance(), "version", 1);
            case ADDRESS_LIST -> differs(discarded.instance(), "addresses", 1);
            case NOT_A_PEER -> differs(discarded.instance(), "peer", 1);
            case LOWER_PRIORITY, PEER_TTL, OWN_ADDRESS, OWNER_IGNORES, NOT_RUNNING, STARTUP_DELAY -> {}
        }
    }

    private void change(Decision.OfInstance decision, Role from, Role to, String cause) {
        if (from == Role.MASTER) {
            count(decision.instance(), Counter.RELEASE_MASTER);
        }
        changes.merge(new Change(decision.instance().value(), from.name(), to.name(), cause), 1L, Long::sum);
    }

    void sent(Effect.SendAdvert sent) {
        count(sent.instance(), Counter.ADVERTISEMENTS_SENT);
        if (sent.advert().priority().equals(Priority.STOP)) {
            count(sent.instance(), Counter.PRIORITY_ZERO_SENT);
        }
    }

    private void count(InstanceName instance, Counter counter) {
        count(instance, counter, 1);
    }

    private void count(InstanceName instance, Counter counter, long times) {
        counts.computeIfAbsent(instance.value(), this::begun).merge(counter, times, Long::sum);
    }

    /** A counter that begins where it is first counted is not seen to rise then: all there will be begin at 0. */
    private EnumMap<Counter, Long> begun(String instance) {
        DIFFERENCES.forEach(what -> differences.putIfAbsent(new Difference(instance, what), 0L));
        return new EnumMap<>(Counter.class);
    }
}
