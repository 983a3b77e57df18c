package io.keepsake.replay;

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
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.RecordingGap;
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
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** A director's run as its recorder writes it: clocks of its own, the real rules, the real journal. */
final class Recording implements AutoCloseable {
    static final String PEER = "192.168.181.133";
    private static final Instant BEGUN = Instant.parse("2026-11-22T03:12:00Z");
    private static final long BOOTED_NANOS = 5_000_000_000L;
    private static final String LINK =
            "link=ens33 index=2 up=true running=%s loopback=false mtu=1500 hardware=02:00:00:00:00:01";

    private final JournalWriter writer;
    private NodeState state = NodeState.INITIAL;
    private long index = 1;
    private long now = BOOTED_NANOS;
    private long asked;
    private long stepped;

    Recording(Path directory) throws JournalFailure {
        this.writer = Journals.openWriter(directory, JournalOptions.of("0.1.0"));
    }

    /** A director that has read its configuration and its kernel, and listens. */
    static Recording started(Path directory, int priority) throws JournalFailure {
        return started(directory, priority, UnaryOperator.identity());
    }

    static Recording started(Path directory, int priority, UnaryOperator<String> configured) throws JournalFailure {
        return new Recording(directory).begin(priority, "8d2c", configured);
    }

    /** Starts a director in the boot {@code boot} of the machine. */
    Recording begin(int priority, String boot, UnaryOperator<String> configured) throws JournalFailure {
        var recording = this;
        recording.event("ProcessStarted node=node-b version=0.1.0 pid=4711 boot=" + boot);
        recording.pass(1_000_000).event(configured.apply(EventText.print(config(priority))));
        recording
                .pass(1_000_000)
                .event("KernelRead links=[{" + LINK.formatted(true)
                        + "}] addresses=[{link=ens33 address=192.168.181.132/24}]");
        recording.answered();
        return recording;
    }

    static ConfigAccepted config(int priority) {
        var address = new VirtualAddress(
                InterfaceAddress.parse("192.168.181.100/32"), new InterfaceName("ens33"), null, 0, null, false, true);
        var instance = new InstanceConfig(
                new InstanceName("VI_1"),
                new InterfaceName("ens33"),
                new Vrid(51),
                VrrpVersion.V2,
                Family.IPV4,
                priority == 255 ? Role.MASTER : Role.BACKUP,
                new Priority(priority),
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
        return new ConfigAccepted(
                ControllerConfig.ofInstances("node-b", 0, List.of(instance)), "vrrp_instance VI_1 { ... }");
    }

    Recording pass(long nanos) {
        now += nanos;
        return this;
    }

    /** Somebody sets the wall clock. */
    Recording stepClock(long nanos) throws JournalFailure {
        stepped += nanos;
        return event(new WallClockStepped(nanos));
    }

    Recording event(String line) throws JournalFailure {
        return event(EventText.parseEvent(line));
    }

    Recording event(Event event) throws JournalFailure {
        writer.append(turn(event));
        return this;
    }

    /** Happens, and is not written. */
    Recording unrecorded(String line) {
        turn(EventText.parseEvent(line));
        return this;
    }

    /** The turn as decided here, to be written otherwise. */
    Turn turn(Event event) {
        var wall = BEGUN.plusNanos(now - BOOTED_NANOS + stepped);
        var reduced = NodeReducer.reduce(state, new Recorded(index, new Moment(now), wall, event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        for (int i = 0; i < reduced.turn().effects().size(); i++) {
            if (reduced.turn().effects().get(i) instanceof Effect.RunScript run && run.tracked()) {
                asked = reduced.turn().effectIndex(i);
            }
        }
        return reduced.turn();
    }

    void write(Turn turn) throws JournalFailure {
        writer.append(turn);
    }

    Recording advert(int priority) throws JournalFailure {
        return advert(PEER, priority);
    }

    Recording advert(String source, int priority) throws JournalFailure {
        return event(advertLine(source, priority));
    }

    static String advertLine(String source, int priority) {
        return "AdvertReceived instance=VI_1 source=" + source
                + " ttl=255 late=0.000012s version=V2 vrid=51 priority=" + priority
                + " interval=1s auth=NONE addresses=192.168.181.100";
    }

    /** Adverts one second apart. */
    Recording adverts(int count, int priority) throws JournalFailure {
        for (int i = 0; i < count; i++) {
            pass(1_000_000_000L).advert(priority);
        }
        return this;
    }

    Recording linkUp(boolean up) throws JournalFailure {
        return event("LinkSeen " + LINK.formatted(up));
    }

    /** Waits for the next deadline and 0.2 ms. */
    Recording deadline() throws JournalFailure {
        return deadline(200_000);
    }

    /** Waits for the next deadline, and wakes {@code lateNanos} after it. */
    Recording deadline(long lateNanos) throws JournalFailure {
        now = Math.max(now, state.deadline().nanos() + lateNanos);
        return event(new DeadlineReached());
    }

    /** Does what is due at each deadline of the next {@code nanos}. */
    Recording deadlinesFor(long nanos) throws JournalFailure {
        long end = now + nanos;
        while (state.deadline().nanos() + 200_000 <= end) {
            deadline();
        }
        now = end;
        return this;
    }

    /** Adverts of {@code source} one second apart, and what is due meanwhile. */
    Recording beside(String source, int count, int priority) throws JournalFailure {
        for (int i = 0; i < count; i++) {
            advert(source, priority).deadlinesFor(1_000_000_000L);
        }
        return this;
    }

    /** The kernel does what it was asked for, and says so 1.1 ms later: first the notice, then the answer. */
    Recording answered() throws JournalFailure {
        for (var open : List.copyOf(state.kernel().unanswered().entrySet())) {
            pass(1_000_000);
            switch (open.getValue()) {
                case Effect.AddAddress(var address) -> event(new AddressSeen(address.standing(), true));
                case Effect.RemoveAddress(var address, var _) -> event(new AddressGone(address, true));
                case Effect.AddRouting(var what) -> event(new RoutingSeen(what, true));
                case Effect.RemoveRouting(var what) -> event(new RoutingGone(what, true));
                case Effect.JoinGroup _,
                        Effect.AddBlock _,
                        Effect.SetPromotion _,
                        Effect.RemoveBlock _,
                        Effect.ProgramIpvs _ -> {}
            }
            pass(100_000).event(new EffectApplied(open.getKey()));
        }
        return this;
    }

    /** The tracked script that was asked for last ends 5 ms later. */
    Recording script(int status, String output) throws JournalFailure {
        return pass(5_000_000)
                .event("ScriptEnded effect=#" + asked
                        + " subject=\"vrrp_script chk\" command=/bin/chk end=EXITED status=" + status
                        + " took=0.005s output=\"" + output + "\"");
    }

    /** What the recorder writes after it lost the turns from {@code from} on. */
    Recording gap(long from) throws JournalFailure {
        return event(new RecordingGap(from, index - 1, "the ring was full"));
    }

    Recording checkpoint() throws JournalFailure {
        return event(state.checkpoint());
    }

    long index() {
        return index;
    }

    /** The monotonic clock, in nanoseconds. */
    long now() {
        return now;
    }

    NodeState state() {
        return state;
    }

    @Override
    public void close() throws JournalFailure {
        writer.close();
    }
}
