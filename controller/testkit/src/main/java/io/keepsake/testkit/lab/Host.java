package io.keepsake.testkit.lab;

import io.keepsake.core.value.Family;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A machine of the lab: a network namespace; files and processes are those of the real machine. */
public final class Host {
    private static final Pattern ADDRESS = Pattern.compile("\\sinet6? (\\S+)(?: peer (\\S+))?");

    private final Lab lab;
    private final String name;
    private final long holder;
    private final List<Port> ports = new CopyOnWriteArrayList<>();

    Host(Lab lab, String name, long holder) {
        this.lab = lab;
        this.name = name;
        this.holder = holder;
    }

    public String name() {
        return name;
    }

    /** The process that keeps the namespace: {@code nsenter -t holder -n} enters it. */
    public long holder() {
        return holder;
    }

    /**
     * Plugs an interface into the switch, up and with carrier. IPv6 is off on it unless one of the addresses is of that
     * family, so that nobody hears of routers or neighbours that a test did not ask for.
     */
    public Port connect(String link, String... addresses) {
        var parsed = Stream.of(addresses).map(InterfaceAddress::parse).toList();
        var port = lab.connect(this, new InterfaceName(link), parsed);
        ports.add(port);
        if (parsed.stream().anyMatch(address -> address.ip().family() == Family.IPV6)) {
            run("sh", "-c", "echo 0 > \"/proc/sys/net/ipv6/conf/$0/disable_ipv6\"", link);
        }
        parsed.forEach(address -> addAddress(link, address));
        run("ip", "link", "set", link, "up");
        Await.until("carrier on " + port, Duration.ofSeconds(5), () -> carrier(link));
        return port;
    }

    private void addAddress(String link, InterfaceAddress address) {
        var words = new ArrayList<>(List.of("ip", "address", "add", address.toString(), "dev", link));
        words.addAll(address.ip().family() == Family.IPV6 ? List.of("nodad") : List.of("broadcast", "+"));
        run(words.toArray(String[]::new));
    }

    /** The ports of the switch this host is plugged into, in the order of {@link #connect}. */
    public List<Port> ports() {
        return List.copyOf(ports);
    }

    /** Cuts every cable of the host ({@link Port#cut()}). */
    public void cut() {
        ports.forEach(Port::cut);
    }

    /** Cuts one direction of every cable of the host. */
    public void cut(Direction direction) {
        ports.forEach(port -> port.cut(direction));
    }

    /** Undoes every cut. */
    public void heal() {
        ports.forEach(Port::heal);
    }

    /** Takes the carrier from every interface of the host. */
    public void unplug() {
        ports.forEach(Port::unplug);
    }

    /** Gives every interface of the host its carrier back. */
    public void plug() {
        ports.forEach(Port::plug);
    }

    /** Whether the interface is up and has carrier. */
    public boolean carrier(String link) {
        return run("ip", "-o", "link", "show", "dev", link).contains("LOWER_UP");
    }

    /** The addresses that stand on an interface, in the kernel's order. */
    public List<InterfaceAddress> addresses(String link) {
        return run("ip", "-o", "address", "show", "dev", link)
                .lines()
                .flatMap(line -> ADDRESS.matcher(line).results())
                .map(match -> InterfaceAddress.parse(
                        match.group(2) == null ? match.group(1) : withLengthOf(match.group(1), match.group(2))))
                .toList();
    }

    /** With a peer, iproute2 prints the length of the network behind the peer only. */
    private static String withLengthOf(String local, String peer) {
        return local + peer.substring(peer.indexOf('/'));
    }

    /** Whether an address stands on any interface that is plugged in. */
    public boolean has(Ip ip) {
        return ports.stream().flatMap(port -> addresses(port.link()).stream()).anyMatch(address -> address.ip()
                .equals(ip));
    }

    /** Runs a command to its end and returns what it printed; fails when its exit status is not 0. */
    public String run(String... command) {
        var words = new ArrayList<>(lab.guardian().entering(holder));
        words.addAll(List.of(command));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PATH", Tool.PATH);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new LabException(
                        name + ": exit status " + status + " of " + String.join(" ", command) + ":\n" + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new LabException(name + ": cannot run " + String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(name + ": interrupted while running " + String.join(" ", command), e);
        }
    }

    /** Starts a process, such as a director, in its own session, with its output in a file of the lab. */
    public Running start(String... command) {
        return start(List.of(command), Map.of(), lab.file(name + ".log"));
    }

    /**
     * Starts a process in its own session, with signals as a service has them, whatever whoever started the tests
     * ignores; {@code log} receives its output behind what it already holds.
     */
    public Running start(List<String> command, Map<String, String> environment, Path log) {
        var entering = Stream.concat(
                        lab.guardian().entering(holder).stream(),
                        Stream.of("setsid", "env", "--default-signal=HUP,INT,QUIT"))
                .toList();
        return Running.start(lab.guardian(), entering, command, environment, log);
    }

    /** Starts keepalived with the text of a configuration. */
    public Keepalived keepalived(String configuration, String... arguments) {
        return keepalived(write("keepalived.conf", configuration), arguments);
    }

    /** Starts keepalived in the foreground with its log on the console and pid files of its own. */
    public Keepalived keepalived(Path configuration, String... arguments) {
        Tool.require(List.of(Tool.KEEPALIVED));
        var pids = lab.file(name + "-keepalived");
        var vrrpPidFile = Path.of(pids + ".vrrp");
        var command = new ArrayList<>(List.of("keepalived", "-n", "-l", "-D", "-f", configuration.toString()));
        command.addAll(List.of("-p", pids + ".pid", "-r", vrrpPidFile.toString(), "-c", pids + ".checkers"));
        command.addAll(List.of(arguments));
        return new Keepalived(start(command.toArray(String[]::new)), vrrpPidFile);
    }

    /** Follows the addresses of this host from now on. */
    public AddressWatch watch() {
        return AddressWatch.start(lab.guardian().entering(holder), name);
    }

    /** Asks for {@code vip} every 5 ms from now on and records the answers. */
    public Probe probe(Ip vip) {
        return Probe.start(lab, this, vip);
    }

    /** A new file of this host in the lab's directory. */
    Path write(String file, String text) {
        var path = lab.file(name + "-" + file);
        try {
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new LabException("lab: cannot write " + path + ": " + e.getMessage(), e);
        }
    }

    /** A new empty directory of this host in the lab's. */
    Path directory(String purpose) {
        var path = lab.file(name + "-" + purpose);
        try {
            return Files.createDirectory(path);
        } catch (IOException e) {
            throw new LabException("lab: cannot make " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
