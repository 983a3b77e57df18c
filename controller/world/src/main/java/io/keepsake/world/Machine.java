package io.keepsake.world;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.event.OperatorEvent.Stamp;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host: its clocks, its kernel, and the director that runs on it or does not. */
public final class Machine {
    private static final long BASE_NANOS = 1_000_000_000L;

    private final World world;
    private final int number;
    private final LinkAddress address;
    private final LinkAddress linkLocal;
    private final LinkAddress secondAddress;
    private final Link link;
    private final Link secondLink;
    private final Clock clock;
    private final Kernel kernel;
    private final Ipvs ipvs;
    private final Firewall firewall;
    private final Scripts scripts;
    private final TrackedFiles files;
    private final TrackedProcesses processes;
    private final NodePlan plan;
    private ControllerConfig config;
    private String configText;
    private @Nullable Director director;
    private Leftovers leftovers = Leftovers.NONE;
    private Stamp lastHeard;
    private @Nullable NodeState lastWritten;
    private String bootId;
    private int boots;
    private int runs;
    private long ableSince = Long.MAX_VALUE;

    Machine(World world, int number, NodePlan plan) {
        this.world = world;
        this.number = number;
        this.plan = plan;
        address = new LinkAddress(Kernel.LINK, InterfaceAddress.parse(addressOf(number) + "/24"));
        linkLocal = new LinkAddress(Kernel.LINK, new InterfaceAddress(linkLocalOf(number), 64));
        secondAddress = new LinkAddress(Kernel.SECOND_LINK, new InterfaceAddress(Ip.v4(0xc0a8_0101 + number), 24));
        link = link(Kernel.LINK, 2, 0x0200_0000_0000L + number + 1);
        secondLink = link(Kernel.SECOND_LINK, 3, 0x0200_0000_0100L + number + 1);
        clock = new Clock(BASE_NANOS * (number + 1), plan.driftPpm());
        kernel = new Kernel(world, this, List.of(link, secondLink), startup());
        ipvs = new Ipvs(world, this);
        firewall = new Firewall(world, this);
        scripts = new Scripts(this);
        files = new TrackedFiles(this);
        processes = new TrackedProcesses(this);
        config = plan.config();
        configText = plan.configText();
        bootId = bootId();
        lastHeard = stamp();
    }

    private static Link link(InterfaceName name, int index, long hardware) {
        return new Link(name, index, true, true, false, 1500, new HardwareAddress(hardware));
    }

    /** The addresses that its startup files put on its links. */
    public List<LinkAddress> startup() {
        return List.of(address, linkLocal, secondAddress);
    }

    /** The first address of the machine with this number. */
    public static Ip addressOf(int number) {
        return Ip.v4(0x0a00_0001 + number);
    }

    /** The link-local address of the machine with this number, on the same link. */
    public static Ip linkLocalOf(int number) {
        return new Ip(Family.IPV6, 0xfe80_0000_0000_0000L, number + 1);
    }

    private String bootId() {
        return "boot-" + (number + 1) + "-" + ++boots;
    }

    /** The true time. */
    public long now() {
        return world.now();
    }

    /** From 0. */
    public int number() {
        return number;
    }

    public String name() {
        return "n" + (number + 1);
    }

    /** The address that stands on its link from the beginning. */
    public LinkAddress address() {
        return address;
    }

