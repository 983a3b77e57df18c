package io.keepsake.web.http;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.http.Work.Limits;
import io.keepsake.web.metrics.Metrics;
import io.keepsake.web.metrics.Otlp;
import io.keepsake.web.metrics.Own;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Serves the page, the API and the metrics of the journals that are followed. */
public final class WebServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private static final int MEBI = 1 << 20;
    private static final Limits QUESTIONS = new Limits(2, 64, Duration.ofSeconds(10), 8 * MEBI, 2);
    private static final Limits REPORTS = new Limits(1, 0, Duration.ofMinutes(5), 8 * MEBI, 10);
    private static final Limits PROBES = new Limits(2, 64, Duration.ofSeconds(10), 8 * MEBI, 2);

    private final Vertx vertx;
    private final HttpServer server;
    private final Metrics metrics;
    private final @Nullable UnixSocket socket;

    private WebServer(Vertx vertx, HttpServer server, Metrics metrics, @Nullable UnixSocket socket) {
        this.vertx = vertx;
        this.server = server;
        this.metrics = metrics;
        this.socket = socket;
    }

    /**
     * Listens, and begins to read the journals.
     *
     * @param stale how long a director may record nothing before it counts as dead
     * @param otlp where metrics are sent to as well; null for nowhere
     * @throws IllegalStateException when it cannot listen, saying why
     */
    public static WebServer start(Nodes nodes, Listen listen, Duration stale, @Nullable Otlp otlp) {
        var vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(2));
        var answers = new Answers();
        var stream = new Stream(vertx, nodes.library(), nodes::caughtUp);
        nodes.listen(stream::onItem);
        var own = new Own(stream::viewers, new AtomicLong(), new AtomicLong());
        var metrics = new Metrics(nodes, stale, own, otlp);
        var router = Router.router(vertx);
        router.route().handler(new Guard(listen)::pass);
        router.get("/api/stream").handler(stream::open);
        // what clients of the API leave untaken is none of theirs
        var probes = new Work(vertx, "probes", PROBES, new Answers(), own);
        new Routes(nodes, stale, answers)
                .route(
                        router,
                        new Work(vertx, "questions", QUESTIONS, answers, own),
                        new Work(vertx, "reports", REPORTS, answers, own),
                        probes);
        new MetricsRoutes(metrics).route(router, probes);
        Assets.route(router);
        router.route().handler(ctx -> Answers.problem(ctx, 404, "there is no such page"));
        var server = vertx.createHttpServer(options(listen)).requestHandler(router);
        nodes.start();
        try {
            var socket = listen.socket() == null ? null : UnixSocket.beside(listen.socket());
            var address = socket == null
                    ? SocketAddress.inetSocketAddress(listen.port(), listen.host())
                    : SocketAddress.domainSocketAddress(socket.bound().toString());
            server.listen(address).toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (socket != null) {
                socket.publish(nodes.followers().getFirst().directory());
            }
            return new WebServer(vertx, server, metrics, socket);
        } catch (ExecutionException | TimeoutException | IOException e) {
            vertx.close();
            throw new IllegalStateException("cannot listen on " + listen + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static HttpServerOptions options(Listen listen) {
        var options = new HttpServerOptions()
                .setCompressionSupported(true)
                .setMaxInitialLineLength(8192)
                .setMaxHeaderSize(8192)
                .setIdleTimeout(75);
        if (listen.tls()) {
            options.setSsl(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(String.valueOf(listen.certificate()))
                            .setKeyPath(String.valueOf(listen.key())));
        }
        return options;
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server does not end: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            metrics.close();
            if (socket != null) {
                socket.remove();
            }
        }
    }
}
