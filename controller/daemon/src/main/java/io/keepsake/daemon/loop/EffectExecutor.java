package io.keepsake.daemon.loop;

import io.keepsake.adapter.netlink.RouteNetlink;
import io.keepsake.adapter.netlink.RouteNetlink.Requested;
import io.keepsake.adapter.netlink.ipvs.IpvsNetlink;
import io.keepsake.adapter.netlink.nftables.FirewallNetlink;
import io.keepsake.adapter.vrrp.Outcome;
import io.keepsake.adapter.vrrp.VrrpAdapter;
import io.keepsake.config.process.ElectionThread;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Secret;
import io.keepsake.daemon.probe.Prober;
import io.keepsake.daemon.sys.ThreadTuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Carries out effects, in their order. Packets leave on the calling thread; all else is handed to the thread that does
 * it.
 */
public final class EffectExecutor {
    private final VrrpAdapter vrrp;
    private final RouteNetlink netlink;
    private final IpvsNetlink ipvs;
    private final FirewallNetlink firewall;
    private final Prober prober;
    private final Messages messages;
    private final Queue<Announced> announced = new ConcurrentLinkedQueue<>();
    private final ThreadTuning tuning = new ThreadTuning(System.err::println);

    /** Scripts, mail and the pipe: what is told to the world outside, none of it on the election thread. */
    public interface Messages {
        void configure(ControllerConfig config);

        void handle(long effect, Effect.RunScript script);

        void handle(long effect, Effect.SendMail mail);

        void handle(long effect, Effect.WriteFifo line);
    }

    private record Announced(ControllerConfig config, Map<InstanceName, Secret> secrets, ElectionThread thread) {}

    public EffectExecutor(
            VrrpAdapter vrrp,
            RouteNetlink netlink,
            IpvsNetlink ipvs,
            FirewallNetlink firewall,
            Prober prober,
            Messages messages) {
        this.vrrp = vrrp;
        this.netlink = netlink;
        this.ipvs = ipvs;
        this.firewall = firewall;
        this.prober = prober;
        this.messages = messages;
    }

    /**
     * Says what belongs to a configuration and is in no event, before that is offered as one: passwords, and how this host
     * is to run the elections. From any thread.
     */
    public void announce(ControllerConfig config, Map<InstanceName, Secret> secrets, ElectionThread thread) {
        announced.add(new Announced(config, secrets, thread));
    }

    /**
     * Does what the turn wishes; what is known at once is told to {@code answers}. Never blocks.
     *
     * @param health after the turn
     */
    void carryOut(Turn turn, HealthTable health, Consumer<Event> answers) {
        var accepted = turn.recorded().event() instanceof ConfigAccepted e ? e : null;
        if (accepted != null) {
            sayGoodbyes(turn, answers);
            configure(accepted.config(), health);
        }
        List<Requested> changes = new ArrayList<>();
        List<Requested> blocks = new ArrayList<>();
        for (int i = 0; i < turn.effects().size(); i++) {
            if (accepted == null || !isGoodbye(turn.effects().get(i))) {
                carryOut(
                        turn.effectIndex(i),
                        turn.effects().get(i),
                        turn.recorded().at(),
                        changes,
                        blocks,
                        answers);
            }
        }
        if (!blocks.isEmpty()) {
            firewall.apply(blocks);
        }
        if (!changes.isEmpty()) {
            netlink.apply(changes);
        }
        if (turn.recorded().event() instanceof LoopStalled stalled) {
            tuning.late(stalled.nanos());
        }
    }

    /** Instances that are no longer configured say goodbye while their sockets are still open. */
    private void sayGoodbyes(Turn turn, Consumer<Event> answers) {
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert e && isGoodbye(e)) {
                tellFailure(turn.effectIndex(i), vrrp.handle(e, turn.effectIndex(i)), answers);
            }
        }
    }

    private static boolean isGoodbye(Effect effect) {
        return effect instanceof SendAdvert e && e.advert().priority().equals(Priority.STOP);
    }

    private void configure(ControllerConfig config, HealthTable health) {
        Map<InstanceName, Secret> secrets = Map.of();
        for (var next = announced.poll(); next != null; next = announced.poll()) {
            if (next.config().equals(config)) {
                secrets = next.secrets();
                tuning.apply(next.thread());
                break;
            }
        }
        vrrp.configure(config, secrets);
        prober.configure(config.virtualServers(), health::incarnation);
        messages.configure(config);
    }

    private void carryOut(
            long index,
            Effect effect,
            Moment now,
            List<Requested> changes,
            List<Requested> blocks,
            Consumer<Event> answers) {
        switch (effect) {
            case SendAdvert e -> tellFailure(index, vrrp.handle(e, index), answers);
            case SendGratuitousArp e -> tellFailure(index, vrrp.handle(e, index, now), answers);
            case JoinGroup e -> tell(index, vrrp.handle(e), answers);
            case AddAddress e -> changes.add(new Requested(index, e));
            case Effect.AddRouting e -> changes.add(new Requested(index, e));
            case Effect.RemoveRouting e -> changes.add(new Requested(index, e));
            case Effect.SetPromotion e -> changes.add(new Requested(index, e));
            case RemoveAddress e -> {
                vrrp.forget(e.address());
                changes.add(new Requested(index, e));
            }
            case Effect.AddBlock e -> blocks.add(new Requested(index, e));
            case Effect.RemoveBlock e -> blocks.add(new Requested(index, e));
            case Effect.ReadBlocks e -> firewall.read(e.tables());
            case Effect.ProgramIpvs e -> ipvs.apply(index, e);
            case Effect.ReadIpvs _ -> ipvs.read();
            case Effect.ReadLinks _ -> netlink.read();
            case Effect.PaceCheck e -> prober.handle(e);
            case Effect.SuspendChecks e -> prober.handle(e);
            case Effect.ResumeChecks e -> prober.handle(e);
            case Effect.RunScript e -> messages.handle(index, e);
            case Effect.SendMail e -> messages.handle(index, e);
            case Effect.WriteFifo e -> messages.handle(index, e);
        }
    }

    private static void tell(long effect, Outcome outcome, Consumer<Event> answers) {
        switch (outcome) {
            case Outcome.Done _ -> answers.accept(new EffectApplied(effect));
            case Outcome.Failed _ -> tellFailure(effect, outcome, answers);
        }
    }

    private static void tellFailure(long effect, Outcome outcome, Consumer<Event> answers) {
        if (outcome instanceof Outcome.Failed(int errno, String detail)) {
            answers.accept(new EffectFailed(effect, errno, detail));
        }
    }
}
