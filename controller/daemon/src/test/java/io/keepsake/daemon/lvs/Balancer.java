package io.keepsake.daemon.lvs;

import io.keepsake.daemon.survival.Installation;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Ipvsadm;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine with a director under test, started by its launcher, and the means to compare what it says with its kernel. */
final class Balancer {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final int SIGHUP = 1;
    private static final int SIGTERM = 15;

    private final Host host;
    private final Ipvsadm table;
    private final Path journal;
    private final Path config;
    private final Path control;
    private final Path pidFile;
    private final Path log;
    private final Map<String, String> environment;
    private @Nullable Running running;

    Balancer(Lab lab, Host host) {
        this.host = host;
        table = new Ipvsadm(host);
        journal = lab.file("journal");
        config = lab.file("director.conf");
        control = lab.file("director.sock");
        pidFile = lab.file("director.pid");
        log = lab.file("director.log");
        environment = Installation.make(lab.file("installation-" + host.name()));
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
        var command = new ArrayList<>(List.of(
                Installation.LAUNCHER.toString(),
                "director",
                "-n",
                "-l",
                "-i",
                host.name(),
                "-f",
                config.toString(),
                "-p",
                pidFile.toString(),
                "--control=" + control,
                "--journal",
                journal.toString()));
        command.addAll(List.of(options));
        running = host.start(command, environment, log);
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
        return table.rules().stream().sorted().toList();
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

    /** Asks the running director over its control socket. */
    String ask(String... words) {
        var command = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(Installation.LAUNCHER.toString(), "director"));
        command.addAll(List.of(words));
        command.add("--control=" + control);
        return host.run(command.toArray(String[]::new));
    }

    /** What {@code ipvsadm -Sn} prints, the director reports, and the journal gives must be the same. */
    void agrees() {
        var kernel = rules();
        var said = ask("--table").lines().map(String::strip).sorted().toList();
        if (!said.equals(kernel)) {
            throw new LabException("the kernel has\n  " + String.join("\n  ", kernel) + "\nthe director says\n  "
                    + String.join("\n  ", said));
        }
        Await.until(
                "the journal has it too", SOON, () -> Folded.table(journal()).equals(kernel));
    }
}
