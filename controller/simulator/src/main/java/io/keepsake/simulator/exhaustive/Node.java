package io.keepsake.simulator.exhaustive;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Role;
import io.keepsake.simulator.invariant.DirectorCheck;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One node with one instance. Its kernel does at once what it is asked.
 *
 * @param index of its next event
 */
record Node(NodeState state, long index) {
    static final Node NEW = new Node(NodeState.INITIAL, 1);

    /** A node after an event, and the adverts that it sent. */
    record TranscriptEntry(Node node, List<Effect.SendAdvert> sent) {}

    Role role() {
        var vrrp = state.vrrp();
        return vrrp == null
                ? Role.INIT
                : vrrp.state(vrrp.config().instances().getFirst().name()).role();
    }

    long deadline() {
        return state.deadline().nanos();
    }

    /** Tells it an event, and what its kernel answers. */
    TranscriptEntry told(int number, long now, Event event) {
        var sent = new ArrayList<Effect.SendAdvert>();
        var waiting = new ArrayDeque<Event>(List.of(event));
        var next = state;
        long place = index;
        while (!waiting.isEmpty()) {
            var recorded = new Recorded(place, new Moment(now), Instant.EPOCH, waiting.remove());
            var reduced = NodeReducer.reduce(next, recorded);
            DirectorCheck.alone(number, next, reduced.turn(), reduced.next());
            next = reduced.next();
            place = reduced.turn().nextIndex();
            carryOut(reduced.turn(), waiting, sent);
        }
        return new TranscriptEntry(new Node(next, place), sent);
    }

    private static void carryOut(Turn turn, ArrayDeque<Event> answers, List<Effect.SendAdvert> sent) {
        for (int i = 0; i < turn.effects().size(); i++) {
            long effect = turn.effectIndex(i);
            switch (turn.effects().get(i)) {
                case Effect.SendAdvert advert -> sent.add(advert);
                case Effect.JoinGroup _ -> answers.add(new EffectApplied(effect));
                case Effect.AddAddress add -> {
                    answers.add(new LinkEvent.AddressSeen(add.address().standing(), true));
                    answers.add(new EffectApplied(effect));
                }
                case Effect.RemoveAddress remove -> {
                    answers.add(new LinkEvent.AddressGone(remove.address(), true));
                    answers.add(new EffectApplied(effect));
                }
                case Effect.AddRouting add -> {
                    answers.add(new RoutingEvent.RoutingSeen(add.what(), true));
                    answers.add(new EffectApplied(effect));
                }
                case Effect.RemoveRouting remove -> {
                    answers.add(new RoutingEvent.RoutingGone(remove.what(), true));
                    answers.add(new EffectApplied(effect));
                }
                case Effect.AddBlock _, Effect.RemoveBlock _, Effect.SetPromotion _, Effect.ProgramIpvs _ ->
                    answers.add(new EffectApplied(effect));
                case Effect.Signal _ -> {}
            }
        }
    }
}
