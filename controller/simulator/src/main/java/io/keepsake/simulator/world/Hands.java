package io.keepsake.simulator.world;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.value.InstanceName;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a director's effects do in its world, and whose a packet is: the adapters. */
final class Hands {
    private static final int ENETDOWN = 100;
    private static final int ENOTCONN = 107;

    private final Machine machine;
    private final @Nullable InstanceConfig[] byVrid = new @Nullable InstanceConfig[256];
    private final Map<InstanceName, InstanceConfig> byName = new HashMap<>();

    Hands(Machine machine) {
        this.machine = machine;
        configure();
    }

    /** The machine has another configuration than before: sockets of instances that are no more close. */
    void configure() {
        byName.clear();
        machine.config().instances().forEach(i -> byName.put(i.name(), i));
        for (int vrid = 0; vrid < byVrid.length; vrid++) {
            var before = byVrid[vrid];
            if (before != null && !byName.containsKey(before.name())) {
                machine.kernel().sockets().close(vrid);
                byVrid[vrid] = null;
            }
        }
        machine.config().instances().forEach(i -> byVrid[i.vrid().value()] = i);
    }

    /** What the director is told of a packet, or null when it is nobody's. */
    @Nullable VrrpEvent heard(Packet packet, long late) {
        var instance = byVrid[packet.advert().vrid().value()];
        if (instance == null) {
            return null;
        }
        var damage = packet.damage();
        return damage == null
                ? new AdvertReceived(instance.name(), packet.source(), 255, late, packet.advert())
                : new AdvertRejected(instance.name(), packet.source(), damage, "expected another, found noise", late);
    }

    /** Does what the turn wishes; what is known at once is added to {@code answers}. */
    void carryOut(Turn turn, ArrayDeque<Event> answers) {
        for (int i = 0; i < turn.effects().size(); i++) {
            long index = turn.effectIndex(i);
            switch (turn.effects().get(i)) {
                case SendAdvert e -> failed(index, send(e), answers);
                case SendGratuitousArp e -> failed(index, announce(e), answers);
                case JoinGroup e -> answers.add(join(index, e));
                case Effect.AddAddress e -> machine.kernel().ask(index, new Kernel.Wish(e.address().place(), true));
                case Effect.RemoveAddress e -> machine.kernel().ask(index, new Kernel.Wish(e.address(), false));
                case Effect.ProgramIpvs _,
                        Effect.ReadIpvs _,
                        Effect.PaceCheck _,
                        Effect.SuspendChecks _,
                        Effect.ResumeChecks _,
                        Effect.RunScript _,
                        Effect.SendMail _,
                        Effect.WriteFifo _ -> throw new IllegalStateException("no hand for " + turn.effects().get(i));
            }
        }
    }

    private int send(SendAdvert wish) {
        var link = machine.kernel().link();
        var self = byName.get(wish.instance());
        if (self == null || link == null || !machine.kernel().sockets().open(self.vrid().value(), link.index())) {
            return ENOTCONN;
        }
        if (!link.up()) {
            return ENETDOWN;
        }
        if (link.running()) {
            machine.world().network().send(machine, self, wish);
        }
        return 0;
    }

    private int announce(SendGratuitousArp wish) {
        var link = machine.kernel().link();
        if (link == null || !link.up()) {
            return ENETDOWN;
        }
        if (link.running()) {
            machine.world().network().announce(machine, wish.addresses());
        }
        return 0;
    }

    private Event join(long index, JoinGroup wish) {
        var self = byName.get(wish.instance());
        var link = machine.kernel().link();
        int errno = self == null
                ? ENOTCONN
                : machine.kernel().sockets().open(self.vrid().value(), wish.linkIndex(), link == null ? 0 : link.index());
        return errno == 0 ? new EffectApplied(index) : new EffectFailed(index, errno, "socket: errno " + errno);
    }

    private static void failed(long index, int errno, ArrayDeque<Event> answers) {
        if (errno != 0) {
            answers.add(new EffectFailed(index, errno, "send: errno " + errno));
        }
    }
}
