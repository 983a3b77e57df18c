package io.keepsake.web;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The web as a process of its own, with the flags and the memory that the launcher gives it. */
record WebProcess(Process process, String address, String token) implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/)(?:\\?token=(\\S+))? shows");

    /** Starts it, for everyone on this machine, and waits until it listens. */
    static WebProcess start(Path root, int port, String... nodes) throws IOException {
        return start(root, List.of("--no-token", "--listen", "127.0.0.1:" + port), nodes);
    }

    /** Starts it as it is by default: it asks for a token, which lies in {@code root}. */
    static WebProcess asking(Path root, String... nodes) throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-x---"));
        return start(root, List.of("--listen", "127.0.0.1:0"), nodes);
    }

    private static WebProcess start(Path root, List<String> options, String... nodes) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-XX:+UseSerialGC", "-Xss512k", "-XX:-UsePerfData", "-Xmx192m"));
        command.addAll(List.of("-Dvertx.disableFileCPResolving=true", "-Dvertx.disableFileCaching=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.keepsake.web.Web"));
        command.addAll(options);
        for (var node : nodes) {
            command.addAll(List.of("--journal", root.resolve(node).toString()));
        }
        var log = Files.createTempFile(root, "web", ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("RUNTIME_DIRECTORY", root.toString());
        var process = builder.start();
        Awaitility.await("the web listens").forever().until(() -> said(log) || !process.isAlive());
        var found = ADDRESS.matcher(Files.readString(log));
        if (!found.find()) {
            throw new IOException("the web does not listen: " + Files.readString(log));
        }
        return new WebProcess(process, found.group(1), String.valueOf(found.group(2)));
    }

    private static boolean said(Path log) throws IOException {
        return ADDRESS.matcher(Files.readString(log)).find();
    }

    URI uri(String path) {
        return URI.create(address).resolve(path);
    }

    int port() {
        return URI.create(address).getPort();
    }

    /** Whether it has read all that there was. */
    boolean ready() throws IOException, InterruptedException {
        return status("/health/ready") == 200;
    }

    int status(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path)).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
