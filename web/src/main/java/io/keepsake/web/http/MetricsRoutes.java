package io.keepsake.web.http;

import io.keepsake.web.follow.Nodes;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.function.IntSupplier;

/** The addresses of the metrics. */
final class MetricsRoutes {
    MetricsRoutes(Nodes nodes, Duration stale, IntSupplier viewers) {}

    void route(Router router) {}
}
