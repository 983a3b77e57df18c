package io.keepsake.history.explain;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The account of one run: every change of role in the window with its causes, and a summary. */
final class Explanation {
    private static final int WAITING_MAX = 64;

    private final Consumer<String> out;
    private final @Nullable String only;
    private final Window window;
    private final long run;
    private final NodeHistory node;
    private final Map<InstanceName, InstanceHistory> histories = new LinkedHashMap<>();
    private final Map<InstanceName, DualMaster> dualMasters = new HashMap<>();
    private final Deque<TransitionAccount> waiting = new ArrayDeque<>();
    private final ServerExplanation servers;
    private @Nullable ControllerConfig config;

    Explanation(long run, Consumer<String> out, @Nullable String only, Window window) {
        this.run = run;
        this.out = out;
        this.only = only;
        this.window = window;
        this.node = new NodeHistory(run);
        this.servers = new ServerExplanation(run, out, only, window, node);
    }

    void onTurn(Folded folded) {
        var turn = folded.turn();
        node.onTurn(turn);
        learn(folded);
        waiting.forEach(account -> account.onEvent(turn));
        if (turn.recorded().event() instanceof AdvertReceived heard) {
            history(heard.instance()).onAdvert(turn, heard);
        } else if (turn.recorded().event() instanceof AdvertRejected rejected) {
            history(rejected.instance()).onRejected(turn, rejected);
        }
        var decisions = turn.decisions();
        for (int i = 0; i < decisions.size(); i++) {
            onDecision(decisions.get(i), turn, turn.decisionIndex(i));
        }
        waiting.forEach(account -> account.onEffects(turn));
        servers.onTurn(turn);
        tellSettled(turn);
    }

    /** The configuration and roles, where a fold begins or takes up again and when a new configuration comes. */
    private void learn(Folded folded) {
        var turn = folded.turn();
        if (turn.recorded().event() instanceof ConfigAccepted accepted) {
            config = accepted.config();
            servers.learn(accepted.config());
        }
        var reduced = folded.reduced();
        if (folded.before() == null && reduced != null) {
            learn(reduced.next(), turn);
        }
    }

    private void learn(NodeState state, Turn turn) {
        var vrrp = state.vrrp();
        if (vrrp != null) {
            config = vrrp.config();
            servers.learn(vrrp.config());
            vrrp.config().instances().forEach(i -> history(i.name())
                    .onRole(turn, turn.recorded().index(), vrrp.state(i.name()).role()));
        }
    }

    void onLost(long from, String what) {
        node.onLost(from, what);
        histories.values().forEach(InstanceHistory::onLost);
    }

    private InstanceHistory history(InstanceName name) {
        return histories.computeIfAbsent(name, n -> new InstanceHistory(n, node));
    }

    private void onDecision(Decision decision, Turn turn, long index) {
        switch (decision) {
            case Decision.BecameBackup d -> {
                var causes = causes(d, turn);
                causes.explain(d.why());
                changed(d, d.from(), Role.BACKUP, turn, index, causes);
            }
            case Decision.BecameMaster d -> {
                var causes = causes(d, turn);
                causes.explain(d.why());
                changed(d, d.from(), Role.MASTER, turn, index, causes);
            }
            case Decision.BecameFault d -> {
                var causes = causes(d, turn);
                causes.explain(d.reasons());
                changed(d, d.from(), Role.FAULT, turn, index, causes);
            }
            case Decision.BecameStopped d -> {
                var causes = causes(d, turn);
                causes.explain(d.why());
                changed(d, d.from(), Role.INIT, turn, index, causes);
            }
            case Decision.AdvertDiscarded d -> history(d.instance()).onDiscarded(turn, d);
            case Decision.LowerMasterHeard d -> rival(d, turn);
            case Decision.FaultReasonsHeld _,
                    Decision.MasterFollowed _,
                    Decision.GoodbyeHeard _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _,
                    Decision.AddressesStand _,
                    Decision.PriorityChanged _,
                    Decision.PreemptDelayed _,
                    Decision.RivalOwnerHeard _,
                    Decision.OwnerPriorityHeld _ -> {}
            case Decision.OfServer _ -> {}
        }
    }

    private Causes causes(Decision.OfInstance decision, Turn turn) {
        return new Causes(node, history(decision.instance()), turn);
    }

    private void changed(Decision.OfInstance decision, Role from, Role to, Turn turn, long index, Causes causes) {
        var name = decision.instance();
        endDualMaster(name, "it ended when " + name + " became " + word(to) + " (" + node.cite(index) + ")");
        history(name).onRole(turn, index, to);
        waiting.forEach(account -> account.closeFor(name, turn));
        if (!wanted(name) || !window.holds(run, turn)) {
            return;
        }
        var account = new TransitionAccount(name, config(name), turn.recorded().at(), node::cite);
        account.line(name + " became " + word(to) + " at "
                + Clock.dated(turn.recorded().wall()) + " (" + node.cite(index) + "), from " + from);
        causes.lines().forEach(account::line);
        account.onOwnTurn(turn);
        waiting.add(account);
        if (waiting.size() > WAITING_MAX) {
            tell(waiting.removeFirst());
        }
    }

    private static String word(Role role) {
        return role == Role.INIT ? "STOPPED" : role.name();
    }

    private boolean wanted(InstanceName name) {
        return only == null || only.equals(name.value());
    }

    private @Nullable InstanceConfig config(InstanceName name) {
        List<InstanceConfig> all = config == null ? List.of() : config.instances();
        return all.stream().filter(i -> i.name().equals(name)).findFirst().orElse(null);
    }

    private void rival(Decision.LowerMasterHeard heard, Turn turn) {
        if (wanted(heard.instance()) && window.holds(run, turn)) {
            var name = heard.instance();
            dualMasters.put(
                    name,
                    DualMaster.heard(
                            dualMasters.get(name),
                            heard,
                            turn.recorded(),
                            () -> endDualMaster(name, "the other was not heard any more")));
        }
    }

    private void endDualMaster(InstanceName name, String end) {
        var dualMaster = dualMasters.remove(name);
        if (dualMaster != null) {
            tellAll();
            dualMaster.tell(end, node::cite, out);
            out.accept("");
        }
    }

    private void tellSettled(Turn turn) {
        var now = turn.recorded().at();
        while (!waiting.isEmpty() && waiting.getFirst().settled(now)) {
            tell(waiting.removeFirst());
        }
        if (!dualMasters.isEmpty()) {
            var over = dualMasters.entrySet().stream()
                    .filter(e -> e.getValue().isOver(now))
                    .map(Map.Entry::getKey)
                    .toList();
            over.forEach(name -> endDualMaster(name, "the other was not heard any more"));
        }
    }

    private void tellAll() {
        while (!waiting.isEmpty()) {
            tell(waiting.removeFirst());
        }
    }

    private void tell(TransitionAccount account) {
        account.print(out);
        out.accept("");
    }

    /** The run is over, or what is recorded of it. */
    void end() {
        tellAll();
        servers.end();
        List.copyOf(dualMasters.keySet()).forEach(name -> endDualMaster(name, "it lasted to the end of what is recorded"));
        out.accept("summary of run " + run);
        histories.values().stream()
                .filter(history -> wanted(history.name()))
                .forEach(history -> out.accept("  " + history.summary()));
        out.accept("  " + node.stallSummary());
    }
}
