package io.keepsake.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The web process over the journals of all nodes, outside the lab: it outlives this program. */
final class WebPage {
    private static final Pattern ADDRESS = Pattern.compile("http://\\S+");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final String address;

    private WebPage(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it and waits until it listens. */
    static WebPage start(Path launcher, Path log, List<Node> nodes, Duration life)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(launcher.toString(), "web", "--listen", "127.0.0.1:0"));
        command.addAll(List.of("--minutes", Long.toString(life.toMinutes())));
        for (var node : nodes) {
            command.addAll(List.of("--journal", node.address() + "=" + node.journal()));
        }
        var process = new ProcessBuilder(command)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new WebPage(process, address(process, log));
    }

    private static String address(Process process, Path log) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            var line = ADDRESS.matcher(Files.readString(log));
            if (line.find()) {
                return line.group();
            }
            if (process.waitFor(Duration.ofMillis(100))) {
                break;
            }
        }
        process.destroy();
        throw new IOException("the web process did not say where it listens: " + Files.readString(log));
    }

    String address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    void stop() {
        process.destroy();
    }
}
