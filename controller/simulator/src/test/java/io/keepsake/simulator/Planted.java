package io.keepsake.simulator;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Role;
import io.keepsake.simulator.fault.Fault;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.world.Core;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Cores with a bug in them, each of which must be caught. */
enum Planted implements Core {
    NOPREEMPT_PROTECTS_A_MASTER("YieldsToTheBetter") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && isMaster(state, heard)
                    && !self(state, heard).preempt();
        }
    },
    EQUAL_PRIORITY_IGNORES_THE_ADDRESS("YieldsToTheBetter") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && isMaster(state, heard)
                    && heard.advert().priority().equals(self(state, heard).priority());
        }
    },
    GOODBYE_IS_NOT_HEARD("TakesOverInTime") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof AdvertReceived heard
                    && heard.advert().priority().value() == 0;
        }
    },
    DEADLINES_COME_TO_NOTHING("DoesNotSpin") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof DeadlineReached && state.configured() != null;
        }
    },
    DEAD_SERVERS_ARE_FORGOTTEN("LetsNoDeadServerIn") {
        @Override
        Setup setup() {
            return new Setup(2, 1, 2, "", 600_000_000_000L, Set.of(Fault.SERVER, Fault.CRASH), true);
        }

        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof LeftoversRecalled e
                    ? new LeftoversRecalled(new Leftovers(
                            e.leftovers().addresses(),
                            e.leftovers().services(),
                            List.of(),
                            e.leftovers().drains(),
                            e.leftovers().servers(),
                            e.leftovers().daemons()))
                    : event;
        }
    },
    DRIFT_IS_NOT_SEEN("TableConverges") {
        @Override
        boolean isDeafTo(NodeState state, Event event) {
            return event instanceof IpvsEvent.DestinationSeen || event instanceof IpvsEvent.DestinationGone;
        }
    },
    REFUSALS_ARE_TAKEN_FOR_DONE("TableConverges") {
        @Override
        Event heard(NodeState state, Event event) {
            return event instanceof ProgramRefused e ? new EffectApplied(e.effect()) : event;
        }
    };

    private final String caughtBy;

    Planted(String caughtBy) {
        this.caughtBy = caughtBy;
    }

    /** The invariant that is there for it. */
    String caughtBy() {
        return caughtBy;
    }

    /** Worlds in which it can be seen. */
    Setup setup() {
        return Setup.DEFAULT;
    }

    /** Whether it does not hear this at all. */
    boolean isDeafTo(NodeState state, Event event) {
        return false;
    }

    static Recorded as(Recorded recorded, Event event) {
        return new Recorded(recorded.index(), recorded.at(), recorded.wall(), event);
    }

    /** What it takes the event for. */
    Event heard(NodeState state, Event event) {
        return event;
    }

    @Override
    public Reduced reduce(NodeState state, Recorded recorded) {
        if (isDeafTo(state, recorded.event())) {
            return new Reduced(state, new Turn(recorded, List.of(), List.of()));
        }
        var other = as(recorded, heard(state, recorded.event()));
        var reduced = NodeReducer.reduce(state, other);
        return new Reduced(
                reduced.next(),
                new Turn(recorded, reduced.turn().decisions(), reduced.turn().effects()));
    }

    private static InstanceConfig self(NodeState state, AdvertReceived heard) {
        return Objects.requireNonNull(state.vrrp()).config().instances().stream()
                .filter(i -> i.name().equals(heard.instance()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isMaster(NodeState state, AdvertReceived heard) {
        var vrrp = state.vrrp();
        return vrrp != null
                && vrrp.inRole(Role.MASTER).stream().anyMatch(i -> i.name().equals(heard.instance()));
    }
}
