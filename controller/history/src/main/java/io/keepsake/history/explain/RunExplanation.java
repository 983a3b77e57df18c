package io.keepsake.history.explain;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ConfigRefused;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.OthersHand.Forward;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The account of one run: what happened in the window with its causes, and a summary. */
final class RunExplanation {
    private final Consumer<String> out;
    private final long run;
    private final NodeHistory node;
    private final Map<InstanceName, InstanceHistory> histories = new LinkedHashMap<>();
    private final Story story;
    private final Telling telling;
    private final SendFailures failures;
    private final Rejections rejections;
    private final DualMasters rivals;
    private final ScriptHistory scripts;
    private final RoleChanges changes;
    private final RoleAfterHole afterHole;
    private final ForeignAddresses foreign;
    private final DuplicateAddresses duplicates;
    private final Reloads reloads;
    private final ServerChanges servers;
    private @Nullable ControllerConfig config;
    /** Whether nothing is missing since {@link #config} was learned. */
    private boolean configCertain;

    private boolean inWindow;

    RunExplanation(long run, Consumer<String> out, @Nullable String only, Window window, Clock clock) {
        this.run = run;
        this.out = out;
        this.node = new NodeHistory(run, clock);
        this.story = new Story(out);
        this.telling = new Telling(story, only, window, run);
        this.failures = new SendFailures(node, telling);
        this.rejections = new Rejections(node, telling);
        this.scripts = new ScriptHistory(node);
        this.rivals = new DualMasters(node, telling, failures);
        this.changes = new RoleChanges(node, telling, rejections, rivals, scripts);
        this.afterHole = new RoleAfterHole(node, telling, this::history);
        this.duplicates = new DuplicateAddresses(node, telling);
        this.foreign =
                new ForeignAddresses(node, telling, i -> history(i.name()).role());
        this.reloads = new Reloads(node, telling);
        this.servers = new ServerChanges(node, telling, story);
    }

    void onTurn(Folded folded) {
        var turn = folded.turn();
        var now = turn.recorded().at();
        beginWindow(turn);
        rivals.endGone(now);
        rejections.endQuiet(now);
        node.onTurn(folded);
        learn(folded);
        story.onEvent(turn);
        onEvent(turn.recorded().event(), turn);
        for (int i = 0; i < turn.decisions().size(); i++) {
            afterHole.onDecision(turn.decisions().get(i), turn, turn.decisionIndex(i));
            onDecision(turn.decisions().get(i), turn, turn.decisionIndex(i));
        }
        if (turn.recorded().event() instanceof AdvertReceived heard) {
            history(heard.instance()).onAdvertTaken(turn.recorded(), heard);
        }
        afterHole.onEffects(turn);
        foreign.onTurn(folded, config);
        duplicates.onTurn(folded, config);
        servers.onTurn(turn);
        failures.onTurn(turn);
        story.onEffects(turn);
        story.tellSettled(now);
    }

    /** What led to the window is read and not counted. */
    private void beginWindow(Turn turn) {
        if (!inWindow && telling.holds(turn)) {
            inWindow = true;
            node.beginWindow();
            histories.values().forEach(h -> h.statistics()
                    .beginWindow(h.role(), turn.recorded().at()));
        }
    }

    /** The configuration and roles, where a fold begins or takes up again and when a new configuration comes. */
    private void learn(Folded folded) {
        var turn = folded.turn();
        if (turn.recorded().event() instanceof ConfigAccepted accepted) {
            if (config != null) {
                reloads.accepted(configCertain ? config : null, accepted.config(), turn);
            }
            learn(accepted.config());
        }
        var reduced = folded.reduced();
        if (folded.before() == null && reduced != null) {
            learn(reduced.next(), turn);
        }
    }

    private void learn(ControllerConfig known) {
        config = known;
        configCertain = true;
        servers.learn(known);
    }

    private void learn(NodeState state, Turn turn) {
        var vrrp = state.vrrp();
        if (vrrp != null) {
            learn(vrrp.config());
            vrrp.config().instances().forEach(i -> {
                long index = turn.recorded().index();
                afterHole.seen(
                        i.name(), vrrp.state(i.name()).role(), turn, index, "the checkpoint " + node.cite(index));
            });
        }
    }

    void onLost(long from, String what) {
        node.onLost(from, what);
        histories.values().forEach(InstanceHistory::onLost);
        rivals.onLost();
        rejections.onLost();
        configCertain = false;
    }

    private InstanceHistory history(InstanceName name) {
        return histories.computeIfAbsent(name, n -> new InstanceHistory(n, node));
    }

    private @Nullable InstanceConfig config(InstanceName name) {
        List<InstanceConfig> all = config == null ? List.of() : config.instances();
        return all.stream().filter(i -> i.name().equals(name)).findFirst().orElse(null);
    }

    private @Nullable InstanceConfig certainConfig(InstanceName name) {
        return configCertain ? config(name) : null;
    }

