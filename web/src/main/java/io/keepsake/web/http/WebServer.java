package io.keepsake.web.http;

import io.keepsake.web.follow.Nodes;
import io.keepsake.web.metrics.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Serves the page, the API and the metrics of the journals that are followed. */
public final class WebServer implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx;
    private final HttpServer server;

    private WebServer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /**
     * Listens, and begins to read the journals.
     *
     * @param stale how long a director may record nothing before it counts as dead
     * @throws IllegalStateException when it cannot listen, saying why
     */
    public static WebServer start(Nodes nodes, Listen listen, Duration stale) {
        var vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(2)
                .setMaxWorkerExecuteTime(60)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.SECONDS));
        var router = Router.router(vertx);
        router.route().handler(new Guard(listen)::pass);
        var stream = new Stream(vertx, nodes.library(), nodes::caughtUp);
        nodes.listen(stream::onItem);
        router.get("/api/stream").handler(stream::open);
        new Routes(nodes, stale).route(router);
        new MetricsRoutes(new Metrics(nodes, stale, stream::viewers)).route(router);
        Assets.route(router);
        router.route().handler(ctx -> Answers.problem(ctx, 404, "there is no such page"));
        var options = new HttpServerOptions()
                .setHost(listen.host())
                .setPort(listen.port())
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
        nodes.start();
        try {
            var server = vertx.createHttpServer(options)
                    .requestHandler(router)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new WebServer(vertx, server);
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IllegalStateException("cannot listen on " + listen.host() + ":" + listen.port() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
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
        }
    }
}
