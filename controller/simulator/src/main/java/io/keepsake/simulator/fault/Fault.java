package io.keepsake.simulator.fault;

import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Ip;
import io.keepsake.simulator.fault.KernelDeeds.LinkTrouble;
import io.keepsake.simulator.fault.StrangerDeeds.Oddity;
import io.keepsake.simulator.world.Backends.Mode;
import io.keepsake.simulator.world.Deed;
import io.keepsake.simulator.world.Dice;
import io.keepsake.simulator.world.Path.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of trouble there are. A new one is a constant here, and a deed. */
public enum Fault {
    LOSS((dice, nodes) -> noise("loss", dice, nodes, new Noise(dice.from(50, 900), 0, 0, 0))),
    DUPLICATE((dice, nodes) -> noise("duplicate", dice, nodes, new Noise(0, dice.from(50, 900), 0, 0))),
    /** Late packets, so late that some overtake others. */
    DELAY((dice, nodes) -> noise("delay", dice, nodes, new Noise(0, dice.from(0, 200), 0, span(dice)))),
    DAMAGE((dice, nodes) -> noise("damage", dice, nodes, new Noise(0, 0, dice.from(50, 900), 0))),
    PARTITION((dice, nodes) -> new NetworkDeeds.Partition(dice.from(1, (1 << nodes) - 2), span(dice))),
    ONEWAY((dice, nodes) -> {
        int from = dice.below(nodes);
        return new NetworkDeeds.OneWay(from, other(dice, nodes, from), span(dice));
    }),
    PAUSE((dice, nodes) -> new ProcessDeeds.Pause(dice.below(nodes), span(dice))),
    FREEZE((dice, nodes) -> new ProcessDeeds.Freeze(dice.below(nodes), dice.chance(300), span(dice))),
    STEP((dice, nodes) -> step(dice, nodes)),
    CRASH((dice, nodes) -> new ProcessDeeds.Crash(dice.below(nodes), dice.any(0, 0, 1, 5, 40), span(dice))),
    STOP((dice, nodes) -> new ProcessDeeds.Stop(dice.below(nodes), span(dice))),
    REBOOT((dice, nodes) -> new ProcessDeeds.Reboot(dice.below(nodes), span(dice))),
    LINK((dice, nodes) -> new KernelDeeds.LinkFails(dice.below(nodes), dice.any(LinkTrouble.values()), span(dice))),
    TAKEN((dice, nodes) -> new KernelDeeds.AddressTaken(dice.below(nodes))),
    ADDED((dice, nodes) -> added(dice, dice.below(nodes))),
    SOURCE((dice, nodes) -> new KernelDeeds.SourceLost(dice.below(nodes), span(dice))),
    /** EBUSY, EEXIST, ENOBUFS, EPERM. */
    ERRNO((dice, nodes) -> new KernelDeeds.Refuses(dice.below(nodes), dice.from(1, 5), dice.any(16, 17, 105, 1))),
    SLOW((dice, nodes) -> slow(dice, nodes)),
    OVERRUN((dice, nodes) -> new KernelDeeds.NoticesLost(dice.below(nodes))),
    SOCKET((dice, nodes) -> new KernelDeeds.SocketsFail(dice.below(nodes), dice.from(1, 4))),
    STRANGER((dice, nodes) -> stranger(dice)),
    ODD((dice, nodes) ->
            new StrangerDeeds.Odd(dice.below(nodes), dice.chance(500) ? null : dice.any(RejectReason.values()))),
    RELOAD((dice, nodes) -> new ServerDeeds.Reload(dice.below(nodes), dice.bits(99), dice.chance(300))),
    /** Real servers that die, are slow, flap, or want another weight. */
    SERVER(false, (dice, nodes) -> server(dice)),
    IPVS(
            false,
            (dice, nodes) ->
                    new ServerDeeds.Edit(dice.below(nodes), dice.any(ServerDeeds.Hand.values()), dice.below(16))),
    /** EBUSY, EEXIST, ENOBUFS, EPERM. */
    REFUSE(
            false,
            (dice, nodes) -> new ServerDeeds.Refuses(
                    dice.below(nodes), dice.from(1, 5), dice.any(16, 17, 105, 1), dice.chance(300))),
    ABSENT(false, (dice, nodes) -> new ServerDeeds.Absent(dice.below(nodes), dice.chance(500), span(dice))),
    DRAIN(
            false,
            (dice, nodes) -> new ServerDeeds.Drains(
                    dice.below(nodes), dice.below(16), dice.chance(300), dice.chance(300), span(dice)));

