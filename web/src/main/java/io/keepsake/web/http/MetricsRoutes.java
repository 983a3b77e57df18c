package io.keepsake.web.http;

import io.keepsake.web.metrics.Metrics;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The addresses of the metrics. */
final class MetricsRoutes {
    private final Metrics metrics;

    MetricsRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    void route(Router router, Work work) {
        work.get(router, "/metrics", (ctx, query, _) -> answer(ctx, query.text("node"), metrics::scrape));
        work.get(
                router,
                "/metrics/gen2brain",
                (ctx, query, _) -> answer(ctx, query.text("node"), metrics::scrapeGen2brain));
    }

    /** Nothing is better than half: a director of which nothing was read yet is not down, and its counters do not begin anew. */
    private void answer(
            RoutingContext ctx, @Nullable String node, Function<@Nullable String, @Nullable String> scrape) {
        if (metrics.isReading(node)) {
            Answers.busy(ctx, "the journal is being read for the first time; ask again", 1);
            return;
        }
        var text = scrape.apply(node);
        if (text == null) {
            Answers.problem(ctx, 404, "no such node");
        } else {
            ctx.response().putHeader("content-type", Metrics.contentType()).end(text);
        }
    }
}