    public Clock clock() {
        return clock;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Its IPVS table. */
    public Ipvs ipvs() {
        return ipvs;
    }

    /** Its packet filter. */
    public Firewall firewall() {
        return firewall;
    }

    /** The scripts that its instances track. */
    public Scripts scripts() {
        return scripts;
    }

    /** The files that its instances track. */
    public TrackedFiles files() {
        return files;
    }

    /** The processes that its instances track. */
    public TrackedProcesses processes() {
        return processes;
    }

    public NodePlan plan() {
        return plan;
    }

    public ControllerConfig config() {
        return config;
    }

    /** As {@code keepalived.conf} has it. */
    public String configText() {
        return configText;
    }

    String boot() {
        return bootId;
    }

    /** The director, or null while none runs. */
    public @Nullable Director director() {
        return director;
    }

    /** How many runs there were; the journal counts them so. */
    public int runs() {
        return runs;
    }

    Leftovers leftovers() {
        return leftovers;
    }

    /** What the run before knew by the last turn that its journal has; null while there was none. */
    public @Nullable NodeState lastWritten() {
        return lastWritten;
    }

    public World world() {
        return world;
    }

    /**
     * Since when this machine can play its part: a director runs and is not paused, packets pass, and its own
     * address is there. The end of time while it cannot.
     */
    public long ableSince() {
        return ableSince;
    }

    /** Looks again at whether this machine can play its part. */
    void updateAbility() {
        var present = director;
        boolean able = present != null && !present.paused() && kernel.usable() && sendsFromItsOwn();
        if (!able) {
            ableSince = Long.MAX_VALUE;
        } else if (ableSince == Long.MAX_VALUE) {
            ableSince = world.now();
        }
    }

    /** Whether its first address that is no virtual one is still the one that others know it by. */
    private boolean sendsFromItsOwn() {
        for (var standing : kernel.addresses()) {
            if (standing.equals(address)) {
                return !isGivenAway();
            }
            if (standing.link().equals(Kernel.LINK) && !isVirtual(standing)) {
                return false;
            }
        }
        return false;
    }

    /** Whether its own address is a virtual one of which it is no owner, as after a reload: it sends from another then. */
    private boolean isGivenAway() {
        return config.instances().stream()
                .filter(i -> !i.owner())
                .flatMap(InstanceConfig::virtual)
                .anyMatch(a -> a.place().equals(address));
    }

    private boolean isVirtual(LinkAddress standing) {
        return config.instances().stream()
                .flatMap(i -> Stream.concat(i.addresses().stream(), i.excluded().stream()))
                .anyMatch(a -> a.place().equals(standing));
    }

    /** A director begins to run, unless one does. */
    public void start() {
        if (director == null && !plan.neverStarts()) {
            runs++;
            var begun = new Director(this);
            director = begun;
            files.begin();
            processes.begin();
            world.onStart(this);
            begun.start();
            updateAbility();
        }
    }

    /** The director is gone, and leaves to the next run what its journal says. */
    void ended(Director which, NodeState written) {
        if (director == which) {
            director = null;
            lastWritten = written;
            leftovers = written.leftovers();
            lastHeard = stamp();
            kernel.closed();
            ipvs.closed();
            firewall.closed();
            updateAbility();
            world.onEnd(this);
        }
    }

    private Stamp stamp() {
        var at = clock.moment(world.now());
        return new Stamp(at, clock.wall(at));
    }

    /** The power fails and comes back: nothing is left but the startup files and the disk. */
    public void reboot() {
        var present = director;
        if (present != null) {
            present.kill(0);
        }
        bootId = bootId();
        clock.boot(world.now());
        var now = stamp();
        leftovers = leftovers.afterBoot(lastHeard, now);
        lastHeard = now;
        kernel.boot(startup());
        ipvs.boot();
        firewall.boot();
        linksBack();
        updateAbility();
    }

    private void linksBack() {
        makeLink(Kernel.LINK, false);
        makeLink(Kernel.SECOND_LINK, false);
        kernel.set(Kernel.LINK, true, true);
        kernel.set(Kernel.SECOND_LINK, true, true);
    }

    /** A link comes back with its first address, if it is gone: under another index, or under its own. */
    public void makeLink(InterfaceName name, boolean sameIndex) {
        if (name.equals(Kernel.LINK)) {
            kernel.make(link, address, sameIndex);
        } else {
            kernel.make(secondLink, secondAddress, sameIndex);
        }
        updateAbility();
    }

    /** It slept until now, and its monotonic clock stood still. */
    public void slept(long nanos) {
        clock.suspended(world.now() - nanos, world.now());
        kernel.slept(nanos);
        ipvs.slept(nanos);
        firewall.slept(nanos);
    }

    /** Someone sets the wall clock. */
    public void stepClock(long nanos) {
        clock.step(nanos);
        var present = director;
        if (present != null) {
            present.wallStepped(nanos);
        }
    }

    /** Everything is well from here on. */
    void endFaults() {
        kernel.endFaults();
        ipvs.endFaults();
        firewall.endFaults();
        linksBack();
        startup().forEach(own -> kernel.add(own, false));
        for (var standing : List.copyOf(kernel.addresses())) {
            if (!startup().contains(standing) && !isVirtual(standing)) {
                kernel.remove(standing, false);
            }
        }
        var present = director;
        if (present == null) {
            start();
        } else if (present.paused()) {
            present.resume();
        }
    }

    /** Someone writes another configuration; the director that runs is told of it. */
    public void reload(ControllerConfig other, String text) {
        config = other;
        configText = text;
        var present = director;
        if (present != null) {
            present.reload();
        }
        updateAbility();
    }
}
