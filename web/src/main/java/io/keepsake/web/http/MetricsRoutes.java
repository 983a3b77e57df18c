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

    void route(Router router, Work work) {
        work.get(router, "/metrics", (ctx, query, _) -> answer(ctx, metrics.scrape(query.text("node"))));
        work.get(
                router,
                "/metrics/gen2brain",
                (ctx, query, _) -> answer(ctx, metrics.scrapeGen2brain(query.text("node"))));
    }

    private static void answer(RoutingContext ctx, @Nullable String text) {
        if (text == null) {
            Answers.problem(ctx, 404, "no such node");
        } else {
            ctx.response().putHeader("content-type", Metrics.contentType()).end(text);
        }
    }
}
