package io.keepsake.simulator.fault;

import io.keepsake.core.event.Hold;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.simulator.fault.ForeignRouters.Difference;
import io.keepsake.simulator.fault.KernelFaults.LinkTrouble;
import io.keepsake.world.Backends;
import io.keepsake.world.Injection;
import io.keepsake.world.Kernel;
import io.keepsake.world.Path.Impairment;
import io.keepsake.world.Scripts.Mode;
import io.keepsake.world.SeededRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of trouble there are. A new one is a constant here, and a injection. */
public enum Fault {
    LOSS((random, nodes) -> impaired("loss", random, nodes, new Impairment(random.from(50, 900), 0, 0, 0))),
    DUPLICATE((random, nodes) -> impaired("duplicate", random, nodes, new Impairment(0, random.from(50, 900), 0, 0))),
    /** Late packets, so late that some overtake others. */
    DELAY((random, nodes) -> impaired("delay", random, nodes, new Impairment(0, random.from(0, 200), 0, span(random)))),
    DAMAGE((random, nodes) -> impaired("damage", random, nodes, new Impairment(0, 0, random.from(50, 900), 0))),
    PARTITION((random, nodes) -> new NetworkFaults.Partition(random.from(1, (1 << nodes) - 2), span(random))),
    ONEWAY((random, nodes) -> {
        int from = random.below(nodes);
        return new NetworkFaults.OneWay(from, other(random, nodes, from), span(random));
    }),
    PAUSE((random, nodes) -> new ProcessFaults.Pause(random.below(nodes), random.chance(300), span(random))),
    FREEZE((random, nodes) -> new ProcessFaults.Freeze(random.below(nodes), random.chance(300), span(random))),
    STEP((random, nodes) -> step(random, nodes)),
    CRASH((random, nodes) -> new ProcessFaults.Crash(random.below(nodes), random.any(0, 0, 1, 5, 40), span(random))),
    STOP((random, nodes) -> new ProcessFaults.Stop(random.below(nodes), span(random))),
    REBOOT((random, nodes) -> new ProcessFaults.Reboot(random.below(nodes), span(random))),
    LINK((random, nodes) -> linkFails(random, nodes, Kernel.LINK)),
    TAKEN((random, nodes) -> random.chance(300)
            ? new KernelFaults.RoutesTaken(random.below(nodes))
            : new KernelFaults.AddressTaken(random.below(nodes))),
    ADDED((random, nodes) -> added(random, random.below(nodes))),
    SOURCE((random, nodes) -> new KernelFaults.SourceLost(random.below(nodes), span(random))),
    /** EBUSY, EEXIST, ENOBUFS, EPERM. */
    ERRNO((random, nodes) ->
            new KernelFaults.Refuses(random.below(nodes), random.from(1, 5), random.any(16, 17, 105, 1))),
    SLOW((random, nodes) -> slow(random, nodes)),
    OVERRUN((random, nodes) -> new KernelFaults.NoticesLost(random.below(nodes), random.chance(500))),
    SOCKET((random, nodes) -> new KernelFaults.SocketsFail(random.below(nodes), random.from(1, 4))),
    FOREIGN((random, nodes) -> foreignRouter(random)),
    ODD((random, nodes) -> new ForeignRouters.OddPacket(
            random.below(nodes), random.chance(500) ? null : random.any(RejectReason.values()))),
    RELOAD((random, nodes) -> new ServerFaults.Reload(random.below(nodes), random.bits(99), random.chance(300))),
    /** Real servers that die, are slow, flap, or want another weight. */
    SERVER(false, (random, nodes) -> server(random)),
    IPVS(
            false,
            (random, nodes) -> new ServerFaults.Edit(
                    random.below(nodes), random.any(ServerFaults.TableEdit.values()), random.below(16))),
    /** EBUSY, EEXIST, ENOBUFS, EPERM. */
    REFUSE(
            false,
            (random, nodes) -> new ServerFaults.Refuses(
                    random.below(nodes), random.from(1, 5), random.any(16, 17, 105, 1), random.chance(300))),
    ABSENT(false, (random, nodes) -> new ServerFaults.Absent(random.below(nodes), random.chance(500), span(random))),
    DRAIN(
            false,
            (random, nodes) -> new ServerFaults.Drains(
                    random.below(nodes), random.below(16), random.chance(300), random.chance(300), span(random))),
    /** The link that carries addresses only. */
    SECOND_LINK((random, nodes) -> linkFails(random, nodes, Kernel.SECOND_LINK)),
    UNANSWERED((random, nodes) -> new KernelFaults.AnswersLost(random.below(nodes), random.from(1, 3))),
    DROPPED((random, nodes) -> eventsDropped(random, nodes)),
    /** A reload that comes while the director stops. */
    STOP_RELOAD((random, nodes) -> new ServerFaults.StopAndReload(random.below(nodes), random.bits(99), span(random))),
    /** A file that was cut short, emptied, or is no configuration at all. */
    BROKEN_FILE((random, nodes) -> new ServerFaults.BrokenFile(random.below(nodes), random.bits(99))),
    /** The scripts that instances track fail, hang, or nobody knows. */
    SCRIPT((random, nodes) -> new ProcessFaults.ScriptsEnd(
            random.below(nodes),
            random.any(Mode.FAILS, Mode.FAILS, Mode.HANGS, Mode.SILENT, Mode.LATE, Mode.UNKNOWN, Mode.UNAVAILABLE),
            span(random))),
    /** Somebody writes a number into the files that instances track. */
    FILE((random, nodes) -> new ProcessFaults.FilesHold(
            random.below(nodes), random.any(1L, 1L, 2L, -3L, 50L, 300L, -300L), span(random))),
    /** Processes that instances track end, or there are too many. */
    PROCESS((random, nodes) ->
            new ProcessFaults.ProcessesRun(random.below(nodes), random.any(0, 0, 1, 7), span(random))),
    /** An operator demotes an instance, or holds it. */
    HOLD((random, nodes) -> new OperatorFaults.Holds(
            random.below(nodes), random.below(16), random.any(Hold.Kind.values()), random.chance(300), span(random)));

