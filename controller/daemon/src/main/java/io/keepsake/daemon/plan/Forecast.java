package io.keepsake.daemon.plan;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RunScript;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.ScriptEvent.End;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Script;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What elections come to after a turn, by the core itself: time goes on, routers that were heard go on, the kernel does
 * what it is asked at once, and a script that nobody knows yet succeeds. Nothing is sent or done.
 */
final class Forecast {
    private static final int EVENTS_MAX = 100_000;
    private static final int TTL = 255;

    /** Adverts that do not count, whatever their priority. */
    private static final Set<DiscardReason> OTHER_SETTINGS = Set.of(
            DiscardReason.INTERVAL_MISMATCH,
            DiscardReason.VERSION_MISMATCH,
            DiscardReason.ADDRESS_LIST,
            DiscardReason.NOT_A_PEER,
            DiscardReason.PEER_TTL);

    /** Far from the indexes of effects that the running director waits for. */
    private static final long FIRST_INDEX = 1L << 48;

    private final Map<InstanceName, HeardRouter> routers;
    private final Set<Script> newScripts;
    private final Moment begin;
    private final Instant wall;
    private final Map<InstanceName, Moment> adverts = new TreeMap<>();
    private final Map<InstanceName, SendAdvert> sent = new HashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final Map<InstanceName, DiscardReason> discarded = new TreeMap<>();
    private final Set<String> assumed = new TreeSet<>();
    private final Set<InstanceName> speaking = new TreeSet<>();
    private NodeState state;
    private Moment now;
    private long index = FIRST_INDEX;

    /**
     * An instance is something else.
     *
     * @param afterNanos since the turn
     */
    record Move(Decision.OfInstance decision, long afterNanos) {}

    /**
     * A forecast that begins with what a turn left.
     *
     * @param routers that are heard, by the instance that hears them
     * @param newScripts tracked scripts of which nothing is known
     */
    Forecast(NodeState state, Recorded last, Map<InstanceName, HeardRouter> routers, Set<Script> newScripts) {
        this.state = state;
        this.routers = routers;
        this.newScripts = newScripts;
        begin = last.at();
        now = begin;
        wall = last.wall();
        routers.forEach((instance, router) ->
                adverts.put(instance, begin.plus(router.advert().interval().nanos())));
    }

    /**
     * Plays on from {@code first}, the turn that was taken last.
     *
     * @return whether it came to the end of this time; false when more happens in it than is looked at
     */
    boolean play(Turn first, long nanos) {
        var until = begin.plus(nanos);
        follow(first);
        for (int i = 0; i < EVENTS_MAX; i++) {
            var speaker = earliest();
            var advertAt = speaker == null ? Moment.NEVER : speaker.getValue();
            var due = state.deadline().earlierOf(advertAt);
            if (due.compareTo(until) > 0) {
                return true;
            }
            now = due.compareTo(now) > 0 ? due : now;
            if (speaker != null && due.equals(advertAt)) {
                speak(speaker.getKey());
            } else {
                take(new DeadlineReached());
            }
        }
        return false;
    }

    private Map.@Nullable Entry<InstanceName, Moment> earliest() {
        Map.@Nullable Entry<InstanceName, Moment> earliest = null;
        for (var each : adverts.entrySet()) {
            earliest = earliest == null || each.getValue().compareTo(earliest.getValue()) < 0 ? each : earliest;
        }
        return earliest;
    }

    private void speak(InstanceName instance) {
        var router = Objects.requireNonNull(routers.get(instance));
        adverts.put(instance, now.plus(router.advert().interval().nanos()));
        var ours = sent.get(instance);
        boolean silent = role(instance) == Role.MASTER && ours != null && router.yieldsTo(ours.source(), ours.advert());
        if (silent) {
            speaking.remove(instance);
        } else {
            speaking.add(instance);
            take(new AdvertReceived(instance, router.address(), TTL, 0, router.advert()));
        }
    }

    private void take(Event event) {
        var reduced = NodeReducer.reduce(state, new Recorded(index, now, wall, event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        reduced.turn().decisions().forEach(this::note);
        follow(reduced.turn());
    }

    private void note(Decision decision) {
        switch (decision) {
            case Decision.BecameMaster d -> moved(d);
            case Decision.BecameBackup d -> moved(d);
            case Decision.BecameFault d -> moved(d);
            case Decision.AdvertDiscarded d
            when OTHER_SETTINGS.contains(d.reason()) -> discarded.putIfAbsent(d.instance(), d.reason());
            default -> {}
        }
    }

    private void moved(Decision.OfInstance decision) {
        moves.add(new Move(decision, now.since(begin)));
    }

    private void follow(Turn turn) {
        for (int i = 0; i < turn.effects().size(); i++) {
            follow(turn.effectIndex(i), turn.effects().get(i));
        }
    }

    private void follow(long effect, Effect what) {
        switch (what) {
            case SendAdvert e -> sent.put(e.instance(), e);
            case AddAddress e -> {
                take(new AddressSeen(e.address().place(), true));
                take(new EffectApplied(effect));
            }
            case RemoveAddress e -> {
                take(new AddressGone(e.address(), true));
                take(new EffectApplied(effect));
            }
            case RunScript e
            when e.tracked() && newScripts.contains(e.script()) -> {
                assumed.add(e.subject());
                take(new ScriptEnded(effect, e.subject(), e.script().toString(), End.EXITED, 0, 0, ""));
            }
            case Effect.Change _ -> take(new EffectApplied(effect));
            case Effect.Signal _ -> {}
        }
    }

    /** In their order. */
    List<Move> moves() {
        return moves;
    }

    /** Whether the router that an instance followed advertises at the end. */
    boolean speaks(InstanceName instance) {
        return speaking.contains(instance);
    }

    /** Why the first advert that did not count for an instance, by its settings, did not. */
    Map<InstanceName, DiscardReason> discarded() {
        return discarded;
    }

    /** Scripts that were taken to succeed. */
    Set<String> assumed() {
        return assumed;
    }

    /** What an instance is at the end. */
    Role role(InstanceName instance) {
        var vrrp = state.vrrp();
        return vrrp == null ? Role.INIT : vrrp.state(instance).role();
    }
}
