package io.keepsake.lab.lvs;

import io.keepsake.daemon.control.ControlClient;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.Ipvsadm;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A machine with a director under test, started by its launcher, and the means to compare what it says with its kernel. */
final class Balancer {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final int NOBODY = 4;
    private static final int SIGHUP = 1;
    private static final int SIGTERM = 15;

    private final Host host;
    private final Ipvsadm table;
    private final Path journal;
    private final Path config;
    private final Path control;
    private final Path pidFile;
    private final Path log;
    private @Nullable Running running;

    Balancer(Lab lab, Host host) {
        this.host = host;
        table = new Ipvsadm(host);
        journal = lab.file("journal");
        config = lab.file("director.conf");
        control = lab.file("director.sock");
        pidFile = lab.file("director.pid");
        log = lab.file("director.log");
    }

    Host host() {
        return host;
    }

    Path journal() {
        return journal;
    }

    /** Starts the director with this text as its file; the journal of an earlier start goes on. */
    Balancer start(String text, String... options) {
        write(text);
        var more = Stream.concat(Stream.of("--control=" + control), Stream.of(options))
                .toArray(String[]::new);
        var command = Installation.director(host.name(), config, pidFile, journal, more);
        running = host.start(command, GuestInstallation.environment(), log);
        return this;
    }

    private void write(String text) {
        try {
            Files.writeString(config, text);
        } catch (IOException e) {
            throw new LabException("cannot write " + config + ": " + e.getMessage(), e);
        }
    }

    /** Puts another text in the file and sends SIGHUP. */
    void reload(String text) {
        write(text);
        process().signal(SIGHUP);
    }

    /** SIGTERM, and the end with status 0. */
    void stop() {
        process().signal(SIGTERM);
        int status = process().awaitExit(SOON);
        if (status != 0) {
            throw new LabException(
                    "the director ended with " + status + ":\n" + process().output());
        }
    }

    Running process() {
        return Objects.requireNonNull(running, "not started");
    }

    /** The rules of its kernel, sorted. */
    List<String> rules() {
        return table.glimpse().stream().sorted().toList();
    }

    /** Waits until the kernel's rules are these, in any order. */
    void await(String what, String... rules) {
        var expected = List.of(rules).stream().sorted().toList();
        try {
            Await.until(what, SOON, () -> rules().equals(expected));
        } catch (LabException e) {
            throw new LabException(
                    e.getMessage() + "; the table is\n  " + String.join("\n  ", rules()) + "\nexpected\n  "
                            + String.join("\n  ", expected) + "\nthe director said\n"
                            + process().output(),
                    e);
        }
    }

    void ipvsadm(String... arguments) {
        table.run(arguments);
    }

    /** Asks the running director over its control socket, as {@code director --table} and its kin do. */
    String ask(String request) {
        return Await.value("an answer to \"" + request + "\"", SOON, () -> answer(request));
    }

    /** Empty while no director listens there. */
    private Optional<String> answer(String request) {
        var answer = new ByteArrayOutputStream();
        var out = new PrintStream(answer, true, StandardCharsets.UTF_8);
        int status = ControlClient.ask(control, request, SOON.toSeconds(), out, out);
        var text = answer.toString(StandardCharsets.UTF_8);
        if (status == 0) {
            return Optional.of(text);
        }
        if (status == NOBODY && process().alive()) {
            return Optional.empty();
        }
        throw new LabException("\"" + request + "\" ended with " + status + ": " + text
                + process().output());
    }

    /** What {@code ipvsadm -Sn} prints, the director reports, and the journal gives must become the same. */
    void agrees() {
        try {
            Await.until("kernel, director and journal agree", SOON, () -> {
                var kernel = rules();
                return said().equals(kernel) && Folded.table(journal()).equals(kernel);
            });
        } catch (LabException e) {
            throw new LabException(
                    e.getMessage() + "; the kernel has\n  " + String.join("\n  ", rules()) + "\nthe director says\n  "
                            + String.join("\n  ", said()) + "\nthe journal\n  "
                            + String.join("\n  ", Folded.table(journal())),
                    e);
        }
    }

    private List<String> said() {
        return ask("table").lines().map(String::strip).sorted().toList();
    }
}
