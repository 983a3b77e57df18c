package io.keepsake.web.http;

import io.keepsake.web.metrics.Metrics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The addresses of the metrics. */
final class MetricsRoutes {
    private final Metrics metrics;

    MetricsRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    void route(Router router) {
        router.get("/metrics")
                .blockingHandler(
                        ctx -> answer(ctx, metrics.scrape(ctx.queryParams().get("node"))), false);
        router.get("/metrics/gen2brain")
                .blockingHandler(
                        ctx -> answer(
                                ctx, metrics.scrapeGen2brain(ctx.queryParams().get("node"))),
                        false);
    }

    private static void answer(RoutingContext ctx, @Nullable String text) {
        if (text == null) {
            Answers.problem(ctx, 404, "no such node");
        } else {
            ctx.response().putHeader("content-type", Metrics.contentType()).end(text);
        }
    }
}
