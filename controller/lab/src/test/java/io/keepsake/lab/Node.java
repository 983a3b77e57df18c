package io.keepsake.lab;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.BecameBackup;
import io.keepsake.core.event.Event;
import io.keepsake.core.value.Ip;
import io.keepsake.daemon.control.ControlClient;
import io.keepsake.testkit.lab.AddressWatch;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import io.keepsake.testkit.lab.SeenAdvert;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A machine 192.168.181.N on the switch, on which one of the two programs can be started, ended and started again. */
final class Node {
    static final String LINK = "ens33";

    private static final int SIGHUP = 1;
    private static final int SIGTERM = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Lab lab;
    private final Program program;
    private final Host host;
    private final Runnable beforeStart;
    private final Ip address;
    private final AddressWatch watch;
    private final Path journal;
    private final Path pidFile;
    private final Path log;
    private final Path config;
    private @Nullable Running running;
    private int boots;

    Node(Lab lab, int number, Program program, Runnable beforeStart) {
        this.lab = lab;
        this.beforeStart = beforeStart;
        this.program = program;
        address = Ip.parse("192.168.181." + number);
        host = lab.host(Integer.toString(number), LINK, address + "/24");
        watch = host.watch();
        journal = lab.file("journal-" + number);
        pidFile = lab.file("pid-" + number);
        log = lab.file("director-" + number + ".log");
        config = lab.file(number + ".conf");
    }

    /** Starts the program; the journal and the log of an earlier start are continued. */
    Node start(Conf... routers) {
        return startWith(Conf.file(routers));
    }

    /** The same with the text of a file. */
    Node startWith(String text) {
        return start(write(text));
    }

    Node start(Path config) {
        beforeStart.run();
        running = switch (program) {
            case KEEPSAKE ->
                host.start(
                        booted(Installation.director(host.name(), config, pidFile, journal)),
                        Installation.shared(),
                        log);
            case KEEPALIVED -> host.keepalived(config).process();
        };
        return this;
    }

    /** Everything is killed and its addresses are gone; what starts from now on finds that the machine was booted. */
    void powerOff() {
        crash();
        for (var standing : host.addresses(LINK)) {
            if (!standing.ip().equals(address)) {
                host.run("ip", "address", "del", standing.toString(), "dev", LINK);
            }
        }
        boots++;
    }

    /** The same words under another boot id, if it was switched off. */
    private List<String> booted(List<String> words) {
        if (boots == 0) {
            return words;
        }
        var id = lab.file("boot-" + host.name());
        try {
            Files.writeString(id, new UUID(boots, Long.parseLong(host.name())) + "\n");
        } catch (IOException e) {
            throw new LabException("cannot write " + id + ": " + e.getMessage(), e);
        }
        var all = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
        all.addAll(List.of("mount --bind " + id + " /proc/sys/kernel/random/boot_id && exec \"$@\"", "sh"));
        all.addAll(words);
        return all;
    }

    /** Writes another file over the one that the program was started with, and has it read: SIGHUP. */
    void reload(Conf... routers) {
        reloadWith(Conf.file(routers));
    }

    /** The same with the text of a file. */
    void reloadWith(String text) {
        if (ours()) {
            Await.until("the pid file, from which on signals are heard", PATIENCE, () -> Files.exists(pidFile));
        }
        write(text);
        process().signal(SIGHUP);
    }

    private Path write(String text) {
        try {
            return Files.writeString(config, text);
        } catch (IOException e) {
            throw new LabException("cannot write " + config + ": " + e.getMessage(), e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process().signal(SIGTERM);
    }

    /** SIGTERM, and the end of the process, which must be exit status 0. */
    void stop() {
        terminate();
        int status = process().awaitExit(PATIENCE);
        if (status != 0) {
            throw new LabException(
                    this + " ended with status " + status + ":\n" + process().output());
        }
    }

    /** Kills everything at once; the addresses stay in its kernel. A director has begun its journal before. */
    void crash() {
        if (ours() && process().alive()) {
            awaitTurn(BecameBackup.class);
        }
        process().kill9();
    }

    /** Asks the running director by its control socket. */
    Running ask(String question) {
        var words = List.of(Installation.LAUNCHER.toString(), "director", "-p", pidFile.toString(), question);
        var asked = host.start(words, Installation.shared(), lab.file("ask.log"));
        asked.awaitExit(PATIENCE);
        return asked;
    }

    /** What the running director answers to a question of another program. */
    String answer(String question) {
        var answer = new ByteArrayOutputStream();
        var out = new PrintStream(answer, true, StandardCharsets.UTF_8);
        ControlClient.ask(
                pidFile.resolveSibling(pidFile.getFileName() + ".sock"), question, PATIENCE.toSeconds(), out, out);
        return answer.toString(StandardCharsets.UTF_8);
    }

    Running process() {
        return Objects.requireNonNull(running, "not started");
    }

    boolean started() {
        return running != null;
    }

    boolean ours() {
        return program == Program.KEEPSAKE;
    }

    Host host() {
        return host;
    }

    Ip address() {
        return address;
    }

    AddressWatch watch() {
        return watch;
    }

    Path journal() {
        return journal;
    }

    /** The turn in which something was decided for the first time, waiting for the journal, which comes behind. */
    Turn awaitTurn(Class<? extends Decision> decided) {
        return Await.value(
                decided.getSimpleName() + " in the journal of " + this,
                PATIENCE,
                () -> JournalsVerify.turns(journal).stream()
                        .filter(turn -> turn.decisions().stream().anyMatch(decided::isInstance))
                        .findFirst());
    }

    /** The events and decisions of one kind as soon as these hold of them, waiting for the journal as above. */
    <E extends Event> List<E> awaitEvents(Class<E> kind, Predicate<List<E>> asWanted) {
        return Await.value(kind.getSimpleName() + " as wanted in the journal of " + this, PATIENCE, () -> Optional.of(
                        JournalsVerify.events(journal, kind))
                .filter(asWanted));
    }

    Path log() {
        return log;
    }

    /** Whether the address stands here, by the notices of the kernel. */
    boolean holds(Ip ip) {
        return watch.events().stream()
                .filter(event -> event.address().address().ip().equals(ip))
                .reduce((_, last) -> last)
                .map(last -> last.added())
                .orElse(false);
    }

    /** An advert of this node as a master, not as one who leaves. */
    Predicate<SeenAdvert> advert() {
        return seen -> seen.from() == host && seen.priority() > 0;
    }

    @Override
    public String toString() {
        return program + " on " + address;
    }
}
