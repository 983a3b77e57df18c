package io.keepsake.testkit.lab;

import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A switch and hosts around it, each a network namespace without a name. Interface names and addresses are free, since
 * nothing leaves the namespaces. Needs root, or a kernel that gives ordinary users namespaces; see
 * {@link #requirements()}. Everything ends with {@link #close()}, or, however the JVM ends, a moment after it.
 */
public final class Lab implements AutoCloseable {
    private final Path directory;
    private final Guardian guardian;
    private final long switchHolder;
    private final List<Host> hosts = new CopyOnWriteArrayList<>();
    private final List<Port> ports = new CopyOnWriteArrayList<>();
    private final List<Capture> captures = new CopyOnWriteArrayList<>();
    private int files;

    private Lab(Path directory, Guardian guardian) {
        this.directory = directory;
        this.guardian = guardian;
        this.switchHolder = guardian.hold();
    }

    /** Opens an empty lab: a switch without hosts. */
    public static Lab open() {
        Tool.require(EnumSet.range(Tool.SH, Tool.TCPDUMP));
        Path directory;
        try {
            directory = Files.createTempDirectory("keepsake-lab-");
        } catch (IOException e) {
            throw new LabException("lab: cannot make a directory: " + e.getMessage(), e);
        }
        var guardian = Guardian.start(directory);
        try {
            var lab = new Lab(directory, guardian);
            lab.buildSwitch();
            return lab;
        } catch (LabException e) {
            guardian.close();
            throw e;
        }
    }

    /** Checks that the lab's programs and keepalived are there, and throws a message that says which packages to install. */
    public static void requirements() {
        Tool.require(EnumSet.range(Tool.SH, Tool.KEEPALIVED));
    }

    private void buildSwitch() {
        // No spanning tree and no delay: a port forwards at once. No snooping: the groups that routers may configure
        // outside of 224.0.0.0/24 would otherwise depend on reports that a cut cable loses.
        inSwitch("ip link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0");
        inSwitch("ip link set br0 up");
    }

    /** Runs one line of shell in the switch. */
    String inSwitch(String line) {
        return guardian.tell("nsenter -t " + switchHolder + " -n " + line);
    }

    /** Adds a host without an interface; {@link Host#connect} gives it some. */
    public Host host(String name) {
        var host = new Host(this, name, guardian.hold());
        hosts.add(host);
        return host;
    }

    /** Adds a host with one interface, such as {@code host("133", "ens33", "192.168.181.133/24")}. */
    public Host host(String name, String link, String... addresses) {
        var host = host(name);
        host.connect(link, addresses);
        return host;
    }

    /** The hosts in the order in which they were added. */
    public List<Host> hosts() {
        return List.copyOf(hosts);
    }

    Port connect(Host host, InterfaceName link, List<InterfaceAddress> addresses) {
        int number = ports.size() + 1;
        var port = new Port(this, host, "p" + number, link.value(), Port.hardwareFor(addresses, number));
        inSwitch("ip link add " + port.name() + " type veth peer name " + Guardian.quoted(link.value()) + " address "
                + port.hardware() + " netns " + host.holder());
        ports.add(port);
        inSwitch("ip link set " + port.name() + " up");
        captures.forEach(capture -> capture.tap(port));
        inSwitch("ip link set " + port.name() + " master br0");
        return port;
    }

    /**
     * Begins to record what hosts send, also those that are added later. What it sees is what leaves the host, even
     * when the port is cut and the frame goes no further.
     */
    public Capture capture() {
        var capture = new Capture(this, "");
        captures.add(capture);
        ports.forEach(capture::tap);
        return capture;
    }

    /**
     * What one host sends over the links it is plugged in with now and tcpdump's {@code filter} lets through, stamped as
     * it is handed to the link: not delayed by the switch, which on a busy machine forwards when it has a CPU. Ends when
     * the link is removed.
     */
    public Capture captureSent(Host host, String filter) {
        var capture = new Capture(this, filter);
        host.ports().forEach(port -> capture.tapSent(host, port));
        return capture;
    }

    void forget(Capture capture) {
        captures.remove(capture);
    }

    Tap tap(long holder, String link, Tap.Side side, String filter, Tap.Listener listener) {
        return Tap.open(guardian, file("tap"), holder, link, side, filter, listener);
    }

    Tap tapPort(Port port, String filter, Tap.Listener listener) {
        return tap(switchHolder, port.name(), Tap.Side.RECEIVED, filter, listener);
    }

    /** Loads the machine with {@code count} processes that only compute, each in its own session. */
    public List<Running> busy(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Running.start(
                        guardian,
                        Stream.concat(guardian.entering(switchHolder).stream(), Stream.of("setsid"))
                                .toList(),
                        List.of("sh", "-c", "while :; do :; done"),
                        Map.of(),
                        file("busy")))
                .toList();
    }

    /** A path in the lab's own directory that nothing else uses; it goes with the lab. */
    public synchronized Path file(String name) {
        return directory.resolve(++files + "-" + name);
    }

    Guardian guardian() {
        return guardian;
    }

    /** Kills whatever runs in the lab and removes it; returns when nothing is left. */
    @Override
    public void close() {
        captures.forEach(Capture::close);
        guardian.close();
    }
}
