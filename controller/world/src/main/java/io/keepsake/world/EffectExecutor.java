package io.keepsake.world;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.ScriptEvent.ScriptEnded;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Priority;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a director's effects do in its world, and whose a packet is: the adapters. */
final class EffectExecutor {
    private static final int ENETDOWN = 100;
    private static final int ENOTCONN = 107;
    private static final int ETIMEDOUT = 110;

    private final Machine machine;
    private final Director director;
    private final Prober prober;
    private final InstanceConfig[][] byVrid = new InstanceConfig[256][0];
    private final Map<InstanceName, InstanceConfig> byName = new HashMap<>();

    EffectExecutor(Machine machine, Director director) {
        this.machine = machine;
        this.director = director;
        prober = new Prober(machine, director);
    }

    /** Another configuration than before: sockets of instances that are no more close. */
    private void configure(ControllerConfig config) {
        var before = Map.copyOf(byName);
        byName.clear();
        config.instances().forEach(i -> byName.put(i.name(), i));
        before.values().stream()
                .filter(i -> !sameSockets(i, byName.get(i.name())))
                .forEach(i -> machine.kernel().sockets().close(i.name()));
        for (int vrid = 0; vrid < byVrid.length; vrid++) {
            byVrid[vrid] = new InstanceConfig[0];
        }
        for (var instance : config.instances()) {
            int vrid = instance.vrid().value();
            byVrid[vrid] = Arrays.copyOf(byVrid[vrid], byVrid[vrid].length + 1);
            byVrid[vrid][byVrid[vrid].length - 1] = instance;
        }
        prober.configure(config, director.state().health());
        machine.files().configure(config);
        machine.processes().configure(config);
    }

    private static boolean sameSockets(InstanceConfig before, @Nullable InstanceConfig after) {
        return after != null
                && before.vrid().equals(after.vrid())
                && before.link().equals(after.link())
                && before.unicast() == after.unicast()
                && (before.unicast() || before.group().equals(after.group()));
    }

    /** Whose a packet is: of those with its VRID the one in its group, or the one with the sender among its peers. */
    @Nullable InstanceConfig instanceOf(Packet packet) {
        var group = packet.group();
        InstanceConfig found = null;
        for (var instance : byVrid[packet.advert().vrid().value()]) {
            boolean here = group == null
                    ? instance.unicast()
                    : !instance.unicast() && instance.group().equals(group);
            boolean better = found == null || instance.unicastPeers().contains(packet.source());
            found = here && better ? instance : found;
        }
        return found;
    }

    /** What the director is told of a packet, or null when it is nobody's. */
    @Nullable VrrpEvent heard(Packet packet, long late) {
        var instance = instanceOf(packet);
        if (instance == null) {
            return null;
        }
        var damage = packet.damage();
        return damage == null
                ? new AdvertReceived(
                        instance.name(), packet.source(), 255, late, packet.advert(), ChecksumForm.USUAL, packet.id())
                : new AdvertRejected(instance.name(), packet.source(), damage, "expected another, found noise", late);
    }

    /** Does the effects of the turn; what is known at once is added to {@code answers}. */
    void carryOut(Turn turn, ArrayDeque<Event> answers) {
        var accepted = turn.recorded().event() instanceof ConfigAccepted e ? e : null;
        if (accepted != null) {
            sayGoodbyes(turn, answers);
            configure(accepted.config());
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            long index = turn.effectIndex(i);
            switch (turn.effects().get(i)) {
                case SendAdvert e -> {
                    if (accepted == null || !isGoodbye(e)) {
                        failed(index, send(e, index), answers);
                    }
                }
                case SendGratuitousArp e -> failed(index, announce(e), answers);
                case JoinGroup e -> {
                    var answer = join(index, e);
                    if (!machine.kernel().losesAnswer()) {
                        answers.add(answer);
                    }
                }
                case Effect.AddAddress e ->
                    machine.kernel()
                            .ask(
                                    index,
                                    new Kernel.AddressRequest(
                                            e.address().place(),
                                            e.address(),
                                            e.address().peer()));
                case Effect.RemoveAddress e ->
                    machine.kernel().ask(index, new Kernel.AddressRequest(e.address(), null, e.peer()));
                case Effect.AddBlock e -> machine.firewall().ask(index, e);
                case Effect.RemoveBlock e -> machine.firewall().ask(index, e);
                case Effect.ReadBlocks _ -> machine.firewall().read();
                case Effect.AddRouting e -> machine.kernel().ask(index, new Kernel.RoutingRequest(e.what(), true));
                case Effect.RemoveRouting e -> machine.kernel().ask(index, new Kernel.RoutingRequest(e.what(), false));
                case Effect.SetPromotion e ->
                    machine.kernel().ask(index, new Kernel.PromotionRequest(e.link(), e.on()));
                case Effect.ProgramIpvs e -> machine.ipvs().ask(index, e);
                case Effect.ReadIpvs _ -> machine.ipvs().read();
                case Effect.ReadLinks _ -> machine.kernel().loseNotices();
                case Effect.PaceCheck e -> prober.pace(e);
                case Effect.SuspendChecks e -> prober.suspend(e.server());
                case Effect.ResumeChecks e -> prober.resume(e.server());
                case Effect.RunScript e -> {
                    if (e.tracked()) {
                        machine.scripts().run(index, e, director);
                    } else {
                        answers.add(ended(index, e));
                    }
                }
                case Effect.SendMail _ -> answers.add(new EffectFailed(index, ETIMEDOUT, "mail: errno 110"));
                case Effect.WriteFifo _ -> {}
            }
        }
    }

    /** Instances that are no longer configured say goodbye while their sockets are open. */
    private void sayGoodbyes(Turn turn, ArrayDeque<Event> answers) {
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert e && isGoodbye(e)) {
                failed(turn.effectIndex(i), send(e, turn.effectIndex(i)), answers);
            }
        }
    }

    private static boolean isGoodbye(SendAdvert request) {
        return request.advert().priority().equals(Priority.STOP);
    }

    private static Event ended(long index, Effect.RunScript request) {
        return new ScriptEnded(
                index, request.subject(), request.script().toString(), ScriptEvent.End.EXITED, 0, 1_000_000, "");
    }

    private int send(SendAdvert request, long index) {
        var link = machine.kernel().link();
        var self = byName.get(request.instance());
        if (self == null || link == null || !machine.kernel().sockets().sends(self.name(), link.index())) {
            return ENOTCONN;
        }
        if (!link.up()) {
            return ENETDOWN;
        }
        if (link.running()) {
            machine.world().network().send(machine, self, request, AdvertReceived.idOf(index));
        }
        return 0;
    }

    private int announce(SendGratuitousArp request) {
        var link = machine.kernel().link(request.link());
        if (link == null || !link.up()) {
            return ENETDOWN;
        }
        if (link.running()) {
            machine.world().network().announce(machine, request.link(), request.addresses());
        }
        return 0;
    }

    private Event join(long index, JoinGroup request) {
        var self = byName.get(request.instance());
        var link = machine.kernel().link();
        int errno = self == null
                ? ENOTCONN
                : machine.kernel().sockets().open(self, request.linkIndex(), link == null ? 0 : link.index());
        return errno == 0 ? new EffectApplied(index) : new EffectFailed(index, errno, "socket: errno " + errno);
    }

    private static void failed(long index, int errno, ArrayDeque<Event> answers) {
        if (errno != 0) {
            answers.add(new EffectFailed(index, errno, "send: errno " + errno));
        }
    }
}
