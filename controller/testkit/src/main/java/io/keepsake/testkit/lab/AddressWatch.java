package io.keepsake.testkit.lab;

import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Follows the addresses of one host with time stamps, by {@code ip monitor}. Any thread may ask. */
public final class AddressWatch implements AutoCloseable {
    private static final Pattern LINE =
            Pattern.compile("\\[(\\S+)\\] (Deleted )?\\d+: (\\S+)\\s+inet6? ([^/\\s]+)(?: peer [^/\\s]+)?(/\\d+)?.*");

    private final Process monitor;
    private final String host;
    private final List<AddressEvent> events = new CopyOnWriteArrayList<>();

    private AddressWatch(Process monitor, String host) {
        this.monitor = monitor;
        this.host = host;
    }

    static AddressWatch start(List<String> entering, String host) {
        var words = new ArrayList<>(entering);
        words.addAll(List.of("ip", "-o", "-ts", "monitor", "address"));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("PATH", Tool.PATH);
        builder.environment().put("TZ", "UTC");
        try {
            var watch = new AddressWatch(builder.start(), host);
            Thread.ofPlatform().daemon().name("watch " + host).start(watch::read);
            Await.until("ip monitor on " + host, Duration.ofSeconds(5), watch::listening);
            return watch;
        } catch (IOException e) {
            throw new LabException(host + ": cannot run ip monitor: " + e.getMessage(), e);
        }
    }

    /** Whether the process has joined its netlink groups: the fourth column of its socket in /proc is not zero. */
    private boolean listening() {
        try (var lines = Files.lines(Path.of("/proc/" + monitor.pid() + "/net/netlink"))) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .anyMatch(columns -> columns[2].equals(Long.toString(monitor.pid())) && !columns[3].matches("0+"));
        } catch (IOException | UncheckedIOException e) {
            throw new LabException(host + ": ip monitor has ended: " + e.getMessage(), e);
        }
    }

    private void read() {
        try (BufferedReader lines = monitor.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var match = LINE.matcher(line);
                if (match.matches()) {
                    var length = match.group(5) == null ? "" : match.group(5);
                    var address = InterfaceAddress.parse(match.group(4) + length);
                    events.add(new AddressEvent(
                            Instant.parse(match.group(1) + "Z"),
                            match.group(2) == null,
                            new LinkAddress(new InterfaceName(match.group(3)), address)));
                }
            }
        } catch (IOException e) {
            // The process was closed while we read.
        }
    }

    /** All events so far, in the order of the kernel. */
    public List<AddressEvent> events() {
        return List.copyOf(events);
    }

    /** The first time after {@code after} that {@code ip} was added, waiting for it. */
    public AddressEvent awaitAdded(Ip ip, Instant after, Duration within) {
        return await(ip + " to be added on " + host, ip, true, after, within);
    }

    /** The first time after {@code after} that {@code ip} was removed, waiting for it. */
    public AddressEvent awaitRemoved(Ip ip, Instant after, Duration within) {
        return await(ip + " to be removed on " + host, ip, false, after, within);
    }

    private AddressEvent await(String what, Ip ip, boolean added, Instant after, Duration within) {
        return Await.value(what, within, () -> events.stream()
                .filter(event -> event.added() == added
                        && event.at().isAfter(after)
                        && event.address().address().ip().equals(ip))
                .findFirst());
    }

    @Override
    public void close() {
        monitor.destroyForcibly();
    }
}