    private static final long MILLI = 1_000_000L;
    private static final long HOUR = 3_600_000 * MILLI;

    /** The longest that a deed lasts. */
    static final long LASTS_NANOS = 30_000 * MILLI;

    private final boolean always;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Maker maker;

    /** Makes one deed of a kind for a world of so many machines, at least two. */
    private interface Maker {
        Deed make(Dice dice, int nodes);
    }

    Fault(Maker maker) {
        this(true, maker);
    }

    /** A fault; not always, but only in worlds with virtual servers. */
    Fault(boolean always, Maker maker) {
        this.always = always;
        this.maker = maker;
    }

    /** Whether it can happen in a world without virtual servers. */
    boolean always() {
        return always;
    }

    Deed make(Dice dice, int nodes) {
        return maker.make(dice, nodes);
    }

    /** Its name in small letters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kinds of the deeds that it makes. */
    public List<String> kinds() {
        return switch (this) {
            case FREEZE -> List.of("freeze", "sleep");
            case ODD -> List.of("reflected", "damaged");
            case SERVER -> List.of("down", "tardy", "flap", "weights");
            case LOSS,
                    DUPLICATE,
                    DELAY,
                    DAMAGE,
                    PARTITION,
                    ONEWAY,
                    PAUSE,
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
                    STRANGER,
                    RELOAD,
                    IPVS,
                    REFUSE,
                    ABSENT,
                    DRAIN -> List.of(word());
        };
    }

    /** The fault with this name in small letters. */
    public static Optional<Fault> of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst();
    }

    /** A blink, some adverts, or a long while. */
    private static long span(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> dice.nanos(MILLI, 500 * MILLI);
            case 1, 2 -> dice.nanos(500 * MILLI, 5_000 * MILLI);
            default -> dice.nanos(5_000 * MILLI, LASTS_NANOS);
        };
    }

    private static int other(Dice dice, int nodes, int not) {
        return (not + dice.from(1, nodes - 1)) % nodes;
    }

    private static Deed noise(String kind, Dice dice, int nodes, Noise noise) {
        int from = dice.below(nodes);
        return new NetworkDeeds.Noisy(kind, from, other(dice, nodes, from), noise, span(dice));
    }

    private static Deed step(Dice dice, int nodes) {
        return new ProcessDeeds.Step(dice.below(nodes), dice.nanos(-HOUR, HOUR));
    }

    private static Deed slow(Dice dice, int nodes) {
        return new KernelDeeds.Slow(dice.below(nodes), dice.nanos(10 * MILLI, 2_000 * MILLI), span(dice));
    }

    /** A virtual address, as it is configured or with another prefix, or one that is nobody's. */
    private static Deed added(Dice dice, int node) {
        return switch (dice.below(3)) {
            case 0 -> new KernelDeeds.AddressAdded(node, ConfigText.virtual(0, 0), 32);
            case 1 -> new KernelDeeds.AddressAdded(node, ConfigText.virtual(0, 0), 24);
            default -> new KernelDeeds.AddressAdded(node, Ip.v4(0x0a00_00c8 + dice.below(4)), 32);
        };
    }

    private static Deed server(Dice dice) {
        var real = ServerText.real(dice.below(2), dice.below(ServerText.REALS));
        var mode = dice.any(Mode.DOWN, Mode.DOWN, Mode.SLOW, Mode.FLAPPING, Mode.ASKING);
        return new ServerDeeds.RealServer(real, mode, dice.any(0, 1, 5, 100), span(dice));
    }

    private static Deed stranger(Dice dice) {
        int count = dice.from(1, 12);
        return new StrangerDeeds.Stranger(
                Ip.v4(dice.chance(500) ? 0x0a00_00fc : 0x0a00_0000),
                dice.any(0, 1, 50, 100, 150, 200, 254, 255, 255),
                dice.any(Oddity.values()),
                count,
                dice.nanos(10 * MILLI, LASTS_NANOS / count));
    }
}
