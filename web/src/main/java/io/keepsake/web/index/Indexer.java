package io.keepsake.web.index;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.TrackEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts the items of one journal into the lanes of its index. */
final class Indexer implements JournalListener {
    private final NodeIndex node;
    private @Nullable RunIndex present;
    private boolean begun;

    Indexer(NodeIndex node) {
        this.node = node;
    }

    @Override
    public void onItem(JournalItem item) {
        switch (item) {
            case RunStarted started -> {
                present = node.begin(started.run(), started.version());
                begun = started.firstIndex() == 1;
            }
            case TurnRead read -> onTurn(read.turn());
            case Unknown unknown -> onUnknown(unknown);
            case Damaged damaged -> onDamaged(damaged);
        }
    }

    static long micros(Instant wall) {
        return wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1_000;
    }

    private void onTurn(Turn turn) {
        var run = present;
        if (run == null) {
            return;
        }
        var recorded = turn.recorded();
        long micros = recorded.at().nanos() / 1_000;
        run.time(micros, micros(recorded.wall()));
        onEvent(run, recorded.event(), recorded.index(), micros);
        var decisions = new DecisionLanes(run, micros);
        for (int i = 0; i < turn.decisions().size(); i++) {
            decisions.on(turn.decisions().get(i), turn.decisionIndex(i));
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            onEffect(run, turn.effects().get(i), turn.effectIndex(i), micros);
        }
        run.reached(turn.nextIndex());
    }

    private void onUnknown(Unknown unknown) {
        if (present != null) {
            long micros = unknown.at().nanos() / 1_000;
            present.time(micros, micros(unknown.wall()));
            present.add(Lane.process(), micros, unknown.index(), Kinds.UNKNOWN);
            lost(present, unknown.index(), "a turn with a kind that this version does not know: " + unknown.kind());
        }
    }

    private void onDamaged(Damaged damaged) {
        if (present != null) {
            present.add(Lane.process(), present.last(), present.nextIndex(), Kinds.DAMAGED);
            lost(present, present.nextIndex(), damaged.what());
        }
    }

    /** From here on no span is certain until something is said of it again. */
    private static void lost(RunIndex run, long index, String what) {
        run.hole(new RunIndex.Stretch(run.last(), run.last(), index, what));
        run.lanes().forEach((lane, _) -> {
            if (lane.kind().spans()) {
                run.enter(lane, run.last(), index, Lane.UNKNOWN);
            }
        });
    }

    private void onEvent(RunIndex run, Event event, long index, long micros) {
        switch (event) {
            case VrrpEvent e -> onVrrp(run, e, index, micros);
            case LinkEvent e -> new LinkLanes(run, micros).on(e, index);
            case HealthEvent.CheckPassed e -> run.add(check(e.checker()), micros, index, Lane.NO);
            case HealthEvent.CheckFailed e -> run.add(check(e.checker()), micros, index, Lane.YES);
            case HealthEvent.CheckUnknown _, HealthEvent.FileRead _ -> {}
            case IpvsEvent _, OutcomeEvent.ProgramRefused _ -> run.add(Lane.ipvs(), micros, index, Kinds.of(event));
            case OperatorEvent e -> onOperator(run, e, index, micros);
            case ScriptEvent _,
                    FirewallEvent _,
                    RoutingEvent _,
                    TrackEvent _,
                    OutcomeEvent.EffectFailed _,
                    OutcomeEvent.EventsDropped _,
                    OutcomeEvent.PartFailed _,
                    ClockEvent.WallClockStepped _,
                    ClockEvent.DeadlineRepeated _ -> run.add(Lane.process(), micros, index, Kinds.of(event));
            case ClockEvent.LoopStalled e -> {
                run.add(Lane.process(), micros, index, Kinds.of(event));
                run.stall(new RunIndex.Stretch(micros - e.nanos() / 1_000, micros, index, ""));
            }
            case JournalEvent.RecordingGap e -> {
                run.add(Lane.process(), micros, index, Kinds.of(event));
                lost(run, index, "not recorded: " + e.reason());
            }
            case JournalEvent.Heartbeat _ -> run.beats();
            case JournalEvent.Checkpoint e -> onCheckpoint(run, e, index, micros);
            case OutcomeEvent.EffectApplied _, ClockEvent.DeadlineReached _ -> {}
            case io.keepsake.core.event.Decision _ -> {}
        }
    }

