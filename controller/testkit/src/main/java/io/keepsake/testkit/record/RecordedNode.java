package io.keepsake.testkit.record;

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
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.Heartbeat;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One director of a recorded cluster: the real rules and a real journal, with a clock of its own. */
public final class RecordedNode {
    private static final String LINK =
            "link=ens33 index=2 up=true running=true loopback=false mtu=1500 hardware=02:00:00:00:00:01";

    /** Nothing is ever deleted. */
    private static final JournalOptions OPTIONS = JournalOptions.of("0.1.0")
            .rollingEvery(Duration.ofDays(10), 64 << 20)
            .keepingFor(Duration.ofDays(10_000))
            .keepingBytes(1L << 40)
            .leavingFree(0);

    final String name;
    final Ip address;
    private final ControllerConfig config;
    private long clockNanos;
    private final JournalWriter writer;
    NodeState state = NodeState.INITIAL;
    private long index = 1;
    private long turns;

    /** When it says next that it lives, by its clock; at the end of time for one that never does. */
    private long beatAt = Long.MAX_VALUE;

    private int beats;

    /** @param clockNanos how far its wall clock is ahead of the truth */
    public RecordedNode(Path directory, String name, String address, int priority, long clockNanos, String instance)
            throws JournalFailure {
        this(directory, name, address, config(name, priority, instance), clockNanos);
    }

    /** @param config that it will run with; its links are all ens33 */
    public RecordedNode(Path directory, String name, String address, ControllerConfig config, long clockNanos)
            throws JournalFailure {
        this.name = name;
        this.address = Ip.parse(address);
        this.config = config;
        this.clockNanos = clockNanos;
        this.writer = Journals.openWriter(directory, OPTIONS);
    }

    /** One with instances of version 3 and 100 ms, which says that it lives, and begins a file after another. */
    static RecordedNode busy(
            Path directory, String name, String address, int priority, long clockNanos, List<String> instances)
            throws JournalFailure {
        var configs = new ArrayList<InstanceConfig>();
        for (var instance : instances) {
            int number = configs.size() + 1;
            configs.add(config(
                    priority,
                    instance,
                    number,
                    "192.168.181." + (number + 1) + "/32",
                    VrrpVersion.V3,
                    new AdvertInterval(10)));
        }
        var node =
                new RecordedNode(directory, name, address, ControllerConfig.ofInstances(name, 0, configs), clockNanos);
        node.beatAt = 0;
        return node;
    }

    public void start(Instant at, long nanos) throws JournalFailure {
        event(EventText.parseEvent("ProcessStarted node=" + name + " version=0.1.0 pid=99999999 boot=8d2c"), at, nanos);
        event(new ConfigAccepted(config, "vrrp_instance ..."), at, nanos + 1_000_000);
        event(
                EventText.parseEvent(
                        "KernelRead links=[{" + LINK + "}] addresses=[{link=ens33 address=" + address + "/24}]"),
                at,
                nanos + 2_000_000);
    }

    private static ControllerConfig config(String name, int priority, String instance) {
        var config = config(priority, instance, 51, "192.168.181.100/32", VrrpVersion.V2, AdvertInterval.ofSeconds(1));
        return ControllerConfig.ofInstances(name, 0, List.of(config));
    }

    private static InstanceConfig config(
            int priority, String instance, int vrid, String address, VrrpVersion version, AdvertInterval interval) {
        var virtual = new VirtualAddress(
                InterfaceAddress.parse(address), new InterfaceName("ens33"), null, 0, null, false, true);
        return new InstanceConfig(
                new InstanceName(instance),
                new InterfaceName("ens33"),
                new Vrid(vrid),
                version,
                Family.IPV4,
                Role.BACKUP,
                new Priority(priority),
                interval,
                AuthType.NONE,
                Ip.parse("224.0.0.18"),
                null,
                List.of(),
                List.of(virtual),
                List.of(),
                true,
                0,
                3,
                false,
                true,
                false,
                new GarpConfig(5_000_000_000L, 5, 0, 1, 5_000_000_000L, 5, 0),
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

    /** From now on the wall clock is so far ahead of the truth. */
    void setClock(long aheadNanos) {
        clockNanos = aheadNanos;
    }

    /** What the event led to; recorded at {@code nanos} of the monotonic clock, which shows {@code at} since it began. */
    public Turn event(Event event, Instant epoch, long nanos) throws JournalFailure {
        var wall = epoch.plusNanos(nanos + clockNanos);
        var reduced = NodeReducer.reduce(state, new Recorded(index, new Moment(nanos), wall, event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        writer.append(reduced.turn());
        turns++;
        if (nanos >= beatAt) {
            live(wall, nanos);
        }
        return reduced.turn();
    }

    /** A heartbeat, one of twelve with a fingerprint as the director's; and a new file when it is time. */
    private void live(Instant wall, long nanos) throws JournalFailure {
        beatAt = nanos + Heartbeat.EVERY_NANOS;
        var at = new Moment(nanos);
        long print = beats++ % 12 == 0 ? state.checkpoint().fingerprint() : Heartbeat.NOT_TAKEN;
        writer.append(new Turn(new Recorded(index++, at, wall, new Heartbeat(print, 0, 0)), List.of(), List.of()));
        if (writer.rollDue()) {
            writer.roll(new Turn(new Recorded(index++, at, wall, state.checkpoint()), List.of(), List.of()));
        }
    }

    public Turn deadline(Instant epoch, long nanos) throws JournalFailure {
        return event(new DeadlineReached(), epoch, nanos);
    }

    /** The kernel does what it was asked for. */
    public void answer(Instant epoch, long nanos) throws JournalFailure {
        for (var open : List.copyOf(state.kernel().unanswered().entrySet())) {
            switch (open.getValue()) {
                case Effect.AddAddress(var added) -> event(new AddressSeen(added.standing(), true), epoch, nanos);
                case Effect.RemoveAddress(var removed, var _) -> event(new AddressGone(removed, true), epoch, nanos);
                case Effect.AddRouting(var added) -> event(new RoutingSeen(added, true), epoch, nanos);
                case Effect.RemoveRouting(var removed) -> event(new RoutingGone(removed, true), epoch, nanos);
                case Effect.JoinGroup _,
                        Effect.AddBlock _,
                        Effect.RemoveBlock _,
                        Effect.SetPromotion _,
                        Effect.ProgramIpvs _ -> {}
            }
            event(new EffectApplied(open.getKey()), epoch, nanos);
        }
    }

    /** When it wants to be woken next. */
    public Moment deadline() {
        return state.deadline();
    }

    /** Indexes used so far. */
    public long events() {
        return index - 1;
    }

    /** Events recorded so far. */
    public long turns() {
        return turns;
    }

    public void close() throws JournalFailure {
        writer.close();
    }
}