    private static final long MILLI = 1_000_000L;
    private static final long HOUR = 3_600_000 * MILLI;

    /** The longest that a injection lasts. */
    static final long LASTS_NANOS = 30_000 * MILLI;

    private final boolean always;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Factory factory;

    /** Makes one injection of a kind for a world of so many machines, at least two. */
    private interface Factory {
        Injection make(SeededRandom random, int nodes);
    }

    Fault(Factory factory) {
        this(true, factory);
    }

    /** A fault; not always, but only in worlds with virtual servers. */
    Fault(boolean always, Factory factory) {
        this.always = always;
        this.factory = factory;
    }

    /** Whether it can happen in a world without virtual servers. */
    boolean always() {
        return always;
    }

    Injection make(SeededRandom random, int nodes) {
        return factory.make(random, nodes);
    }

    /** Its name in small letters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kinds of the injections that it makes. */
    public List<String> kinds() {
        return switch (this) {
            case PAUSE -> List.of("pause", "pause_within");
            case FREEZE -> List.of("freeze", "sleep");
            case ODD -> List.of("reflected", "damaged");
            case HOLD -> List.of("demote", "hold");
            case SERVER -> List.of("down", "tardy", "flap", "weights");
            case LOSS,
                    DUPLICATE,
                    DELAY,
                    DAMAGE,
                    PARTITION,
                    ONEWAY,
                    STEP,
                    CRASH,
                    STOP,
                    REBOOT,
                    LINK,
                    TAKEN,
                    ADDED,
                    SOURCE,
                    ERRNO,
                    SLOW,
                    OVERRUN,
                    SOCKET,
                    FOREIGN,
                    RELOAD,
                    IPVS,
                    REFUSE,
                    ABSENT,
                    DRAIN,
                    SECOND_LINK,
                    UNANSWERED,
                    DROPPED,
                    STOP_RELOAD,
                    BROKEN_FILE,
                    SCRIPT,
                    FILE,
                    PROCESS -> List.of(word());
        };
    }

    /** The fault with this name in small letters. */
    public static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
    }

    /** A blink, some adverts, or a long while. */
    private static long span(SeededRandom random) {
        return switch (random.below(4)) {
            case 0 -> random.nanos(MILLI, 500 * MILLI);
            case 1, 2 -> random.nanos(500 * MILLI, 5_000 * MILLI);
            default -> random.nanos(5_000 * MILLI, LASTS_NANOS);
        };
    }

    private static int other(SeededRandom random, int nodes, int not) {
        return (not + random.from(1, nodes - 1)) % nodes;
    }

    private static Injection impaired(String kind, SeededRandom random, int nodes, Impairment impairment) {
        int from = random.below(nodes);
        return new NetworkFaults.ImpairedPath(kind, from, other(random, nodes, from), impairment, span(random));
    }

    private static Injection step(SeededRandom random, int nodes) {
        return new ProcessFaults.Step(random.below(nodes), random.nanos(-HOUR, HOUR));
    }

    private static Injection slow(SeededRandom random, int nodes) {
        return new KernelFaults.Slow(random.below(nodes), random.nanos(10 * MILLI, 2_000 * MILLI), span(random));
    }

    /** A virtual address, as it is configured or with another prefix, or one that is nobody's. */
    private static Injection added(SeededRandom random, int node) {
        return switch (random.below(3)) {
            case 0 -> new KernelFaults.AddressAdded(node, ConfigText.virtual(0, 0), 32);
            case 1 -> new KernelFaults.AddressAdded(node, ConfigText.virtual(0, 0), 24);
            default -> new KernelFaults.AddressAdded(node, Ip.v4(0x0a00_00c8 + random.below(4)), 32);
        };
    }

    private static Injection eventsDropped(SeededRandom random, int nodes) {
        return new KernelFaults.EventsDropped(
                random.below(nodes), random.from(1, 20), random.nanos(MILLI, 500 * MILLI));
    }

    private static Injection linkFails(SeededRandom random, int nodes, InterfaceName link) {
        return new KernelFaults.LinkFails(random.below(nodes), link, random.any(LinkTrouble.values()), span(random));
    }

    private static Injection server(SeededRandom random) {
        var real = ServerText.real(random.below(2), random.below(ServerText.REALS));
        var mode = random.any(
                Backends.Mode.DOWN,
                Backends.Mode.DOWN,
                Backends.Mode.SLOW,
                Backends.Mode.FLAPPING,
                Backends.Mode.ASKING);
        return new ServerFaults.RealServer(real, mode, random.any(0, 1, 5, 100), span(random));
    }

    private static Injection foreignRouter(SeededRandom random) {
        if (random.chance(150)) {
            // A rival of an owner, for long enough to make it lower itself, and then silent.
            return new ForeignRouters.ForeignRouter(
                    Ip.v4(0x0a00_0000), 255, Difference.NOTHING, 6, random.nanos(400 * MILLI, 900 * MILLI));
        }
        int count = random.from(1, 12);
        return new ForeignRouters.ForeignRouter(
                Ip.v4(random.chance(500) ? 0x0a00_00fc : 0x0a00_0000),
                random.any(0, 1, 50, 100, 150, 200, 254, 255, 255),
                random.any(Difference.values()),
                count,
                random.nanos(10 * MILLI, LASTS_NANOS / count));
    }
}
