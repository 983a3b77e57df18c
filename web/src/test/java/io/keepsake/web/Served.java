package io.keepsake.web;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.http.Listen;
import io.keepsake.web.http.WebServer;
import io.keepsake.web.metrics.Otlp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The web process within the test, on a port of its own. */
final class Served implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Nodes nodes;
    private final WebServer server;

    private Served(Nodes nodes, WebServer server) {
        this.nodes = nodes;
        this.server = server;
    }

    static Served of(Path root, String... names) {
        return of(Listen.local(0), root, names);
    }

    static Served of(Listen listen, Path root, String... names) {
        return of(listen, null, root, names);
    }

    static Served of(Listen listen, @Nullable Otlp otlp, Path root, String... names) {
        var directories = new LinkedHashMap<String, Path>();
        for (var name : names) {
            directories.put(name, root.resolve(name));
        }
        var nodes = Nodes.follow(directories);
        var served = new Served(nodes, WebServer.start(nodes, listen, Duration.ofSeconds(10), otlp));
        Awaitility.await().forever().until(nodes::caughtUp);
        return served;
    }

    Nodes nodes() {
        return nodes;
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    String body(String path) throws IOException, InterruptedException {
        var answer = get(path);
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        server.close();
        nodes.close();
    }
}
