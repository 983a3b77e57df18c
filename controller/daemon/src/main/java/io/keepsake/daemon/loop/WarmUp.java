package io.keepsake.daemon.loop;

import io.keepsake.adapter.vrrp.VrrpAdapter;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.InstanceOptions;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays an election a few hundred times with a state, a clock and sockets of its own, on the loopback interface, where
 * nobody hears. The first real takeover then finds its code loaded and compiled: it leaves milliseconds earlier.
 */
public final class WarmUp {
    /** An owner's first advert has the processors first. */
    private static final long HEAD_START_NANOS = 300_000_000L;

    /** Enough for the compiler, whatever the machine. */
    private static final int ROUNDS = 400;

    private static final long AT_MOST_NANOS = 500_000_000L;

    private static final InstanceName NAME = new InstanceName("warmup");
    private static final InterfaceName LOOPBACK = new InterfaceName("lo");
    private static final Ip SELF = Ip.parse("127.0.0.1");
    private static final Ip OTHER = Ip.parse("127.0.0.2");

    private final VrrpAdapter vrrp;
    private final InstanceConfig self;
    private final ControllerConfig config;
    private NodeState state = NodeState.INITIAL;
    private Moment now = new Moment(0);
    private long index = 1;

    private WarmUp(VrrpAdapter vrrp, VrrpVersion version) {
        this.vrrp = vrrp;
        self = instance(version);
        config = ControllerConfig.ofInstances("warmup", 0, List.of(self));
        vrrp.configure(config, Map.of());
    }

    /** Warms up this version of the protocol on a thread of its own, which ends by itself. */
    public static void start(VrrpVersion version) {
        Thread.ofPlatform().daemon().name("warmup").start(() -> {
            LockSupport.parkNanos(HEAD_START_NANOS);
            try (var vrrp = VrrpAdapter.open()) {
                long until = System.nanoTime() + AT_MOST_NANOS;
                for (int i = 0; i < ROUNDS && System.nanoTime() < until; i++) {
                    new WarmUp(vrrp, version).playOnce();
                }
            }
        });
    }

    private static InstanceConfig instance(VrrpVersion version) {
        var address = new VirtualAddress(InterfaceAddress.parse("192.0.2.1/32"), LOOPBACK, null, 0, null, false, true);
        return new InstanceConfig(
                NAME,
                LOOPBACK,
                new Vrid(255),
                version,
                Family.IPV4,
                Role.BACKUP,
                new Priority(100),
                AdvertInterval.ofSeconds(1),
                AuthType.NONE,
                Ip.parse("224.0.0.18"),
                null,
                List.of(),
                List.of(address),
                List.of(),
                true,
                0,
                3,
                false,
                true,
                false,
                new GarpConfig(5_000_000_000L, 1, 5_000_000_000L, 1, 5_000_000_000L, 1, 0),
                true,
                List.of(),
                AddressListCheck.TELL,
                false,
                List.of(),
                Notifications.NONE,
                List.of(),
                List.of(),
                InstanceOptions.NONE);
    }

    /** Hears a master, misses it, takes over, defends, and yields. */
    private void playOnce() {
        take(new ConfigAccepted(config, ""));
        var loopback = new Link(LOOPBACK, 1, true, true, true, 65_536, HardwareAddress.NONE);
        var own = new LinkAddress(LOOPBACK, new InterfaceAddress(SELF, 8));
        take(KernelRead.plain(List.of(loopback), List.of(own)));
        waitForDeadline();
        hear(150);
        hear(150);
        waitForDeadline();
        waitForDeadline();
        hear(50);
        hear(200);
        vrrp.drain(_ -> {});
    }

    private void waitForDeadline() {
        now = state.deadline();
        take(new DeadlineReached());
    }

    private void hear(int priority) {
        now = now.plus(1_000_000);
        take(new AdvertReceived(NAME, OTHER, 255, 10_000, self.advert(new Priority(priority))));
    }

    private void take(Event event) {
        var reduced = NodeReducer.reduce(state, new Recorded(index, now, Instant.now(), event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        for (int i = 0; i < reduced.turn().effects().size(); i++) {
            execute(reduced.turn().effectIndex(i), reduced.turn().effects().get(i));
        }
    }

    private void execute(long index, Effect effect) {
        switch (effect) {
            case SendAdvert e -> vrrp.handle(e, index);
            case SendGratuitousArp e -> vrrp.handle(e, index, now);
            case JoinGroup e -> {
                vrrp.handle(e);
                take(new EffectApplied(index));
            }
            case AddAddress e -> {
                take(new AddressSeen(e.address().place(), true));
                take(new EffectApplied(index));
            }
            case RemoveAddress e -> {
                take(new AddressGone(e.address(), true));
                take(new EffectApplied(index));
            }
            case Effect.Change _ -> take(new EffectApplied(index));
            case Effect.Signal _ -> {}
        }
    }
}