    private static Lane check(CheckerId checker) {
        return new Lane(
                Lane.Kind.CHECK, checker.real().toString(), checker.server().value());
    }

    private static void onVrrp(RunIndex run, VrrpEvent event, long index, long micros) {
        var name = event.instance().value();
        switch (event) {
            case VrrpEvent.AdvertReceived e ->
                run.advert(
                        Lane.of(Lane.Kind.HEARD, name),
                        e.source(),
                        e.advert().priority().value(),
                        micros - e.lateNanos() / 1_000,
                        index);
            case VrrpEvent.AdvertRejected _, VrrpEvent.AdvertsRejected _ ->
                run.add(Lane.of(Lane.Kind.NOTE, name), micros, index, Kinds.of(event));
        }
    }

    private void onOperator(RunIndex run, OperatorEvent event, long index, long micros) {
        run.add(Lane.process(), micros, index, Kinds.of(event));
        switch (event) {
            case OperatorEvent.ProcessStarted e -> run.started(e.node(), e.bootId(), e.pid());
            case OperatorEvent.ConfigAccepted e -> configured(run, e.config(), index, micros);
            case OperatorEvent.StopRequested _ -> run.stop();
            case OperatorEvent.LeftoversRecalled e -> new ServerLanes(run, micros, index).recalled(e.leftovers());
            case OperatorEvent.ConfigRefused _,
                    OperatorEvent.DrainRequested _,
                    OperatorEvent.DrainCancelled _,
                    OperatorEvent.HoldRequested _,
                    OperatorEvent.HoldReleased _,
                    OperatorEvent.HandoverRequested _,
                    OperatorEvent.SignalHeard _ -> {}
        }
    }

    private static void configured(RunIndex run, ControllerConfig config, long index, long micros) {
        run.accept(config);
        for (var instance : config.instances()) {
            var role = Lane.of(Lane.Kind.ROLE, instance.name().value());
            if (run.lane(role) == null) {
                run.enter(role, micros, index, Roles.INIT);
            }
        }
        new ServerLanes(run, micros, index).configured(config);
    }

    /** The head of a file: all that a run whose beginning is gone begins with. */
    private void onCheckpoint(RunIndex run, JournalEvent.Checkpoint checkpoint, long index, long micros) {
        if (begun && run.holes().isEmpty()) {
            return;
        }
        begun = true;
        NodeState state;
        try {
            state = NodeState.of(checkpoint);
        } catch (IllegalArgumentException damaged) {
            run.add(Lane.process(), micros, index, Kinds.DAMAGED);
            return;
        }
        var vrrp = state.vrrp();
        if (vrrp != null) {
            configured(run, vrrp.config(), index, micros);
            for (var instance : vrrp.config().instances()) {
                var role = Lane.of(Lane.Kind.ROLE, instance.name().value());
                run.enter(
                        role,
                        micros,
                        index,
                        Roles.code(vrrp.state(instance.name()).role()));
            }
        }
        new ServerLanes(run, micros, index).all(state);
        new LinkLanes(run, micros).all(state.links().links(), state.links().addresses(), index);
    }

    private static void onEffect(RunIndex run, Effect effect, long index, long micros) {
        switch (effect) {
            case Effect.SendAdvert e ->
                run.advert(
                        Lane.of(Lane.Kind.SENT, e.instance().value()),
                        e.source(),
                        e.advert().priority().value(),
                        micros,
                        index);
            case Effect.SendGratuitousArp e -> new LinkLanes(run, micros).announced(e, index);
            case Effect.ProgramIpvs _ -> run.add(Lane.ipvs(), micros, index, Kinds.of(effect));
            case Effect.RunScript _, Effect.SendMail _, Effect.AddBlock _, Effect.RemoveBlock _ ->
                run.add(Lane.process(), micros, index, Kinds.of(effect));
            case Effect.JoinGroup _,
                    Effect.AddAddress _,
                    Effect.AddRouting _,
                    Effect.SetPromotion _,
                    Effect.RemoveRouting _,
                    Effect.RemoveAddress _,
                    Effect.ReadIpvs _,
                    Effect.ReadLinks _,
                    Effect.ReadBlocks _,
                    Effect.PaceCheck _,
                    Effect.SuspendChecks _,
                    Effect.ResumeChecks _,
                    Effect.WriteFifo _ -> {}
        }
    }

    static String place(LinkAddress address) {
        return address.address() + " " + address.link();
    }
}
