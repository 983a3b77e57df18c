package io.keepsake.bench;

import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is compared. */
enum Product {
    KEEPSAKE("Keepsake", "BecameBackup"),
    KEEPALIVED("keepalived", "Entering BACKUP STATE");

    private final String title;
    private final String backupLine;

    Product(String title, String backupLine) {
        this.title = title;
        this.backupLine = backupLine;
    }

    String title() {
        return title;
    }

    /** What it logs once it listens as a backup. */
    String backupLine() {
        return backupLine;
    }

    Running start(Lab lab, Host host, String configuration) throws IOException {
        return start(lab, host, configuration, Map.of());
    }

    /** Starts it on the host, with these additions to its environment. */
    Running start(Lab lab, Host host, String configuration, Map<String, String> environment) throws IOException {
        var file = lab.file("bench.conf");
        Files.writeString(file, configuration);
        return start(lab, host, file, environment);
    }

    /** Starts it on the host with a file that may change later. */
    Running start(Lab lab, Host host, Path file, Map<String, String> environment) throws IOException {
        return switch (this) {
            case KEEPALIVED -> host.keepalived(file).process();
            case KEEPSAKE -> host.start(director(lab, file), environment, lab.file(host + ".log"));
        };
    }

    private static List<String> director(Lab lab, Path file) {
        var words = List.of(
                "director",
                "-n",
                "-l",
                "-f",
                file.toString(),
                "-p",
                lab.file("pid").toString());
        var command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(words);
        command.addAll(List.of("--journal", lab.file("journal").toString()));
        return command;
    }

    /** The program that users start. */
    static Path launcher() {
        var launcher = System.getProperty("keepsake.launcher");
        if (launcher == null) {
            throw new IllegalStateException("-Dkeepsake.launcher is not set; start the benchmarks with ./run bench");
        }
        return Path.of(launcher);
    }
}
