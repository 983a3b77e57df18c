package io.keepsake.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The web as users start it, on a port of its own choice. */
record WebProcess(Process process, URI address) implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Starts it over these journals and waits until it listens. */
    static WebProcess start(Path log, List<Path> journals) throws IOException {
        var command =
                new ArrayList<>(List.of(Product.launcher().toString(), "web", "--no-token", "--listen", "127.0.0.1:0"));
        journals.forEach(journal -> command.addAll(List.of("--journal", journal.toString())));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            var found = ADDRESS.matcher(Files.readString(log));
            if (found.find()) {
                return new WebProcess(process, URI.create(found.group()));
            }
            Pause.of(Duration.ofMillis(100));
        }
        process.destroyForcibly();
        throw new IOException("the web does not listen: " + Files.readString(log));
    }

    /** Waits until it has read all that there was. */
    void awaitReady(Duration within) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address.resolve("/health/ready")).build();
        long until = System.nanoTime() + within.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (client.send(request, BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() > until) {
                    throw new IOException("the web is not ready after " + within);
                }
                Pause.of(Duration.ofMillis(100));
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
