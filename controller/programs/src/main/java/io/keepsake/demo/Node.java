package io.keepsake.demo;

import io.keepsake.core.value.Ip;
import io.keepsake.testkit.lab.AddressWatch;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the tutorial's machines, with a director that can be started again. */
final class Node {
    private final Host host;
    private final Path launcher;
    private final Path config;
    private final Path journal;
    private final Path log;
    private final Path pidFile;
    private final AddressWatch watch;
    private final Ip address;
    private @Nullable Running director;

    /** @param journals holds the journal, and stays when the lab goes */
    Node(Lab lab, Path launcher, Path examples, Path journals, String number) {
        this.launcher = launcher;
        address = Ip.parse("192.168.181." + number);
        host = lab.host(number, "ens33", address + "/24");
        config = examples.resolve("one-master-two-backups").resolve(address + ".conf");
        journal = journals.resolve(address.toString());
        log = lab.file("director-" + number + ".log");
        pidFile = lab.file("director-" + number + ".pid");
        watch = host.watch();
    }

    Ip address() {
        return address;
    }

    Host host() {
        return host;
    }

    Path journal() {
        return journal;
    }

    Path log() {
        return log;
    }

    AddressWatch watch() {
        return watch;
    }

    List<String> command() {
        return List.of(
                launcher.toString(),
                "director",
                "-n",
                "-l",
                "-i",
                host.name(),
                "-f",
                config.toString(),
                "-p",
                pidFile.toString(),
                "--journal",
                journal.toString());
    }

    void start() {
        director = host.start(command(), Map.of(), log);
    }

    Running director() {
        if (director == null) {
            throw new IllegalStateException(address + " has no director");
        }
        return director;
    }

    /** Runs the replay tool on this node's journal, its output going to ours; answers its exit code. */
    int replay(String verb) throws IOException, InterruptedException {
        return new ProcessBuilder(launcher.toString(), "replay", verb, journal.toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