    private void onEvent(Event event, Turn turn) {
        if (event instanceof AdvertReceived heard) {
            history(heard.instance()).onAdvert(turn.recorded(), heard);
            if (heard.advert().priority().equals(Priority.STOP)) {
                rivals.onGoodbye(turn.recorded(), heard);
            }
        } else if (event instanceof AdvertRejected rejected) {
            var history = history(rejected.instance());
            if (rejected.reason() != RejectReason.UNKNOWN_VRID) {
                history.onRejected(turn.recorded(), rejected);
            }
            rejections.onRejected(turn.recorded(), rejected, history.role());
        } else if (event instanceof AdvertsRejected counted) {
            var history = history(counted.instance());
            if (counted.reason() != RejectReason.UNKNOWN_VRID) {
                history.onCounted(turn.recorded().index(), counted);
            }
            rejections.onCounted(turn.recorded(), counted, history.role());
        } else if (event instanceof ConfigRefused refused) {
            reloads.refused(refused, turn);
        } else if (event instanceof WallClockStepped stepped) {
            clockStepped(stepped, turn);
        }
    }

    private void clockStepped(WallClockStepped stepped, Turn turn) {
        var now = turn.recorded();
        var from = now.wall().minusNanos(stepped.nanos());
        telling.tell(
                turn,
                List.of(
                        OthersHand.onWallClock("", stepped.nanos(), Forward.EITHER) + " (" + node.cite(now.index())
                                + ")",
                        "  so the times that are told here jump from "
                                + node.clock().dated(from) + " to "
                                + node.clock().dated(now.wall())));
    }

    private void onDecision(Decision decision, Turn turn, long index) {
        switch (decision) {
            case Decision.BecameBackup d ->
                changed(d, d.from(), Role.BACKUP, turn, index, causes(d, turn).explain(d.why()));
            case Decision.BecameMaster d ->
                changed(d, d.from(), Role.MASTER, turn, index, causes(d, turn).explain(d.why()));
            case Decision.BecameFault d ->
                changed(d, d.from(), Role.FAULT, turn, index, causes(d, turn).explain(d.reasons()));
            case Decision.BecameStopped d ->
                changed(d, d.from(), Role.INIT, turn, index, causes(d, turn).explain(d.why()));
            case Decision.FaultReasonsHeld d -> changes.reasonsHeld(d, turn, index);
            case Decision.AddressListDiffers d ->
                changes.listDiffers(history(d.instance()), d, certainConfig(d.instance()), turn, index);
            case Decision.MasterFollowed d -> history(d.instance()).onFollowed(turn.recorded(), d.master());
            case Decision.AdvertDiscarded d -> {
                var history = history(d.instance());
                history.onDiscarded(turn.recorded(), d);
                rejections.onDiscarded(turn.recorded(), d, history.role());
            }
            case Decision.LowerMasterHeard d -> {
                if (turn.recorded().event() instanceof AdvertReceived heard) {
                    rivals.onHeard(turn.recorded(), d, heard, history(d.instance()), certainConfig(d.instance()));
                }
            }
            case Decision.MasterHeld d -> changes.held(d, turn, index);
            case Decision.HandedOver d -> changes.handedOver(d, turn, index);
            case Decision.HeldBack d -> changes.heldBack(d, turn, index);
            case Decision.HoldEnded d -> changes.holdEnded(d, turn, index);
            case Decision.PriorityChanged d -> {
                history(d.instance()).onPriority(d, index);
                changes.priorityChanged(d, turn, index);
            }
            case Decision.GoodbyeHeard _,
                    Decision.AddressTaken _,
                    Decision.RoutingTaken _,
                    Decision.AddressesStand _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.OwnerPriorityHeld _ -> {}
            case Decision.OfServer d -> servers.onDecision(d, turn);
            case Decision.OfGroup _ -> {} // each member is told of, and whom it follows
            case Decision.OfLink d -> scripts.onDecision(d, index);
            case Decision.OfProcess d -> scripts.onDecision(d, index);
            case Decision.OfScript d -> scripts.onDecision(d, index);
        }
    }

    private Causes causes(Decision.OfInstance decision, Turn turn) {
        return changes.causes(history(decision.instance()), turn);
    }

    private void changed(Decision.OfInstance decision, Role from, Role to, Turn turn, long index, Causes causes) {
        var name = decision.instance();
        changes.changed(history(name), config(name), from, to, turn, index, causes);
    }

    /**
     * Nothing more is read of the run.
     *
     * @param cut the moment at which it goes on past the window; null when nothing more is recorded
     * @param how the run ended, in words
     */
    void end(@Nullable Moment cut, String how) {
        var ending = cut == null ? Ending.RECORD_ENDS : Ending.CUT;
        var last = cut == null ? node.last() : cut;
        rivals.endGone(last);
        rivals.end(ending);
        rejections.end();
        failures.end();
        story.end(last, ending);
        out.accept("summary of run " + run);
        histories.values().stream()
                .filter(history -> telling.wants(history.name()))
                .forEach(history -> out.accept("  " + history.statistics().summary(history.role())));
        out.accept("  " + node.stallSummary());
        out.accept("  end: " + how);
    }

    /** The instances of which this node was master at the end, for the words about it. */
    String masterOf() {
        return histories.values().stream()
                .filter(history -> history.role() == Role.MASTER)
                .map(history -> history.name().value())
                .collect(Collectors.joining(", "));
    }
}
