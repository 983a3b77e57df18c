package io.keepsake.lab.survival;

import io.keepsake.core.event.Event;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.AddressEvent;
import io.keepsake.testkit.lab.AddressWatch;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host with a director that can be started again and again on the same journal. */
final class Node {
    static final String LINK = "ens33";
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String FOREIGN = "10.77.77.77";

    private final Host host;
    private final Ip address;
    private final Path config;
    private final Path log;
    private final Path pidFile;
    private final AddressWatch watch;
    private final Map<String, String> environment;
    private Path journal;
    private @Nullable Running director;

    /** A host {@code 192.168.181.<number>} with an address on the same interface that is none of Keepsake's business. */
    Node(Lab lab, Map<String, String> environment, int number) {
        this.environment = new HashMap<>(environment);
        address = Ip.parse("192.168.181." + number);
        host = lab.host("n" + number, LINK, address + "/24");
        host.run("ip", "address", "add", FOREIGN + "/32", "dev", LINK);
        config = lab.file("keepsake.conf");
        journal = lab.file("journal");
        log = lab.file("director.log");
        pidFile = lab.file("director.pid");
        watch = host.watch();
    }

    /** A node alone in its lab. */
    static Node alone(Lab lab) {
        return new Node(lab, Installation.shared(), 1);
    }

    Host host() {
        return host;
    }

    Ip address() {
        return address;
    }

    Path journal() {
        return journal;
    }

    Path log() {
        return log;
    }

    Path pidFile() {
        return pidFile;
    }

    Path config() {
        return config;
    }

    Map<String, String> environment() {
        return environment;
    }

    void journalIn(Path directory) {
        journal = directory;
    }

    void configure(String text) {
        try {
            Files.writeString(config, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command of the director; {@code more} options come last, where they win. */
    List<String> command(String... more) {
        return Installation.director(host.name(), config, pidFile, journal, more);
    }

    Running start() {
        return run(command());
    }

    Running run(List<String> command) {
        return run(command, log);
    }

    Running run(List<String> command, Path output) {
        var started = host.start(command, environment, output);
        director = started;
        return started;
    }

    /** The director's program once more, with the files of the running one, to its end. */
    Running ask(String... more) {
        var words = new ArrayList<>(List.of(Installation.LAUNCHER.toString(), "director"));
        words.addAll(List.of("-f", config.toString(), "-p", pidFile.toString()));
        words.addAll(List.of(more));
        var running = host.start(words, environment, log.resolveSibling("ask.log"));
        running.awaitExit(PATIENCE);
        return running;
    }

    /** The director that was started last, if any. */
    List<Running> directors() {
        var started = director;
        return started == null ? List.of() : List.of(started);
    }

    Running director() {
        if (director == null) {
            throw new IllegalStateException(host + " has no director");
        }
        return director;
    }

    boolean has(String ip) {
        return host.has(Ip.parse(ip));
    }

    void awaitHas(String ip, boolean wanted) {
        Await.until(host + (wanted ? " to have " : " to lose ") + ip, PATIENCE, () -> has(ip) == wanted);
    }

    /** Waits until a run of at least this number tells such an event in the journal. */
    void awaitRecorded(long run, String what, Class<? extends Event> kind) {
        Await.until(what + " in run " + run, PATIENCE, () -> JournalCheck.read(journal).turns(run).stream()
                .anyMatch(turn -> JournalCheck.tells(turn, kind)));
    }

    /** What happened to an address on this host. */
    List<AddressEvent> changesOf(String ip) {
        return watch.events().stream()
                .filter(event -> event.address().address().ip().equals(Ip.parse(ip)))
                .toList();
    }

    /** When the last of {@code count} addresses that begin like this was added. */
    Instant awaitAdded(String beginning, int count) {
        return Await.value(count + " addresses on " + host, PATIENCE, () -> {
            var added = watch.events().stream()
                    .filter(event -> event.added()
                            && event.address().address().toString().startsWith(beginning))
                    .map(AddressEvent::at)
                    .toList();
            return added.size() >= count ? added.stream().max(Instant::compareTo) : Optional.empty();
        });
    }

    /** Whether the address that is not ours stands where it stood and was never away. */
    boolean foreignUntouched() {
        return host.addresses(LINK).contains(InterfaceAddress.parse(FOREIGN + "/32"))
                && changesOf(FOREIGN).isEmpty();
    }
}
